// HDF5 names its types and flags by macros that hold expressions, which Swift cannot import.
#pragma once
#include <hdf5.h>

static inline hid_t snn_h5t_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t snn_h5t_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t snn_h5t_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t snn_h5t_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t snn_h5t_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t snn_h5t_native_uint16(void) { return H5T_NATIVE_UINT16; }
static inline hid_t snn_h5t_c_s1(void) { return H5T_C_S1; }
static inline unsigned snn_h5f_acc_trunc(void) { return H5F_ACC_TRUNC; }
static inline unsigned snn_h5f_acc_rdonly(void) { return H5F_ACC_RDONLY; }
static inline hid_t snn_h5p_dataset_create(void) { return H5P_DATASET_CREATE; }
