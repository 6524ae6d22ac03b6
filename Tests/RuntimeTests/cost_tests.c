// What a message costs: it depends on the pages that it touches, not on the size of the memories.
#define _GNU_SOURCE
#include <time.h>

#include "fault.h"
#include "harness.h"

enum { rounds = 5, messages = 100, touched_pages = 32 };

static uint64_t memory_bytes;

static void grow(void) { ic0_stable64_grow(memory_bytes / RT_WASM_PAGE_BYTES); }

/// Writes a byte into pages spread over the whole memory.
static void scatter(void) {
  for (uint64_t i = 0; i < touched_pages; i++) STABLE_WRITTEN(memory_bytes / touched_pages * i)++;
}

/// The processor time of a message, in the best of some rounds: others use the machine too.
static uint64_t message_nanoseconds(uint64_t bytes) {
  uint64_t best = UINT64_MAX;
  memory_bytes = bytes;
  install_fake();
  run_update(grow);
  check_ok();
  for (int round = 0; round < rounds; round++) {
    struct timespec start, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    for (int i = 0; i < messages; i++) run_update(scatter);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    check_ok();
    CHECK_NUMBER(outcome.stable_pages_changed, touched_pages);
    uint64_t spent = (uint64_t)(end.tv_sec - start.tv_sec) * 1000000000 +
                     (uint64_t)(end.tv_nsec - start.tv_nsec);
    best = spent / messages < best ? spent / messages : best;
  }
  close_fake();
  return best;
}

static void compare_sizes(void) {
  uint64_t small = message_nanoseconds(UINT64_C(1) << 20);
  uint64_t large = message_nanoseconds(UINT64_C(100) << 30);
  // Scattered pages need page tables of their own; four times is far from a hundred thousand times.
  if (large > 4 * small) {
    test_fail(__FILE__, __LINE__, "%llu ns with 1 MiB, %llu ns with 100 GiB",
              (unsigned long long)small, (unsigned long long)large);
  }
}

TEST(the_size_of_stable_memory_costs_nothing) { compare_sizes(); }

TEST(the_size_of_stable_memory_costs_nothing_without_pagemap_scan) {
  fault_refuses_scan = 1;
  compare_sizes();
  fault_refuses_scan = 0;
}
