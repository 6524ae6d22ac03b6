// Backtraces: what is noted and printed, the map of the code, and walks along a stack.
#include <stdlib.h>
#include <string.h>

#include "execution/arch.h"
#include "execution/backtrace.h"
#include "execution/code_map.h"
#include "rt_loading.h"
#include "test.h"

static rt_backtrace backtrace;

/// What is printed of the noted frames, with functions called `zero`, nothing and `two`.
static rt_buffer print(void) {
  static const uint32_t ends[] = {4, 4, 7};
  static const rt_module module = {
      .function_names = "zerotwo", .function_name_ends = ends, .function_name_count = 3};
  rt_buffer text = {0};
  rt_backtrace_print(&backtrace, &module, &text);
  return text;
}

static void check_printed(const char *expected) {
  rt_buffer text = print();
  CHECK_TEXT(text.bytes, text.size, expected);
  rt_buffer_free(&text);
}

TEST(functions_are_printed_with_their_names) {
  rt_backtrace_clear(&backtrace);
  check_printed("");
  rt_backtrace_add(&backtrace, 1);
  rt_backtrace_add(&backtrace, 3);
  rt_backtrace_add(&backtrace, UINT32_MAX);
  // A list of numbers would be useless.
  check_printed("");
  rt_backtrace_add(&backtrace, 2);
  rt_backtrace_add(&backtrace, 0);
  check_printed("Canister Backtrace:\nunknown function at index 1\nunknown function at index 3\n"
                "unknown function at index 4294967295\ntwo\nzero\n");
  rt_backtrace_clear(&backtrace);
  check_printed("");
}

TEST(of_too_many_frames_both_ends_are_printed) {
  rt_backtrace_clear(&backtrace);
  for (uint32_t i = 0; i < 100000; i++) rt_backtrace_add(&backtrace, i);
  rt_buffer text = print();
  CHECK(text.size > 2 * 8192 && text.size < 4 * 8192);
  static const char head[] = "Canister Backtrace:\nzero\nunknown function at index 1\ntwo\n";
  static const char tail[] = "unknown function at index 99998\nunknown function at index 99999\n";
  CHECK_TEXT(text.bytes, sizeof head - 1, head);
  CHECK_TEXT(text.bytes + text.size - (sizeof tail - 1), sizeof tail - 1, tail);
  rt_buffer_free(&text);
}

// The map of the code

/// A line table of version 4: what is between the length and the end.
static const uint8_t lines[] = {
    4, 0,                      // version
    20, 0, 0, 0,               // length of the rest of the header
    1, 1, 1, 0xFB, 14, 13,     // base of lines -5, range 14, first special opcode 13
    0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1,  // operands of standard opcodes
    0, 0,                      // no folders, no files
    // At 0x1000, line 7: by a special opcode.
    0, 9, 2, 0, 0x10, 0, 0, 0, 0, 0, 0, 13 + 5 + 6,
    // At 0x1010, line 1007; at 0x1020, line 0; at 0x1030, line 3.
    2, 0x10, 3, 0xE8, 0x07, 1, 2, 0x10, 3, 0x91, 0x78, 1, 2, 0x10, 3, 3, 1,
    // Up to 0x1040.
    2, 0x10, 0, 1, 1};

static const rt_inlined_location inlined[] = {
    {.location = 1007, .function = 4, .outer = 7},
    {.location = 1008, .function = 5, .outer = 1007}};

static void add_tables(const uint8_t *bytes, size_t size) {
  uint8_t *table = malloc(size + 4);
  uint32_t length = (uint32_t)size;
  memcpy(table, &length, sizeof length);
  memcpy(table + 4, bytes, size);
  rt_add_code_tables(table, size + 4, inlined, 2);
}

TEST(addresses_have_locations_and_locations_have_functions) {
  add_tables(lines, sizeof lines);
  CHECK(rt_code_map_is_there());
  const struct { uint64_t address; rt_code_location location; } cases[] = {
      {0, 0}, {0xFFF, 0}, {0x1000, 7}, {0x100F, 7}, {0x1010, 1007},
      // Line 0 belongs to what is before.
      {0x1020, 1007}, {0x102F, 1007}, {0x1030, 3}, {0x103F, 3}, {0x1040, 0}, {UINT64_MAX, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    CHECK_NUMBER(rt_code_map_find(cases[i].address), cases[i].location);
  }
  rt_code_location location = 1008;
  CHECK_NUMBER(rt_code_map_function(&location), 5);
  CHECK_NUMBER(location, 1007);
  CHECK_NUMBER(rt_code_map_function(&location), 4);
  CHECK_NUMBER(location, 7);
  CHECK_NUMBER(rt_code_map_function(&location), 6);
  CHECK_NUMBER(location, RT_CODE_NOWHERE);
}

TEST(damaged_tables_are_read_without_harm) {
  uint8_t damaged[sizeof lines];
  uint32_t state = 1;
  for (size_t size = 0; size < sizeof lines; size++) add_tables(lines, size);
  for (int round = 0; round < 2000; round++) {
    memcpy(damaged, lines, sizeof lines);
    for (int i = 0; i < 3; i++) {
      state = state * 1664525u + 1013904223u;
      damaged[(state >> 8) % sizeof lines] = (uint8_t)(state >> 24);
    }
    add_tables(damaged, sizeof lines);
  }
  for (uint64_t address = 0; address < 0x2000; address++) {
    rt_code_location location = rt_code_map_find(address);
    while (location != RT_CODE_NOWHERE) rt_code_map_function(&location);
  }
}

// Walks

typedef struct walk {
  const void *returns[3];
  uint64_t found[64];
  size_t count;
} walk;

static void note(void *context, uint64_t address) {
  walk *walk = context;
  if (walk->count < sizeof walk->found / sizeof walk->found[0]) {
    walk->found[walk->count++] = address;
  }
}

__attribute__((noinline)) static void innermost(walk *walk, uint64_t stack_top) {
  rt_registers registers = {0};
  walk->returns[0] = __builtin_return_address(0);
  rt_arch_registers_here(&registers);
  rt_unwind(&registers, registers.sp, stack_top, note, walk);
  __asm__ volatile("" ::: "memory");
}

__attribute__((noinline)) static void middle(walk *walk, uint64_t stack_top) {
  // A frame of some size, whose size the compiler does not know.
  volatile char room[4096];
  room[walk->count] = 1;
  walk->returns[1] = __builtin_return_address(0);
  innermost(walk, stack_top);
  room[1] = 2;
}

__attribute__((noinline)) static void outermost(walk *walk, uint64_t stack_top) {
  walk->returns[2] = __builtin_return_address(0);
  middle(walk, stack_top);
  __asm__ volatile("" ::: "memory");
}

TEST(callers_are_found_within_the_stack) {
  walk whole = {0}, none = {0};
  uint64_t top = ((uintptr_t)__builtin_frame_address(0) + 4096) / 16 * 16;
  outermost(&whole, top);
  CHECK(whole.count >= 4);
  for (size_t i = 0; i < 3; i++) {
    CHECK_NUMBER(whole.found[i + 1], (uintptr_t)whole.returns[i] - 1);
  }
  // Nothing is read beyond the end that is given.
  rt_registers registers = {0};
  rt_arch_registers_here(&registers);
  rt_unwind(&registers, registers.sp, registers.sp, note, &none);
  CHECK_NUMBER(none.count, 1);
  registers.sp = 8;
  registers.fp = UINT64_MAX;
  rt_unwind(&registers, 0, 0, note, &none);
  CHECK_NUMBER(none.count, 2);
  registers.pc = 16;
  rt_unwind(&registers, top - 64, top, note, &none);
  CHECK_NUMBER(none.count, 3);
}
