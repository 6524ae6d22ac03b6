// Linked instances of plain modules: calls, memories, and tables.
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>

#include "execution/trap.h"
#include "rt_store.h"
#include "test.h"

/// Code of the tests, as a loader would have it compiled.
typedef void (*body)(const rt_function *function, uint64_t *values);

/// What `run` answers of code that returned.
enum { no_trap = -1 };

static rt_store *store;

static void invoke(rt_code code, uint64_t *values) {
  const rt_function *function = (const rt_function *)(uintptr_t)code;
  ((body)function->code)(function, values);
}

/// Runs code in the store; the trap that ended it, or `no_trap`.
static int run(body code, uint64_t *values) {
  const rt_function function = {.type = 1, .code = (rt_code)code, .instance = &store};
  rt_trap trap;
  return rt_store_invoke(store, invoke, &function, values, &trap) ? no_trap : (int)trap;
}

static void open_store(void) {
  store = rt_store_create(1 << 20);
  CHECK(store != NULL);
}

// Calls ------------------------------------------------------------------------------------------

static void add(const rt_function *function, uint64_t *values) {
  CHECK(function->instance == &store);
  values[0] += values[1];
}

static void raise_overflow(const rt_function *function, uint64_t *values) {
  (void)function;
  values[0] = 7;
  rt_raise(rt_trap_integer_overflow);
}

TEST(functions_of_a_store_return_or_trap) {
  open_store();
  for (int i = 0; i < 3; i++) {
    uint64_t values[] = {40, 2};
    CHECK_NUMBER(run(add, values), no_trap);
    CHECK_NUMBER(values[0], 42);
    CHECK_NUMBER(run(raise_overflow, values), rt_trap_integer_overflow);
    CHECK_NUMBER(values[0], 7);
  }
  rt_store_destroy(store);
}

__attribute__((noinline, no_sanitize("address", "undefined"))) static uint64_t recurse(
    uint64_t *depth) {
  volatile uint8_t frame[512];
  frame[0] = 1;
  *depth += 1;
  return *depth == UINT64_MAX ? 0 : recurse(depth) + frame[0];
}

static void recurse_for_ever(const rt_function *function, uint64_t *values) {
  (void)function;
  recurse(values);
}

TEST(stores_have_stacks_of_the_size_they_were_made_with) {
  uint64_t depths[2];
  for (int i = 0; i < 2; i++) {
    store = rt_store_create(i == 0 ? 1 << 18 : 1 << 20);
    CHECK(store != NULL);
    for (int round = 0; round < 2; round++) {
      depths[i] = 0;
      CHECK_NUMBER(run(recurse_for_ever, &depths[i]), rt_trap_stack_overflow);
    }
    rt_store_destroy(store);
  }
  CHECK(depths[0] > 100);
  CHECK(depths[1] > 3 * depths[0] && depths[1] < 5 * depths[0]);
}

TEST(stores_without_memory_for_a_stack_are_not_made) {
  CHECK(rt_store_create(UINT64_C(1) << 60) == NULL);
}

// Memories ---------------------------------------------------------------------------------------

enum { memory_count = 3 };
static rt_linear_memory memories[memory_count];

static void add_memory(int index, uint64_t initial_pages, uint64_t maximum_pages) {
  CHECK(rt_store_add_memory(store, &memories[index], NULL, initial_pages, maximum_pages));
  CHECK_NUMBER(memories[index].size_bytes, initial_pages * RT_WASM_PAGE_BYTES);
}

/// Adds one to the byte at the address in the first value.
__attribute__((no_sanitize("address", "undefined"))) static void touch(
    const rt_function *function, uint64_t *values) {
  (void)function;
  *(volatile uint8_t *)values[0] += 1;
}

/// How an access of a memory at an offset ends.
static int access_at(const rt_linear_memory *memory, uint64_t offset) {
  uint64_t address = (uintptr_t)memory->base + offset;
  return run(touch, &address);
}

/// Checks that all of a memory is there, and nothing behind it.
static void check_bounds(const rt_linear_memory *memory) {
  if (memory->size_bytes != 0) {
    CHECK_NUMBER(access_at(memory, 0), no_trap);
    CHECK_NUMBER(access_at(memory, memory->size_bytes - 1), no_trap);
  }
  CHECK_NUMBER(access_at(memory, memory->size_bytes), rt_trap_memory_out_of_bounds);
  CHECK_NUMBER(access_at(memory, RT_MEMORY_RESERVATION_BYTES - 1), rt_trap_memory_out_of_bounds);
}

/// Grows memory 0 by the pages in the first value, and leaves the result there.
static void grow_memory(const rt_function *function, uint64_t *values) {
  (void)function;
  values[0] = (uint64_t)rt_linear_memory_grow(&memories[0], values[0]);
}

static int64_t grown_memory(uint64_t delta_pages) {
  CHECK_NUMBER(run(grow_memory, &delta_pages), no_trap);
  return (int64_t)delta_pages;
}

TEST(memories_of_a_store_grow_up_to_their_maximum) {
  open_store();
  add_memory(0, 0, 5);
  check_bounds(&memories[0]);
  CHECK_NUMBER(grown_memory(0), 0);
  CHECK_NUMBER(grown_memory(2), 0);
  check_bounds(&memories[0]);
  memories[0].base[2 * RT_WASM_PAGE_BYTES - 1] = 9;
  const uint64_t too_many[] = {4, 6, UINT64_MAX - 1, UINT64_MAX, UINT64_C(1) << 48};
  for (size_t i = 0; i < sizeof too_many / sizeof too_many[0]; i++) {
    CHECK_NUMBER(grown_memory(too_many[i]), -1);
    CHECK_NUMBER(memories[0].size_bytes, 2 * RT_WASM_PAGE_BYTES);
  }
  CHECK_NUMBER(grown_memory(3), 2);
  check_bounds(&memories[0]);
  CHECK_NUMBER(memories[0].base[2 * RT_WASM_PAGE_BYTES - 1], 9);
  CHECK_NUMBER(memories[0].base[2 * RT_WASM_PAGE_BYTES], 0);
  CHECK_NUMBER(grown_memory(1), -1);
  rt_store_remove_memory(store, &memories[0]);
  rt_store_destroy(store);
}

TEST(memories_of_a_store_can_have_all_that_32_bits_reach) {
  open_store();
  add_memory(0, 65536, 65536);
  check_bounds(&memories[0]);
  CHECK_NUMBER(grown_memory(1), -1);
  rt_store_remove_memory(store, &memories[0]);
  rt_store_destroy(store);
}

TEST(each_memory_of_a_store_has_guards_until_it_is_removed) {
  for (int removed = 0; removed < memory_count; removed++) {
    open_store();
    for (int i = 0; i < memory_count; i++) add_memory(i, (uint64_t)i, 10);
    for (int i = 0; i < memory_count; i++) check_bounds(&memories[i]);
    rt_store_remove_memory(store, &memories[removed]);
    // The next one gets the addresses.
    CHECK(mmap(memories[removed].base, RT_WASM_PAGE_BYTES, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) ==
          memories[removed].base);
    CHECK_NUMBER(access_at(&memories[removed], 0), no_trap);
    CHECK(munmap(memories[removed].base, RT_WASM_PAGE_BYTES) == 0);
    for (int i = 0; i < memory_count; i++) {
      if (i == removed) continue;
      check_bounds(&memories[i]);
      rt_store_remove_memory(store, &memories[i]);
    }
    rt_store_destroy(store);
  }
}

TEST(only_one_memory_has_a_place) {
  open_store();
  void *place = (void *)RT_MEMORY_BASE;
  CHECK(rt_store_add_memory(store, &memories[0], place, 1, 1));
  CHECK(memories[0].base == place);
  CHECK(!rt_store_add_memory(store, &memories[1], place, 1, 1));
  check_bounds(&memories[0]);
  rt_store_remove_memory(store, &memories[0]);
  CHECK(rt_store_add_memory(store, &memories[1], place, 2, 2));
  CHECK(memories[1].base == place);
  check_bounds(&memories[1]);
  rt_store_remove_memory(store, &memories[1]);
  rt_store_destroy(store);
}

// Tables -----------------------------------------------------------------------------------------

static rt_table table;
static rt_elements segment;

/// A reference that is never followed.
static rt_reference reference(uint64_t number) { return (rt_reference)(uintptr_t)number; }

/// Checks the elements of the table: a decimal digit each, 0 for null.
static void check_table(const char *digits) {
  CHECK_NUMBER(table.size, strlen(digits));
  for (uint64_t i = 0; i < table.size; i++) {
    CHECK_NUMBER((uintptr_t)table.elements[i], digits[i] - '0');
  }
}

/// Makes a table with such elements.
static void make_table(const char *digits, uint64_t maximum) {
  CHECK(rt_table_create(&table, strlen(digits), maximum));
  for (uint64_t i = 0; i < table.size; i++) {
    CHECK(table.elements[i] == NULL);
    table.elements[i] = reference((uint64_t)(digits[i] - '0'));
  }
}

static void grow_table(const rt_function *function, uint64_t *values) {
  (void)function;
  values[0] = (uint64_t)rt_table_grow(&table, reference(7), values[0]);
}

static int64_t grown_table(uint64_t delta) {
  CHECK_NUMBER(run(grow_table, &delta), no_trap);
  return (int64_t)delta;
}

TEST(tables_grow_up_to_their_maximum) {
  open_store();
  make_table("", 5);
  CHECK_NUMBER(grown_table(0), 0);
  check_table("");
  CHECK_NUMBER(grown_table(2), 0);
  table.elements[0] = reference(1);
  const uint64_t too_many[] = {4, UINT64_MAX, UINT64_MAX - 1, UINT64_C(1) << 61};
  for (size_t i = 0; i < sizeof too_many / sizeof too_many[0]; i++) {
    CHECK_NUMBER(grown_table(too_many[i]), -1);
  }
  check_table("17");
  CHECK_NUMBER(grown_table(3), 2);
  check_table("17777");
  CHECK_NUMBER(grown_table(1), -1);
  rt_table_destroy(&table);
  // What the system has no memory for is refused, too, and changes nothing.
  make_table("12", UINT64_MAX);
  CHECK_NUMBER(grown_table(UINT64_C(1) << 50), -1);
  check_table("12");
  rt_table_destroy(&table);
  rt_store_destroy(store);
}

static void fill(const rt_function *function, uint64_t *values) {
  (void)function;
  rt_table_fill(&table, values[0], reference(9), values[1]);
}

static void copy(const rt_function *function, uint64_t *values) {
  (void)function;
  rt_table_copy(&table, &table, values[0], values[1], values[2]);
}

static void init(const rt_function *function, uint64_t *values) {
  (void)function;
  rt_table_init(&table, &segment, values[0], values[1], values[2]);
}

TEST(ranges_of_tables_are_checked_before_anything_is_written) {
  static const rt_reference elements[] = {(rt_reference)6, (rt_reference)7, (rt_reference)8};
  const struct { body code; uint64_t values[3]; const char *after; } cases[] = {
      {fill, {1, 2}, "19945"},
      {fill, {0, 5}, "99999"},
      {fill, {5, 0}, "12345"},
      {fill, {4, 2}, NULL},
      {fill, {6, 0}, NULL},
      {fill, {UINT64_MAX, 2}, NULL},
      {fill, {2, UINT64_MAX}, NULL},
      {copy, {0, 1, 4}, "23455"},
      {copy, {1, 0, 4}, "11234"},
      {copy, {5, 5, 0}, "12345"},
      {copy, {6, 0, 0}, NULL},
      {copy, {0, 6, 0}, NULL},
      {copy, {2, 0, 4}, NULL},
      {copy, {0, 2, 4}, NULL},
      {copy, {UINT64_MAX, 0, 2}, NULL},
      {copy, {0, UINT64_MAX, 2}, NULL},
      {copy, {0, 0, UINT64_MAX}, NULL},
      {init, {2, 0, 3}, "12678"},
      {init, {0, 2, 1}, "82345"},
      {init, {5, 3, 0}, "12345"},
      {init, {0, 1, 3}, NULL},
      {init, {3, 0, 3}, NULL},
      {init, {6, 0, 0}, NULL},
      {init, {0, 4, 0}, NULL},
      {init, {UINT64_MAX, 0, 2}, NULL},
      {init, {0, UINT64_MAX, 2}, NULL},
  };
  open_store();
  segment = (rt_elements){.elements = elements, .count = 3};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    make_table("12345", 5);
    uint64_t values[3];
    memcpy(values, cases[i].values, sizeof values);
    bool traps = cases[i].after == NULL;
    CHECK_NUMBER(run(cases[i].code, values), traps ? rt_trap_table_out_of_bounds : no_trap);
    check_table(traps ? "12345" : cases[i].after);
    rt_table_destroy(&table);
  }
  rt_store_destroy(store);
}

TEST(dropped_segments_have_no_elements) {
  open_store();
  make_table("12", 2);
  segment = (rt_elements){0};
  uint64_t nothing[] = {2, 0, 0}, something[] = {0, 0, 1};
  CHECK_NUMBER(run(init, nothing), no_trap);
  CHECK_NUMBER(run(init, something), rt_trap_table_out_of_bounds);
  check_table("12");
  rt_table_destroy(&table);
  rt_store_destroy(store);
}

// The native stack's end -------------------------------------------------------------------------

/// Calls a function, which the record has as its instance, with less and less stack; leaves in the
/// first value how many bytes there were for the last call.
__attribute__((noinline, no_sanitize("address", "undefined"))) static uint64_t call_deeper(
    const rt_function *function, uint64_t *values) {
  volatile uint8_t frame[512];
  frame[0] = 1;
  uint8_t *here = __builtin_frame_address(0);
  uint64_t left_bytes = (uint64_t)(here - (uint8_t *)rt_active_execution()->stack_bottom);
  values[0] = left_bytes;
  uint64_t arguments[3] = {0};
  ((body)function->instance)(function, arguments);
  return left_bytes == 0 ? 0 : call_deeper(function, values) + frame[0];
}

static void call_for_ever(const rt_function *function, uint64_t *values) {
  call_deeper(function, values);
}

TEST(functions_of_a_store_leave_the_stack_that_c_needs) {
  const body functions[] = {fill, copy, init, grow_table, grow_memory};
  open_store();
  add_memory(0, 0, 1);
  make_table("1", 1);
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
    const rt_function function = {
        .code = (rt_code)call_for_ever, .instance = (const void *)(uintptr_t)functions[i]};
    rt_trap trap;
    uint64_t left_bytes = 0;
    CHECK(!rt_store_invoke(store, invoke, &function, &left_bytes, &trap));
    CHECK_NUMBER(trap, rt_trap_stack_overflow);
    // Less the frames between the function that looks and here.
    CHECK(left_bytes >= RT_HOST_STACK_BYTES && left_bytes < RT_HOST_STACK_BYTES + 4096);
  }
  rt_table_destroy(&table);
  rt_store_remove_memory(store, &memories[0]);
  rt_store_destroy(store);
}
