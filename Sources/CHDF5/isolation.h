// Reading a file of unknown origin in a child process.
//
// libhdf5 trusts the structure of a file: a few changed bytes can make it write beyond a buffer or
// loop. A reader that must survive any file therefore lets a child do the reading. The child
// sends all groups, datasets and attributes through a pipe, converted to a few element kinds; when
// it dies, only the reading has failed. Between fork and exit it runs nothing but libhdf5 and libc.
//
// The stream is a sequence of records: `struct snn_record`, the path, the payload.
#pragma once
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "shim.h"

enum snn_record_kind { SNN_GROUP = 1, SNN_DATASET, SNN_ATTRIBUTE, SNN_FAILURE, SNN_END };

// Payloads: 8, 2, 2 and 8 bytes per number; strings end with a zero byte each. `SNN_ROWS` is added
// where every element is a row: the payload is then one 64-bit length per row, and all elements.
enum snn_element { SNN_OTHER, SNN_INT64, SNN_UINT16, SNN_HALF, SNN_DOUBLE, SNN_STRING, SNN_ROWS = 16 };

struct snn_record {
    uint32_t kind, element, rank, path_length;
    uint64_t shape[4], payload;
};

static inline void snn_fail(FILE *out, const char *path, int is_too_large) {
    char reason[256] = "claims to hold more elements than the file can";
    if (!is_too_large) snn_h5e_innermost(reason);
    struct snn_record record = {SNN_FAILURE, (uint32_t)is_too_large, 0, (uint32_t)strlen(path),
                                {0, 0, 0, 0}, strlen(reason)};
    fwrite(&record, sizeof record, 1, out);
    fwrite(path, 1, record.path_length, out);
    fwrite(reason, 1, record.payload, out);
    fflush(out);
    _exit(0);
}

static inline uint32_t snn_element_of(hid_t type) {
    switch (H5Tget_class(type)) {
    case H5T_INTEGER:
    case H5T_ENUM:
        return H5Tget_size(type) == 2 && H5Tget_sign(type) == H5T_SGN_NONE ? SNN_UINT16 : SNN_INT64;
    case H5T_FLOAT: return H5Tget_size(type) == 2 ? SNN_HALF : SNN_DOUBLE;
    case H5T_STRING: return SNN_STRING;
    default: return SNN_OTHER;
    }
}

// The type in memory of an element, and its size; the identifier is never closed: the child exits.
static inline hid_t snn_memory_type(uint32_t element, hid_t stored, size_t *size) {
    switch (element) {
    case SNN_UINT16: *size = 2; return H5T_NATIVE_UINT16;
    case SNN_HALF: *size = 2; return snn_h5t_create_half();
    case SNN_DOUBLE: *size = 8; return H5T_NATIVE_DOUBLE;
    case SNN_STRING:
        *size = H5Tis_variable_str(stored) > 0 ? sizeof(char *) : H5Tget_size(stored);
        return H5Tcopy(stored);
    default: *size = 8; return H5T_NATIVE_INT64;
    }
}

// Sends what was read of strings, each followed by a zero byte, after their record.
static inline void snn_send_strings(
    FILE *out, struct snn_record record, const char *path, const char *bytes, uint64_t count,
    size_t size, hid_t type) {
    int is_variable = H5Tis_variable_str(type) > 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint64_t i = 0; i < count; i++) {
            const char *text = is_variable ? ((char *const *)bytes)[i] : bytes + i * size;
            size_t length = text == NULL ? 0 : is_variable ? strlen(text) : strnlen(text, size);
            while (!is_variable && H5Tget_strpad(type) == H5T_STR_SPACEPAD && length > 0
                   && text[length - 1] == ' ')
                length--;
            if (pass == 0) record.payload += length + 1;
            else fwrite(text, 1, length, out), fputc(0, out);
        }
        if (pass == 0) {
            fwrite(&record, sizeof record, 1, out);
            fwrite(path, 1, record.path_length, out);
        }
    }
}

static inline void snn_send_rows(
    FILE *out, struct snn_record record, const char *path, hid_t dataset, hid_t base, size_t size) {
    uint64_t count = record.shape[0];
    hid_t type = H5Tvlen_create(base), stored = H5Dget_space(dataset);
    hvl_t *rows = calloc(count + 1, sizeof *rows);
    if (rows == NULL || type < 0) snn_fail(out, path, 1);
    if (count > 0 && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, rows) < 0)
        snn_fail(out, path, 0);
    record.payload = count * 8;
    for (uint64_t i = 0; i < count; i++) record.payload += rows[i].len * size;
    fwrite(&record, sizeof record, 1, out);
    fwrite(path, 1, record.path_length, out);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t length = rows[i].len;
        fwrite(&length, 8, 1, out);
    }
    for (uint64_t i = 0; i < count; i++) fwrite(rows[i].p, size, rows[i].len, out);
    free(rows);
    H5Sclose(stored);
}

// Sends a dataset or, where `is_attribute`, an attribute. Data far from what the layouts of spikes
// use is named, but not read.
static inline void snn_send_values(FILE *out, hid_t object, const char *path, int is_attribute) {
    hid_t type = is_attribute ? H5Aget_type(object) : H5Dget_type(object);
    hid_t space = is_attribute ? H5Aget_space(object) : H5Dget_space(object);
    hsize_t shape[32] = {0};
    int rank = H5Sget_simple_extent_dims(space, shape, NULL);
    if (type < 0 || rank < 0) snn_fail(out, path, 0);
    struct snn_record record = {is_attribute ? SNN_ATTRIBUTE : SNN_DATASET, snn_element_of(type),
                                (uint32_t)rank, (uint32_t)strlen(path), {0, 0, 0, 0}, 0};
    hid_t element = type;
    if (H5Tget_class(type) == H5T_VLEN && rank == 1 && !is_attribute) {
        element = H5Tget_super(type);
        uint32_t kind = snn_element_of(element);
        record.element = kind == SNN_OTHER || kind == SNN_STRING ? SNN_OTHER : SNN_ROWS + kind;
    }
    // Deflate makes nothing smaller than by a factor of 1032, so a larger claim is damage.
    double stored = is_attribute ? 65536 : (double)H5Dget_storage_size(object);
    double bytes = (double)H5Tget_size(type);
    uint64_t count = H5Sget_simple_extent_type(space) == H5S_NULL ? 0 : 1;
    for (int axis = 0; axis < rank; axis++) {
        if (axis < 4) record.shape[axis] = shape[axis];
        count *= shape[axis];
        bytes *= (double)shape[axis];
    }
    if (bytes > (stored + 1024) * 1032) snn_fail(out, path, 1);
    if (rank > 4) record.element = SNN_OTHER;
    size_t size = 0;
    hid_t memory = snn_memory_type(record.element & 15, element, &size);
    if (record.element >= SNN_ROWS) {
        snn_send_rows(out, record, path, object, memory, size);
        return;
    }
    char *buffer = NULL;
    if (record.element != SNN_OTHER && count > 0) {
        buffer = calloc(count, size);
        if (buffer == NULL) snn_fail(out, path, 1);
        herr_t status = is_attribute
            ? H5Aread(object, memory, buffer)
            : H5Dread(object, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer);
        if (status < 0) snn_fail(out, path, 0);
    } else {
        count = 0;
    }
    if (record.element == SNN_STRING) {
        snn_send_strings(out, record, path, buffer, count, size, element);
    } else {
        record.payload = count * size;
        fwrite(&record, sizeof record, 1, out);
        fwrite(path, 1, record.path_length, out);
        fwrite(buffer, size, count, out);
    }
    free(buffer);
}

struct snn_walk { FILE *out; const char *path; };

static inline herr_t snn_send_attribute(
    hid_t object, const char *name, const H5A_info_t *info, void *context) {
    struct snn_walk *walk = context;
    char path[4096];
    snprintf(path, sizeof path, "%s@%s", walk->path, name);
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    if (attribute < 0) snn_fail(walk->out, path, 0);
    snn_send_values(walk->out, attribute, path, 1);
    H5Aclose(attribute);
    (void)info;
    return 0;
}

static inline herr_t snn_send_object(
    hid_t root, const char *name, const H5O_info_t *info, void *context) {
    FILE *out = context;
    char path[4096];
    snprintf(path, sizeof path, "/%s", strcmp(name, ".") == 0 ? "" : name);
    hid_t object = H5Oopen(root, name, H5P_DEFAULT);
    if (object < 0) snn_fail(out, path, 0);
    if (info->type == H5O_TYPE_DATASET) {
        snn_send_values(out, object, path, 0);
    } else {
        struct snn_record record = {SNN_GROUP, 0, 0, (uint32_t)strlen(path), {0, 0, 0, 0}, 0};
        fwrite(&record, sizeof record, 1, out);
        fwrite(path, 1, record.path_length, out);
    }
    struct snn_walk walk = {out, path};
    hsize_t next = 0;
    if (H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &next, snn_send_attribute, &walk) < 0)
        snn_fail(out, path, 0);
    H5Oclose(object);
    return 0;
}

static inline void snn_send_file(FILE *out, const char *path) {
    snn_h5e_silence();
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0) snn_fail(out, "", 0);
    if (H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, snn_send_object, out) < 0) snn_fail(out, "/", 0);
    struct snn_record end = {SNN_END, 0, 0, 0, {0, 0, 0, 0}, 0};
    fwrite(&end, sizeof end, 1, out);
    fflush(out);
}

// Starts a child that reads `path` and gets at most `seconds` of processor time.
// Returns the end of the pipe to read from, or -1; `child` is to be waited for.
static inline int snn_h5_start_reading(const char *path, unsigned seconds, int *child) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    // No process that is started meanwhile may hold the pipe open.
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t id = fork();
    if (id != 0) {
        close(ends[1]);
        *child = id;
        if (id < 0) close(ends[0]);
        return id < 0 ? -1 : ends[0];
    }
    // A crash of the child is expected and concerns nobody: no report, no core.
    int fatal[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP, SIGXCPU, SIGPIPE};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) signal(fatal[i], SIG_DFL);
    struct rlimit none = {0, 0}, time = {seconds, seconds};
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_CPU, &time);
    if (freopen("/dev/null", "w", stderr) == NULL) _exit(1);
    FILE *out = fdopen(ends[1], "w");
    if (out != NULL) snn_send_file(out, path);
    _exit(0);
}

// Waits for the child. Returns 0 where it came to its end.
static inline int snn_h5_finish_reading(int end, int child) {
    int status = 0;
    close(end);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
