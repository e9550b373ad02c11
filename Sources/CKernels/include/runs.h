// Copies of sixteen synapses at a time, from and to any address.
#pragma once
#include <stdint.h>

static inline void snn_copy_targets(uint16_t *to, const uint16_t *from) {
    __builtin_memcpy(to, from, 16 * sizeof *to);
}

static inline void snn_copy_weights(float *to, const float *from) {
    __builtin_memcpy(to, from, 16 * sizeof *to);
}

static inline void snn_fill_weights(float *to, float weight) {
    for (int i = 0; i < 16; i++) to[i] = weight;
}
