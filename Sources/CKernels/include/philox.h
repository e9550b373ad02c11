// Whole numbers of 64 bits, eight side by side, as counter-based random numbers need them.
#pragma once
#include "lanes.h"
#include "vectors.h"

/// The 64-bit products of the lower halves of the lanes with `factor`: one instruction for four
/// lanes on any x86. What the upper halves hold does not matter.
SNN_LANES snn_u64x8 snn_wide_product(snn_u64x8 x, uint32_t factor) {
    return (x & 0xffffffffu) * (uint64_t)factor;
}

/// The upper halves.
SNN_LANES snn_u64x8 snn_upper(snn_u64x8 x) { return x >> 32; }

/// x, of which the compiler knows no more than that it has 64 bits in each lane. Else it sees that
/// only half of them are used, and moves lanes together and apart again at every step.
SNN_LANES snn_u64x8 snn_opaque(snn_u64x8 x) {
#if defined(__AVX512F__)
    __asm__("" : "+v"(x));
#elif defined(__AVX__)
    typedef uint64_t part __attribute__((ext_vector_type(4)));
    part a = x.lo, b = x.hi;
    __asm__("" : "+x"(a), "+x"(b));
    x.lo = a;
    x.hi = b;
#elif defined(__SSE2__)
    typedef uint64_t part __attribute__((ext_vector_type(2)));
    part a = x.lo.lo, b = x.lo.hi, c = x.hi.lo, d = x.hi.hi;
    __asm__("" : "+x"(a), "+x"(b), "+x"(c), "+x"(d));
    x.lo.lo = a;
    x.lo.hi = b;
    x.hi.lo = c;
    x.hi.hi = d;
#endif
    return x;
}

/// The lower half of `low` below the lower half of `high`.
SNN_LANES snn_u64x8 snn_joined(snn_u64x8 low, snn_u64x8 high) {
    return (low & 0xffffffffu) | (high << 32);
}

/// Stores a0 b0 a1 b1 …
SNN_LANES void snn_store_pairs(void *to, snn_u64x8 a, snn_u64x8 b) {
    snn_u64x8 first = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
    snn_u64x8 second = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
    __builtin_memcpy(to, &first, sizeof first);
    __builtin_memcpy((char *)to + sizeof first, &second, sizeof second);
}

/// Stores a0 b0 a1 b1 …
SNN_LANES void snn_store_f64_pairs(double *to, snn_f64x8 a, snn_f64x8 b) {
    snn_f64x8 first = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
    snn_f64x8 second = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
    __builtin_memcpy(to, &first, sizeof first);
    __builtin_memcpy(to + 8, &second, sizeof second);
}

/// Uniform numbers in [0, 1), multiples of 2⁻⁵³, from pairs of words: the upper 27 bits of the
/// lower word, then the upper 26 of the other. Both parts and their sum are exact.
SNN_LANES snn_f64x8 snn_uniform(snn_u64x8 words) {
    const uint64_t one = 0x4330000000000000; // 2^52, whose last bit is worth 1
    snn_f64x8 high = (snn_f64x8)(((words & 0xffffffe0u) >> 5) | one) - 0x1p52;
    snn_f64x8 low = (snn_f64x8)((words >> 38) | one) - 0x1p52;
    return high * 0x1p-27 + low * 0x1p-53;
}

/// -1 where bit `bit` of the lane is set, else 1.
SNN_LANES snn_f64x8 snn_sign(snn_u64x8 words, int bit) {
    return (snn_f64x8)(((words << (63 - bit)) & 0x8000000000000000) | 0x3ff0000000000000);
}

/// Words as whole numbers with a sign, in the same order: what processors compare in one step.
SNN_LANES snn_i32x16 snn_load_ordered(const uint32_t *from) {
    snn_u32x16 x;
    __builtin_memcpy(&x, from, sizeof x);
    return (snn_i32x16)(x ^ 0x80000000u);
}

/// Lane by lane: `x >= threshold ? counts + 1 : counts`.
SNN_LANES snn_i32x16 snn_count_ge(snn_i32x16 counts, snn_i32x16 x, int32_t threshold) {
    return counts - (x >= (snn_i32x16)(threshold));
}

/// One bit for every lane that is not in low ..< high.
SNN_LANES uint32_t snn_mask_outside(snn_i32x16 x, int32_t low, int32_t high) {
    snn_b16 m = __builtin_convertvector((x < low) | (x >= high), snn_b16);
    uint16_t bits;
    __builtin_memcpy(&bits, &m, 2);
    return bits;
}

SNN_LANES void snn_store_i32x16(int32_t *to, snn_i32x16 x) { __builtin_memcpy(to, &x, sizeof x); }

/// to[i] += x[i]
SNN_LANES void snn_add_i32x16(int32_t *to, snn_i32x16 x) {
    snn_i32x16 sum;
    __builtin_memcpy(&sum, to, sizeof sum);
    sum += x;
    __builtin_memcpy(to, &sum, sizeof sum);
}

/// Uniform numbers from single words: (word + ½) 2⁻³².
SNN_LANES snn_f64x8 snn_load_uniform(const uint32_t *from) {
    typedef int32_t words __attribute__((ext_vector_type(8)));
    words x;
    __builtin_memcpy(&x, from, sizeof x);
    return (__builtin_convertvector(x ^ (int32_t)0x80000000, snn_f64x8) + 2147483648.5) * 0x1p-32;
}

/// to[i] += x[i], for whole numbers x.
SNN_LANES void snn_add_counts(int32_t *to, snn_f64x8 x) {
    typedef int32_t counts __attribute__((ext_vector_type(8)));
    counts sum;
    __builtin_memcpy(&sum, to, sizeof sum);
    sum += __builtin_convertvector(x, counts);
    __builtin_memcpy(to, &sum, sizeof sum);
}

SNN_LANES snn_f64x8 snn_load_counts(const int32_t *from) {
    typedef int32_t counts __attribute__((ext_vector_type(8)));
    counts x;
    __builtin_memcpy(&x, from, sizeof x);
    return __builtin_convertvector(x, snn_f64x8);
}

SNN_LANES snn_f32x16 snn_load_counts_f32(const int32_t *from) {
    snn_i32x16 x;
    __builtin_memcpy(&x, from, sizeof x);
    return __builtin_convertvector(x, snn_f32x16);
}

SNN_LANES snn_f32x16 snn_load_f32(const float *from) {
    snn_f32x16 x;
    __builtin_memcpy(&x, from, sizeof x);
    return x;
}
SNN_LANES void snn_store_f32(float *to, snn_f32x16 x) { __builtin_memcpy(to, &x, sizeof x); }
