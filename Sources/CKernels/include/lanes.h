// Sixteen lanes of single precision: what the standard library compiles lane by lane. No fused
// multiply-add, as in vectors.h.
#pragma once
#include <stdint.h>

#pragma clang fp contract(off)

typedef float snn_f32x16 __attribute__((ext_vector_type(16)));
typedef int32_t snn_i32x16 __attribute__((ext_vector_type(16)));
typedef uint32_t snn_u32x16 __attribute__((ext_vector_type(16)));
typedef uint64_t snn_u64x8 __attribute__((ext_vector_type(8)));
typedef _Bool snn_b16 __attribute__((ext_vector_type(16)));
#define SNN_LANES static inline __attribute__((always_inline))

SNN_LANES snn_f32x16 snn_lanes_load(const float *from) {
    snn_f32x16 x;
    __builtin_memcpy(&x, from, sizeof x);
    return x;
}
SNN_LANES void snn_lanes_store(float *to, snn_f32x16 x) { __builtin_memcpy(to, &x, sizeof x); }
SNN_LANES snn_f32x16 snn_lanes_all(float x) { return (snn_f32x16)(x); }

/// Sixteen numbers of double precision, rounded.
SNN_LANES snn_f32x16 snn_lanes_load_doubles(const double *from) {
    typedef double snn_f64x16 __attribute__((ext_vector_type(16)));
    snn_f64x16 x;
    __builtin_memcpy(&x, from, sizeof x);
    return __builtin_convertvector(x, snn_f32x16);
}

SNN_LANES snn_f32x16 snn_lanes_add(snn_f32x16 a, snn_f32x16 b) { return a + b; }
SNN_LANES snn_f32x16 snn_lanes_subtract(snn_f32x16 a, snn_f32x16 b) { return a - b; }
SNN_LANES snn_f32x16 snn_lanes_multiply(snn_f32x16 a, snn_f32x16 b) { return a * b; }
SNN_LANES snn_f32x16 snn_lanes_divide(snn_f32x16 a, snn_f32x16 b) { return a / b; }
SNN_LANES snn_f32x16 snn_lanes_sqrt(snn_f32x16 x) { return __builtin_elementwise_sqrt(x); }

SNN_LANES snn_f32x16 snn_lanes_min(snn_f32x16 a, snn_f32x16 b) { return a < b ? a : b; }
SNN_LANES snn_f32x16 snn_lanes_max(snn_f32x16 a, snn_f32x16 b) { return a > b ? a : b; }

/// Lane by lane: `a >= b ? t : f`.
SNN_LANES snn_f32x16 snn_lanes_select_ge(
    snn_f32x16 a, snn_f32x16 b, snn_f32x16 t, snn_f32x16 f) {
    return a >= b ? t : f;
}

/// Lane by lane: `a > b ? t : f`.
SNN_LANES snn_f32x16 snn_lanes_select_gt(
    snn_f32x16 a, snn_f32x16 b, snn_f32x16 t, snn_f32x16 f) {
    return a > b ? t : f;
}

/// One bit for every lane in which `a >= b`.
SNN_LANES uint32_t snn_lanes_mask_ge(snn_f32x16 a, snn_f32x16 b) {
    snn_b16 m = __builtin_convertvector(a >= b, snn_b16);
    uint16_t bits;
    __builtin_memcpy(&bits, &m, 2);
    return bits;
}

/// One bit for every lane in which `a > b`.
SNN_LANES uint32_t snn_lanes_mask_gt(snn_f32x16 a, snn_f32x16 b) {
    snn_b16 m = __builtin_convertvector(a > b, snn_b16);
    uint16_t bits;
    __builtin_memcpy(&bits, &m, 2);
    return bits;
}

/// x · 2^n, where n is the whole number in the low bits of `n + 1.5 · 2^23`.
SNN_LANES snn_f32x16 snn_lanes_scale(snn_f32x16 x, snn_f32x16 shifted) {
    return (snn_f32x16)((snn_i32x16)x + ((snn_i32x16)shifted << 23));
}

/// Towards zero.
SNN_LANES snn_i32x16 snn_lanes_truncated(snn_f32x16 x) {
    return __builtin_convertvector(x, snn_i32x16);
}

SNN_LANES snn_f32x16 snn_lanes_float(snn_i32x16 x) {
    return __builtin_convertvector(x, snn_f32x16);
}

/// The upper halves of the 64-bit products of each lane with `factor`: odd lanes apart from even
/// ones, as processors multiply them.
SNN_LANES snn_u32x16 snn_lanes_product_high(snn_u32x16 x, uint32_t factor) {
    snn_u64x8 even = ((snn_u64x8)x & 0xffffffffu) * factor;
    snn_u64x8 odd = ((snn_u64x8)x >> 32) * factor;
    return (snn_u32x16)((even >> 32) | (odd & 0xffffffff00000000u));
}

/// The lower halves of the same products.
SNN_LANES snn_u32x16 snn_lanes_product_low(snn_u32x16 x, uint32_t factor) {
    snn_u64x8 even = ((snn_u64x8)x & 0xffffffffu) * factor;
    snn_u64x8 odd = ((snn_u64x8)x >> 32) * factor;
    return (snn_u32x16)((even & 0xffffffffu) | (odd << 32));
}

/// The exponent e of a positive normal x = f · 2^e with 1 <= f < 2.
SNN_LANES snn_f32x16 snn_lanes_exponent(snn_f32x16 x) {
    return __builtin_convertvector((((snn_i32x16)x >> 23) & 0xff) - 127, snn_f32x16);
}

/// The fraction f of a positive normal x = f · 2^e with 1 <= f < 2.
SNN_LANES snn_f32x16 snn_lanes_fraction(snn_f32x16 x) {
    return (snn_f32x16)(((snn_i32x16)x & 0x007fffff) | 0x3f800000);
}

/// Sixteen whole numbers.
SNN_LANES snn_f32x16 snn_lanes_load_ints(const int32_t *from) {
    snn_i32x16 x;
    __builtin_memcpy(&x, from, sizeof x);
    return __builtin_convertvector(x, snn_f32x16);
}

/// How many of eight numbers are above another.
SNN_LANES uint32_t snn_count_above(const int32_t *from, int32_t least) {
    typedef int32_t snn_i32x8 __attribute__((ext_vector_type(8)));
    typedef _Bool snn_b8 __attribute__((ext_vector_type(8)));
    snn_i32x8 x;
    __builtin_memcpy(&x, from, sizeof x);
    snn_b8 m = __builtin_convertvector(x > least, snn_b8);
    uint8_t bits;
    __builtin_memcpy(&bits, &m, 1);
    return (uint32_t)__builtin_popcount(bits);
}
