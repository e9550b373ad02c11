// HDF5 names its types and flags by macros that hold expressions, which Swift cannot import.
#pragma once
#include <errno.h>
#include <hdf5.h>
#include <string.h>

static inline hid_t snn_h5t_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t snn_h5t_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t snn_h5t_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t snn_h5t_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t snn_h5t_native_uint32(void) { return H5T_NATIVE_UINT32; }
static inline hid_t snn_h5t_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t snn_h5t_native_uint16(void) { return H5T_NATIVE_UINT16; }
static inline hid_t snn_h5t_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t snn_h5t_c_s1(void) { return H5T_C_S1; }
static inline unsigned snn_h5f_acc_trunc(void) { return H5F_ACC_TRUNC; }
static inline unsigned snn_h5f_acc_excl(void) { return H5F_ACC_EXCL; }
static inline unsigned snn_h5f_acc_rdonly(void) { return H5F_ACC_RDONLY; }
static inline unsigned snn_h5f_acc_rdwr(void) { return H5F_ACC_RDWR; }
static inline hid_t snn_h5p_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t snn_h5p_dataset_access(void) { return H5P_DATASET_ACCESS; }
static inline hid_t snn_h5p_link_create(void) { return H5P_LINK_CREATE; }
static inline hid_t snn_h5p_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t snn_h5p_file_create(void) { return H5P_FILE_CREATE; }
static inline hsize_t snn_h5s_unlimited(void) { return H5S_UNLIMITED; }

// IEEE half precision, which HDF5 1.10 has no name for: one sign, five exponent, ten fraction bits.
static inline hid_t snn_h5t_create_half(void) {
    hid_t type = H5Tcopy(H5T_IEEE_F32LE);
    H5Tset_fields(type, 15, 10, 5, 0, 10);
    H5Tset_size(type, 2);
    H5Tset_ebias(type, 15);
    return type;
}

// The errors of this thread are silent from here on; they are asked for by `snn_h5e_innermost`.
static inline void snn_h5e_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

static inline herr_t snn_h5e_keep(unsigned n, const H5E_error2_t *error, void *text) {
    if (n == 0 && error->desc != NULL) {
        strncpy((char *)text, error->desc, 255);
        ((char *)text)[255] = 0;
    }
    return 0;
}

// The description where the error arose, in at most 255 characters; empties the stack.
static inline void snn_h5e_innermost(char *text) {
    text[0] = 0;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, snn_h5e_keep, text);
    H5Eclear2(H5E_DEFAULT);
}
