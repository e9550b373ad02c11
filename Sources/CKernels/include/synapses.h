// What drawn numbers become in a synapse: weights of single precision, delays of whole ticks.
#pragma once
#include "vectors.h"

typedef float snn_f32x8 __attribute__((ext_vector_type(8)));
typedef int32_t snn_i32x8 __attribute__((ext_vector_type(8)));
typedef uint16_t snn_u16x8 __attribute__((ext_vector_type(8)));

/// Rounded to single precision.
SNN_INLINE void snn_store_narrow(float *to, snn_f64x8 x) {
    snn_f32x8 narrow = __builtin_convertvector(x, snn_f32x8);
    __builtin_memcpy(to, &narrow, sizeof narrow);
}

/// The nearest whole numbers, halves away from zero, of numbers in 0 ..< 65535.5.
SNN_INLINE void snn_store_ticks(uint16_t *to, snn_f64x8 x) {
    snn_i32x8 whole = __builtin_convertvector(x, snn_i32x8);
    snn_f64x8 rest = x - __builtin_convertvector(whole, snn_f64x8);
    // A comparison that holds is -1.
    snn_i64x8 up = rest >= (snn_f64x8)(0.5);
    whole -= __builtin_convertvector(up, snn_i32x8);
    snn_u16x8 ticks = __builtin_convertvector(whole, snn_u16x8);
    __builtin_memcpy(to, &ticks, sizeof ticks);
}
