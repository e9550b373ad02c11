// Vector helpers for what the standard library compiles lane by lane. No fused multiply-add, so
// that every instruction set gives the same bits.
#pragma once
#include <stdint.h>

#pragma clang fp contract(off)

typedef double snn_f64x8 __attribute__((ext_vector_type(8)));
typedef int64_t snn_i64x8 __attribute__((ext_vector_type(8)));
typedef _Bool snn_b8 __attribute__((ext_vector_type(8)));
#define SNN_INLINE static inline __attribute__((always_inline))

SNN_INLINE snn_f64x8 snn_min(snn_f64x8 a, snn_f64x8 b) { return a < b ? a : b; }
SNN_INLINE snn_f64x8 snn_max(snn_f64x8 a, snn_f64x8 b) { return a > b ? a : b; }
SNN_INLINE snn_f64x8 snn_sqrt(snn_f64x8 x) { return __builtin_elementwise_sqrt(x); }

/// Lane by lane: `a >= b ? t : f`.
SNN_INLINE snn_f64x8 snn_select_ge(snn_f64x8 a, snn_f64x8 b, snn_f64x8 t, snn_f64x8 f) {
    return a >= b ? t : f;
}

/// Lane by lane: `a > b ? t : f`.
SNN_INLINE snn_f64x8 snn_select_gt(snn_f64x8 a, snn_f64x8 b, snn_f64x8 t, snn_f64x8 f) {
    return a > b ? t : f;
}

/// One bit for every lane in which `a >= b`.
SNN_INLINE uint32_t snn_mask_ge(snn_f64x8 a, snn_f64x8 b) {
    snn_b8 m = __builtin_convertvector(a >= b, snn_b8);
    uint8_t bits;
    __builtin_memcpy(&bits, &m, 1);
    return bits;
}

/// One bit for every lane in which `a > b`.
SNN_INLINE uint32_t snn_mask_gt(snn_f64x8 a, snn_f64x8 b) {
    snn_b8 m = __builtin_convertvector(a > b, snn_b8);
    uint8_t bits;
    __builtin_memcpy(&bits, &m, 1);
    return bits;
}
