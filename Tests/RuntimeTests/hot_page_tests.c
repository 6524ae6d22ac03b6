// Pages that keep their copies between messages: against a model, over messages that succeed, fail
// and are queries, write the same pages again and again, others now and then, and grow.
#include <stdlib.h>
#include <string.h>

#include "harness.h"

enum { page_count = 64, message_count = 3000 };

static uint64_t state = 3;

static uint64_t next(uint64_t bound) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (state >> 33) % bound;
}

/// A byte of each page of either memory, as committed and as the message at hand has it.
static uint8_t committed[2][page_count], current[2][page_count];
static bool is_failing;

static uint8_t *byte_at(int memory, size_t page) {
  return (memory == 0 ? HEAP : STABLE) + page * 4096 + page % 4096;
}

static void check(uint8_t model[2][page_count]) {
  for (int memory = 0; memory < 2; memory++) {
    for (size_t page = 0; page < page_count; page++) {
      if (*byte_at(memory, page) != model[memory][page]) {
        test_fail(__FILE__, __LINE__, "memory %d, page %zu: %d, not %d", memory, page,
                  *byte_at(memory, page), model[memory][page]);
      }
    }
  }
}

static void write_pages(void) {
  // Few pages nearly always, and what they have may be what they had.
  uint64_t count = 1 + next(8);
  for (uint64_t i = 0; i < count; i++) {
    int memory = (int)next(2);
    size_t page = next(4) != 0 ? 20 + next(5) : next(page_count);
    if (memory == 1) fake_written(page * 4096, 4096);
    *byte_at(memory, page) = current[memory][page] = (uint8_t)next(3);
  }
  if (next(200) == 0) rt_memory_grow(1);
  check(current);
  if (is_failing) rt_raise(rt_trap_unreachable);
}

static void prepare(void) {
  rt_memory_grow(page_count * 4096 / 65536 - 1);
  ic0_stable64_grow(page_count * 4096 / 65536);
  memset(HEAP, 0, page_count * 4096);
}

static void check_committed(void) { check(committed); }

static void run_messages(const char *directory) {
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  run_update(prepare);
  check_ok();
  for (int i = 0; i < message_count; i++) {
    memcpy(current, committed, sizeof current);
    is_failing = next(5) == 0;
    bool is_query = next(4) == 0;
    run_as(is_query ? rt_entry_query : rt_entry_update, write_pages);
    if (!is_failing) check_ok();
    if (!is_failing && !is_query) memcpy(committed, current, sizeof committed);
    if (next(50) == 0) {
      run_as(rt_entry_query, check_committed);
      check_ok();
    }
    // The image is what the pages are, however long their copies were kept.
    if (directory != NULL && next(300) == 0) {
      close_fake();
      open_fake(&fake_module, directory);
    }
  }
  run_as(rt_entry_query, check_committed);
  check_ok();
  close_fake();
}

TEST(pages_that_keep_their_copies_are_as_any_others) { run_messages(NULL); }

TEST(pages_that_keep_their_copies_reach_the_files) { run_messages(test_path("state")); }
