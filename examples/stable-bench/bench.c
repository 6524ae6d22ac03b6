// Benchmarks of stable memory: a B-tree, a vector, and a hundred megabytes in chunks.
#include "canbench.h"
#include "vector.h"

// The tree of the example kv, whole: what is measured is what is used there.
#include "../kv/btree.c"

// Nothing at all: what measuring itself costs.
CANBENCH(empty) {}

// The tree --------------------------------------------------------------------------------------

enum { ENTRY_COUNT = 10000 };

// Pseudo-random keys: SplitMix64 (Steele, Lea, Flood, 2014).
static word nth_key(uint64_t n) {
  uint64_t x = (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

static void fill_tree(void) {
  btree_initialize();
  word previous;
  for (uint64_t n = 0; n < ENTRY_COUNT; n++) btree_insert(nth_key(n), n, &previous);
}

CANBENCH_AFTER(btree_initialize, btree_insert_10k) {
  word previous;
  for (uint64_t n = 0; n < ENTRY_COUNT; n++) {
    if (btree_insert(nth_key(n), n, &previous)) TRAP("a key came twice");
  }
}

CANBENCH_AFTER(fill_tree, btree_get_10k) {
  word value;
  for (uint64_t n = 0; n < ENTRY_COUNT; n++) {
    if (!btree_get(nth_key(n), &value) || value != n) TRAP("a value is not what was entered");
  }
}

// The two halves of one benchmark, told apart.
CANBENCH(btree_fill_and_find) {
  CANBENCH_SCOPE("fill") { fill_tree(); }
  word value;
  for (uint64_t n = 0; n < ENTRY_COUNT; n++) {
    CANBENCH_SCOPE("find") {
      if (!btree_get(nth_key(n), &value)) TRAP("a key is missing");
    }
  }
}

// The vector ------------------------------------------------------------------------------------

enum { NUMBER_COUNT = 100000 };

static void fill_vector(void) {
  vector_initialize();
  for (uint64_t n = 0; n < NUMBER_COUNT; n++) vector_push(n);
}

CANBENCH_AFTER(vector_initialize, vector_push_100k) {
  for (uint64_t n = 0; n < NUMBER_COUNT; n++) vector_push(n);
}

CANBENCH_AFTER(fill_vector, vector_sum_100k) {
  uint64_t sum = 0;
  for (uint64_t n = 0; n < vector_count(); n++) sum += vector_at(n);
  if (sum != (uint64_t)NUMBER_COUNT * (NUMBER_COUNT - 1) / 2) TRAP("the sum is wrong");
}

// Chunks: 100 MiB between heap and stable memory in one piece, or in many -----------------------

enum { CHUNKED_BYTES = 100 * 1024 * 1024 };

static uint8_t buffer[CHUNKED_BYTES];

static void make_room(void) {
  if (ic0_stable64_grow(CHUNKED_BYTES / IC0_STABLE_PAGE_BYTES) == IC0_STABLE_GROW_FAILED) {
    TRAP("no stable memory left");
  }
}

static inline void read_chunks(uint64_t count) {
  uint64_t size = CHUNKED_BYTES / count;
  for (uint64_t i = 0; i < count; i++) stable_read(buffer + i * size, i * size, size);
}

static inline void write_chunks(uint64_t count) {
  uint64_t size = CHUNKED_BYTES / count;
  for (uint64_t i = 0; i < count; i++) stable_write(i * size, buffer + i * size, size);
}

CANBENCH_AFTER(make_room, read_chunks_1) { read_chunks(1); }
CANBENCH_AFTER(make_room, read_chunks_1k) { read_chunks(1024); }
CANBENCH_AFTER(make_room, read_chunks_1m) { read_chunks(1024 * 1024); }
CANBENCH_AFTER(make_room, write_chunks_1) { write_chunks(1); }
CANBENCH_AFTER(make_room, write_chunks_1k) { write_chunks(1024); }
CANBENCH_AFTER(make_room, write_chunks_1m) { write_chunks(1024 * 1024); }
