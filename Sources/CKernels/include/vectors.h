// Vector helpers for what the standard library compiles lane by lane. No fused multiply-add, so
// that every instruction set gives the same bits.
#pragma once
#include <stdint.h>

#pragma clang fp contract(off)

typedef double snn_f64x8 __attribute__((ext_vector_type(8)));
typedef int64_t snn_i64x8 __attribute__((ext_vector_type(8)));
typedef _Bool snn_b8 __attribute__((ext_vector_type(8)));
#define SNN_INLINE static inline __attribute__((always_inline))

SNN_INLINE snn_f64x8 snn_load(const double *from) {
    snn_f64x8 x;
    __builtin_memcpy(&x, from, sizeof x);
    return x;
}
SNN_INLINE void snn_store(double *to, snn_f64x8 x) { __builtin_memcpy(to, &x, sizeof x); }
SNN_INLINE snn_f64x8 snn_all(double x) { return (snn_f64x8)(x); }

SNN_INLINE snn_f64x8 snn_add(snn_f64x8 a, snn_f64x8 b) { return a + b; }
SNN_INLINE snn_f64x8 snn_subtract(snn_f64x8 a, snn_f64x8 b) { return a - b; }
SNN_INLINE snn_f64x8 snn_multiply(snn_f64x8 a, snn_f64x8 b) { return a * b; }
SNN_INLINE snn_f64x8 snn_divide(snn_f64x8 a, snn_f64x8 b) { return a / b; }

/// Lane by lane `a < b ? a : b`: where one of the two is not a number, `b`.
SNN_INLINE snn_f64x8 snn_min(snn_f64x8 a, snn_f64x8 b) { return a < b ? a : b; }
/// Lane by lane `a > b ? a : b`: where one of the two is not a number, `b`.
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

/// x · 2^n, where n is the whole number in the low bits of `n + 1.5 · 2^52`.
SNN_INLINE snn_f64x8 snn_scale(snn_f64x8 x, snn_f64x8 shifted) {
    return (snn_f64x8)((snn_i64x8)x + ((snn_i64x8)shifted << 52));
}

/// The exponent e of a positive normal x = f · 2^e with 1 <= f < 2.
SNN_INLINE snn_f64x8 snn_exponent(snn_f64x8 x) {
    // The biased exponent in the low bits of 2^52 is that number plus 2^52.
    snn_i64x8 bits = (((snn_i64x8)x >> 52) & 0x7ff) | 0x4330000000000000;
    return (snn_f64x8)bits - 4503599627371519.0; // 2^52 + 1023
}

/// The fraction f of a positive normal x = f · 2^e with 1 <= f < 2.
SNN_INLINE snn_f64x8 snn_fraction(snn_f64x8 x) {
    return (snn_f64x8)(((snn_i64x8)x & 0x000fffffffffffff) | 0x3ff0000000000000);
}
