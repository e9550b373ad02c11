// What Swift cannot say to the processor and the kernel: prefetch, pause, flush to zero, futex.
#pragma once
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static inline void snn_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

static inline void snn_pause(void) {
#if defined(__x86_64__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// Treats denormal numbers as zero in the calling thread, on input and output.
static inline void snn_flush_denormals(void) {
#if defined(__x86_64__)
    _mm_setcsr(_mm_getcsr() | 0x8040);
#elif defined(__aarch64__)
    uint64_t fpcr;
    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    __asm__ volatile("msr fpcr, %0" : : "r"(fpcr | (1ull << 24)));
#endif
}

/// Sleeps while `*word` holds `expected`; may return early.
static inline void snn_futex_wait(const void *word, int32_t expected) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, (void *)0, (void *)0, 0);
}

static inline void snn_futex_wake_all(const void *word) {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT32_MAX, (void *)0, (void *)0, 0);
}

/// How many processors the affinity mask of this process allows; 0 where the kernel does not say.
static inline long snn_allowed_processors(void) {
    unsigned long mask[128] = {0};
    long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    long count = 0;
    for (unsigned i = 0; bytes > 0 && i < sizeof mask / sizeof mask[0]; i++) {
        count += __builtin_popcountl(mask[i]);
    }
    return count;
}
