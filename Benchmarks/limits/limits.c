// What this machine can do at best: the three things that a stepped network consists of, each by itself, with no
// network around them.
//
//     memory     reading, and a[i] = b[i] + s c[i]
//     update     leaky integrate-and-fire neurons with an exponential current, exactly integrated, branch-free
//     scatter    spikes of random sources add their rows of synapses to the inputs of random targets
//     barrier    threads meet and part again
//
// Every line of output is a JSON object; times are medians of REPEATS runs. Threads do the same work side by side, each
// on targets of its own, as the workers of a simulator do.

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { REPEATS = 5, THREADS_MAX = 256 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Memory in huge pages where the system has them.
static void *memory(size_t bytes) {
    void *p = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) {
        fprintf(stderr, "limits: no memory\n");
        exit(2);
    }
    madvise(p, bytes, MADV_HUGEPAGE);
    return p;
}

static inline uint64_t splitmix(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

// ---- threads that start together ----

typedef struct {
    _Alignas(64) atomic_int arrived;
    _Alignas(64) atomic_int round;
    int count;
} Barrier;

static void meet(Barrier *b) {
    int round = atomic_load_explicit(&b->round, memory_order_relaxed);
    if (atomic_fetch_add_explicit(&b->arrived, 1, memory_order_acq_rel) == b->count - 1) {
        atomic_store_explicit(&b->arrived, 0, memory_order_relaxed);
        atomic_store_explicit(&b->round, round + 1, memory_order_release);
    } else {
        while (atomic_load_explicit(&b->round, memory_order_acquire) == round) {
#if defined(__x86_64__)
            __builtin_ia32_pause();
#endif
        }
    }
}

typedef void Work(int thread, void *argument);
static struct {
    Work *work;
    void *arguments[THREADS_MAX];
    Barrier barrier;
    double seconds;
} team;

static void *member(void *number) {
    int thread = (int)(intptr_t)number;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(thread, &set);
    pthread_setaffinity_np(pthread_self(), sizeof set, &set);
    meet(&team.barrier);
    double start = now();
    team.work(thread, team.arguments[thread]);
    meet(&team.barrier);
    if (thread == 0) team.seconds = now() - start;
    return 0;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The median of several runs of one piece of work on so many threads, after one to warm up.
static double run(Work *work, int threads) {
    double seconds[REPEATS];
    for (int repeat = -1; repeat < REPEATS; repeat++) {
        pthread_t handles[THREADS_MAX];
        team.work = work;
        team.barrier.count = threads;
        for (intptr_t i = 0; i < threads; i++) pthread_create(&handles[i], 0, member, (void *)i);
        for (int i = 0; i < threads; i++) pthread_join(handles[i], 0);
        if (repeat >= 0) seconds[repeat] = team.seconds;
    }
    qsort(seconds, REPEATS, sizeof *seconds, ascending);
    return seconds[REPEATS / 2];
}

// ---- memory ----

typedef struct { double *a, *b, *c; size_t count; double sum; } Stream;

static void read_all(int thread, void *argument) {
    Stream *s = argument;
    double sum[8] = {0};
    (void)thread;
    for (size_t i = 0; i < s->count; i += 8)
        for (int k = 0; k < 8; k++) sum[k] += s->a[i + k];
    for (int k = 0; k < 8; k++) s->sum += sum[k];
}

static void triad(int thread, void *argument) {
    Stream *s = argument;
    double *restrict a = s->a, *restrict b = s->b, *restrict c = s->c;
    (void)thread;
    for (size_t i = 0; i < s->count; i++) a[i] = b[i] + 3.0 * c[i];
}

static void measure_memory(int threads) {
    size_t count = (size_t)(12 << 20);
    Stream streams[THREADS_MAX];
    for (int i = 0; i < threads; i++) {
        Stream *s = &streams[i];
        *s = (Stream){memory(count * 8), memory(count * 8), memory(count * 8), count, 0};
        memset(s->a, 1, count * 8), memset(s->b, 1, count * 8), memset(s->c, 1, count * 8);
        team.arguments[i] = s;
    }
    double total = (double)count * 8 * threads;
    printf("{\"bench\":\"memory\",\"kind\":\"read\",\"threads\":%d,\"gigabytesPerSecond\":%.4g}\n", threads,
           total / run(read_all, threads) * 1e-9);
    printf("{\"bench\":\"memory\",\"kind\":\"triad\",\"threads\":%d,\"gigabytesPerSecond\":%.4g}\n", threads,
           3 * total / run(triad, threads) * 1e-9);
    for (int i = 0; i < threads; i++) {
        munmap(streams[i].a, count * 8);
        munmap(streams[i].b, count * 8);
        munmap(streams[i].c, count * 8);
    }
}

// ---- update of neurons ----

typedef struct { void *v, *x, *held, *in; size_t count; int steps; long spikes; } Neurons;

#define UPDATE(NAME, T)                                                                              \
    static void NAME(int thread, void *argument) {                                                   \
        Neurons *n = argument;                                                                       \
        T *restrict v = n->v, *restrict x = n->x, *restrict held = n->held, *restrict in = n->in;    \
        (void)thread;                                                                                \
        for (int step = 0; step < n->steps; step++)                                                  \
            for (size_t first = 0; first < n->count; first += 64) {                                  \
                T any = 0;                                                                           \
                for (size_t i = first; i < first + 64; i++) {                                        \
                    T next = v[i] * (T)0.99 + x[i] * (T)0.01 + (T)0.12;                              \
                    T left = held[i];                                                                \
                    next = left > 0 ? (T)0 : next;                                                   \
                    T fires = next >= (T)10 ? (T)1 : (T)0;                                           \
                    v[i] = next >= (T)10 ? (T)0 : next;                                              \
                    held[i] = (left > 0 ? left - 1 : (T)0) + fires * 20;                             \
                    x[i] = x[i] * (T)0.98 + in[i];                                                   \
                    in[i] = 0;                                                                       \
                    any += fires;                                                                    \
                }                                                                                    \
                n->spikes += (long)any;                                                              \
            }                                                                                        \
    }
UPDATE(update_single, float)
UPDATE(update_double, double)

static void measure_update(int threads, size_t neurons, int isDouble) {
    size_t count = (neurons / (size_t)threads + 63) / 64 * 64, size = isDouble ? 8 : 4;
    Neurons all[THREADS_MAX];
    uint64_t random = 1;
    for (int i = 0; i < threads; i++) {
        Neurons *n = &all[i];
        *n = (Neurons){memory(count * size), memory(count * size), memory(count * size),
                       memory(count * size), count, (int)(40000000 / neurons) + 1, 0};
        for (size_t k = 0; k < count; k++) {
            double value = 10 * (double)(splitmix(&random) >> 11) * 0x1p-53;
            if (isDouble) ((double *)n->v)[k] = value;
            else ((float *)n->v)[k] = (float)value;
        }
        team.arguments[i] = n;
    }
    double seconds = run(isDouble ? update_double : update_single, threads);
    printf("{\"bench\":\"update\",\"precision\":\"%s\",\"neurons\":%zu,\"threads\":%d,\"perSecond\":%.4g}\n",
           isDouble ? "double" : "single", neurons, threads,
           (double)count * threads * all[0].steps / seconds);
    for (int i = 0; i < threads; i++) {
        munmap(all[i].v, count * size);
        munmap(all[i].x, count * size);
        munmap(all[i].held, count * size);
        munmap(all[i].in, count * size);
    }
}

// ---- delivery of spikes ----

typedef struct { uint32_t target; float weight; } Weighted;
typedef struct {
    void *synapses;
    uint32_t *spikes;
    float *input;
    size_t degree, spikeCount;
} Rows;

// Rows lie far apart, so the one after next is fetched while this one is added.
#define SCATTER(NAME, T, TARGET, WEIGHT)                                                             \
    static void NAME(int thread, void *argument) {                                                   \
        Rows *r = argument;                                                                          \
        const T *synapses = r->synapses;                                                             \
        float *restrict input = r->input;                                                            \
        (void)thread;                                                                                \
        for (size_t s = 0; s < r->spikeCount; s++) {                                                 \
            const T *row = synapses + r->spikes[s] * r->degree;                                      \
            if (s + 2 < r->spikeCount) {                                                             \
                const char *next = (const char *)(synapses + r->spikes[s + 2] * r->degree);          \
                for (size_t k = 0; k < 8 && k * 64 < r->degree * sizeof(T); k++)                     \
                    __builtin_prefetch(next + 64 * k);                                               \
            }                                                                                        \
            for (size_t i = 0; i < r->degree; i++) {                                                 \
                T y = row[i];                                                                        \
                input[TARGET] += WEIGHT;                                                             \
            }                                                                                        \
        }                                                                                            \
    }
SCATTER(scatter_weighted, Weighted, y.target, y.weight)
SCATTER(scatter_shared, uint16_t, y, 0.1f)

static void measure_scatter(int threads, size_t targets, size_t degree, int isShared) {
    size_t total = (size_t)(24 << 20) / (size_t)threads, size = isShared ? 2 : sizeof(Weighted);
    size_t own = targets / (size_t)threads, share = degree / (size_t)threads;
    Rows all[THREADS_MAX];
    uint64_t random = 1;
    for (int i = 0; i < threads; i++) {
        size_t sources = total / share;
        Rows *r = &all[i];
        *r = (Rows){memory(total * size), memory(4 << 20), memory(own * 4), share, (size_t)(8 << 20) / degree};
        for (size_t k = 0; k < sources * share; k++) {
            // Ascending within a row, as rows are stored.
            size_t target = (k % share * own + splitmix(&random) % own) / share;
            if (isShared) ((uint16_t *)r->synapses)[k] = (uint16_t)target;
            else ((Weighted *)r->synapses)[k] = (Weighted){(uint32_t)target, 0.1f};
        }
        for (size_t s = 0; s < r->spikeCount; s++) r->spikes[s] = (uint32_t)(splitmix(&random) % sources);
        team.arguments[i] = r;
    }
    double seconds = run(isShared ? scatter_shared : scatter_weighted, threads);
    printf("{\"bench\":\"scatter\",\"bytes\":%zu,\"targets\":%zu,\"degree\":%zu,\"threads\":%d,\"perSecond\":%.4g}\n",
           size, targets, degree, threads, (double)all[0].spikeCount * (double)share * threads / seconds);
    for (int i = 0; i < threads; i++) {
        munmap(all[i].synapses, total * size);
        munmap(all[i].spikes, 4 << 20);
        munmap(all[i].input, own * 4);
    }
}

// ---- barrier ----

enum { MEETINGS = 200000 };
static Barrier meeting;

static void meet_often(int thread, void *argument) {
    (void)thread, (void)argument;
    for (int i = 0; i < MEETINGS; i++) meet(&meeting);
}

int main(int count, char **words) {
    int threads[2] = {1, count > 1 ? atoi(words[1]) : 2};
    if (threads[1] < 1 || threads[1] > THREADS_MAX) {
        fprintf(stderr, "usage: limits [THREADS]\n");
        return 64;
    }
    for (int which = 0; which < (threads[1] > 1 ? 2 : 1); which++) {
        int n = threads[which];
        measure_memory(n);
        for (int isDouble = 0; isDouble < 2; isDouble++) {
            measure_update(n, 4096, isDouble);
            measure_update(n, 65536, isDouble);
        }
        for (int isShared = 0; isShared < 2; isShared++) {
            measure_scatter(n, 4096, 128, isShared);
            measure_scatter(n, 65536, 128, isShared);
            measure_scatter(n, 65536, 1024, isShared);
        }
        fflush(stdout);
    }
    if (threads[1] > 1) {
        meeting.count = threads[1];
        printf("{\"bench\":\"barrier\",\"threads\":%d,\"nanoseconds\":%.4g}\n", threads[1],
               run(meet_often, threads[1]) / MEETINGS * 1e9);
    }
    return 0;
}
