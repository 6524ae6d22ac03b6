#include "execution/code_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "execution/cursor.h"
#include "rt_loading.h"

// The linker says where sections begin and end whose names are words of C.
extern const uint8_t __start_debug_line[] __attribute__((weak, visibility("hidden")));
extern const uint8_t __stop_debug_line[] __attribute__((weak, visibility("hidden")));
extern const rt_inlined_location __start_rt_inlined_locations[]
    __attribute__((weak, visibility("hidden")));
extern const rt_inlined_location __stop_rt_inlined_locations[]
    __attribute__((weak, visibility("hidden")));

/// What the compiler says of the code of one object, or of all that a linker has put together.
typedef struct tables {
  const uint8_t *lines;
  size_t lines_size;
  /// Ascending.
  const rt_inlined_location *inlined;
  size_t inlined_count;
} tables;

/// Those of loaded objects.
static tables *loaded;
static size_t loaded_count;

static tables linked(void) {
  return (tables){__start_debug_line, (size_t)(__stop_debug_line - __start_debug_line),
                  __start_rt_inlined_locations,
                  (size_t)(__stop_rt_inlined_locations - __start_rt_inlined_locations)};
}

void rt_add_code_tables(const void *lines, size_t lines_size, const rt_inlined_location *inlined,
                        size_t inlined_count) {
  loaded = realloc(loaded, (loaded_count + 1) * sizeof *loaded);
  if (loaded == NULL) rt_fatal("no memory is left for the tables of the code");
  loaded[loaded_count++] = (tables){lines, lines_size, inlined, inlined_count};
}

/// From this address on, up to that of the next range, instructions have one location.
typedef struct range {
  uint64_t start;
  rt_code_location location;
  /// Ranges that begin at the same address are empty but for the last one.
  uint32_t order;
} range;

/// All ranges, in the order of addresses; read when the first trap asks for them.
typedef struct map {
  range *ranges;
  size_t count, capacity;
  bool is_read;
} map;

static map the_map;

static void add_range(map *map, uint64_t start, rt_code_location location) {
  if (map->count == map->capacity) {
    map->capacity = map->capacity == 0 ? 4096 : map->capacity * 2;
    map->ranges = realloc(map->ranges, map->capacity * sizeof *map->ranges);
    if (map->ranges == NULL) rt_fatal("no memory is left for the map of the code");
  }
  map->ranges[map->count] = (range){start, location, (uint32_t)map->count};
  map->count++;
}

/// The state of reading one table, in the words of its definition.
typedef struct line_program {
  uint64_t address;
  uint32_t line;
  uint8_t minimum_instruction_length, line_range, opcode_base;
  int8_t line_base;
  const uint8_t *operand_counts;
  map *map;
} line_program;

static void advance_address(line_program *program, uint64_t count) {
  program->address += count * program->minimum_instruction_length;
}

/// Line 0 is code of the compiler's own: it belongs to what is before.
static void add_row(line_program *program) {
  if (program->line != 0) add_range(program->map, program->address, program->line);
}

static void run_special(line_program *program, uint8_t opcode) {
  uint8_t adjusted = (uint8_t)(opcode - program->opcode_base);
  advance_address(program, adjusted / program->line_range);
  program->line += (uint32_t)(program->line_base + adjusted % program->line_range);
  add_row(program);
}

static void run_extended(line_program *program, rt_cursor *at) {
  uint64_t size = rt_cursor_unsigned(at);
  rt_cursor operands = {.at = at->at, .left = size < at->left ? (size_t)size : at->left};
  rt_cursor_skip(at, size);
  switch (rt_cursor_u8(&operands)) {
    case 1:
      add_range(program->map, program->address, RT_CODE_NOWHERE);
      program->address = 0;
      program->line = 1;
      break;
    case 2: program->address = rt_cursor_u64(&operands); break;
    default: break;
  }
}

static void run_standard(line_program *program, uint8_t opcode, rt_cursor *at) {
  switch (opcode) {
    case 1: add_row(program); break;
    case 2: advance_address(program, rt_cursor_unsigned(at)); break;
    case 3: program->line += (uint32_t)rt_cursor_signed(at); break;
    case 8: advance_address(program, (255u - program->opcode_base) / program->line_range); break;
    case 9: program->address += rt_cursor_u16(at); break;
    default:
      for (uint8_t i = 0; i < program->operand_counts[opcode - 1]; i++) rt_cursor_unsigned(at);
      break;
  }
}

static void run(line_program *program, rt_cursor at) {
  while (at.left != 0 && !at.has_failed) {
    uint8_t opcode = rt_cursor_u8(&at);
    if (opcode >= program->opcode_base) {
      run_special(program, opcode);
    } else if (opcode == 0) {
      run_extended(program, &at);
    } else {
      run_standard(program, opcode, &at);
    }
  }
}

/// Reads the table of one object, of version 4.
static void read_table(map *map, rt_cursor at) {
  line_program program = {.line = 1, .map = map};
  if (rt_cursor_u16(&at) != 4) return;
  uint32_t header_size = rt_cursor_u32(&at);
  rt_cursor instructions = at;
  rt_cursor_skip(&instructions, header_size);
  program.minimum_instruction_length = rt_cursor_u8(&at);
  rt_cursor_skip(&at, 2);
  program.line_base = (int8_t)rt_cursor_u8(&at);
  program.line_range = rt_cursor_u8(&at);
  program.opcode_base = rt_cursor_u8(&at);
  program.operand_counts = at.at;
  if (program.line_range == 0 || program.opcode_base == 0) return;
  rt_cursor_skip(&at, program.opcode_base - 1u);
  if (at.has_failed) return;
  run(&program, instructions);
}

static bool is_before(const range *one, const range *other) {
  if (one->start != other->start) return one->start < other->start;
  // What ends at an address makes room for what begins there.
  if ((one->location == RT_CODE_NOWHERE) != (other->location == RT_CODE_NOWHERE)) {
    return one->location == RT_CODE_NOWHERE;
  }
  return one->order < other->order;
}

/// Lets a range sink in a heap whose largest element is at its top.
static void sink(range *ranges, size_t count, size_t at) {
  range sinking = ranges[at];
  for (size_t child; (child = 2 * at + 1) < count; at = child) {
    if (child + 1 < count && is_before(&ranges[child], &ranges[child + 1])) child++;
    if (!is_before(&sinking, &ranges[child])) break;
    ranges[at] = ranges[child];
  }
  ranges[at] = sinking;
}

/// Sorts without a call of the system, which `qsort` may make and a confined process may not.
static void sort(range *ranges, size_t count) {
  for (size_t at = count / 2; at-- > 0;) sink(ranges, count, at);
  while (count > 1) {
    count--;
    range last = ranges[count];
    ranges[count] = ranges[0];
    ranges[0] = last;
    sink(ranges, count, 0);
  }
}

static void read_lines(map *map, const tables *tables) {
  rt_cursor at = {.at = tables->lines, .left = tables->lines_size};
  while (at.left > 4) {
    uint32_t table_size = rt_cursor_u32(&at);
    if (table_size > at.left) break;
    read_table(map, (rt_cursor){.at = at.at, .left = table_size});
    rt_cursor_skip(&at, table_size);
  }
}

static void read_tables(map *map) {
  tables all = linked();
  read_lines(map, &all);
  for (size_t i = 0; i < loaded_count; i++) read_lines(map, &loaded[i]);
  sort(map->ranges, map->count);
  map->is_read = true;
}

bool rt_code_map_is_there(void) { return __start_debug_line != NULL || loaded_count != 0; }

rt_code_location rt_code_map_find(uint64_t address) {
  if (!the_map.is_read) read_tables(&the_map);
  size_t low = 0, high = the_map.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (the_map.ranges[middle].start <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == 0 ? RT_CODE_NOWHERE : the_map.ranges[low - 1].location;
}

static const rt_inlined_location *find_inlined(const tables *tables, rt_code_location location) {
  size_t low = 0, high = tables->inlined_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (tables->inlined[middle].location == location) return &tables->inlined[middle];
    if (tables->inlined[middle].location < location) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return NULL;
}

uint32_t rt_code_map_function(rt_code_location *location) {
  // Objects are linked in the order of their locations.
  tables all = linked();
  const rt_inlined_location *inlined = find_inlined(&all, *location);
  for (size_t i = 0; i < loaded_count && inlined == NULL; i++) {
    inlined = find_inlined(&loaded[i], *location);
  }
  if (inlined != NULL) {
    *location = inlined->outer;
    return inlined->function;
  }
  uint32_t function = *location - 1;
  *location = RT_CODE_NOWHERE;
  return function;
}
