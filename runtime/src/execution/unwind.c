#define _GNU_SOURCE
#include "execution/unwind.h"

#include <link.h>
#include <string.h>

#include "execution/arch.h"
#include "execution/cursor.h"

/// More than fit on any stack that the runtime makes without an option.
static const uint64_t frames_max = UINT64_C(1) << 22;

// The encoding of pointers that linkers and compilers use here: 32 bits with sign, relative to
// where the pointer is (0x1B), or to the start of the table's header (0x3B).
enum { encoding_relative = 0x1B, encoding_count = 0x03, encoding_in_table = 0x3B };

/// Where one register is found: in itself, in the frame, or nowhere.
typedef struct rule {
  enum { rule_same, rule_in_frame, rule_lost } kind;
  /// From the frame's canonical address.
  int64_t offset;
} rule;

/// What holds in one place of a function's code. The canonical frame address (CFA) is the stack
/// pointer of the caller before the call.
typedef struct row {
  uint64_t cfa_register;
  int64_t cfa_offset;
  bool has_cfa;
  rule fp, ra;
  /// Of all registers that don't matter here.
  rule other;
} row;

/// What all functions of a compilation have in common ("Common Information Entry").
typedef struct common {
  uint64_t code_factor;
  int64_t data_factor;
  bool is_fine;
  /// Whether entries of functions have data of their own in front.
  bool has_augmentation;
  rt_cursor instructions;
} common;

enum { remembered_max = 8 };

typedef struct program {
  const common *common;
  row row, initial;
  row remembered[remembered_max];
  int remembered_count;
  uint64_t location;
} program;

// The instructions -------------------------------------------------------------------------------

static rule *rule_of(row *row, uint64_t number) {
  if (number == RT_ARCH_DWARF_FP) return &row->fp;
  return number == RT_ARCH_DWARF_RA ? &row->ra : &row->other;
}

static void set_in_frame(program *program, uint64_t number, int64_t factored) {
  *rule_of(&program->row, number) =
      (rule){rule_in_frame, (int64_t)((uint64_t)factored * (uint64_t)program->common->data_factor)};
}

static void set_cfa(row *row, uint64_t number, uint64_t offset) {
  row->cfa_register = number;
  row->cfa_offset = (int64_t)offset;
  row->has_cfa = true;
}

/// An instruction whose only operand is the low half of its own byte.
static void run_short(program *program, uint8_t byte, rt_cursor *at) {
  uint8_t low = byte & 0x3F;
  switch (byte >> 6) {
    case 1: program->location += low * program->common->code_factor; break;
    case 2: set_in_frame(program, low, (int64_t)rt_cursor_unsigned(at)); break;
    default: *rule_of(&program->row, low) = *rule_of(&program->initial, low); break;
  }
}

/// False at an instruction that can't be understood.
static bool run_extended(program *program, uint8_t byte, rt_cursor *at) {
  row *row = &program->row;
  uint64_t number, factor = (uint64_t)program->common->data_factor;
  switch (byte) {
    case 0x00: return true;
    case 0x02: program->location += rt_cursor_u8(at) * program->common->code_factor; return true;
    case 0x03: program->location += rt_cursor_u16(at) * program->common->code_factor; return true;
    case 0x04: program->location += rt_cursor_u32(at) * program->common->code_factor; return true;
    case 0x05:
      number = rt_cursor_unsigned(at);
      set_in_frame(program, number, (int64_t)rt_cursor_unsigned(at));
      return true;
    case 0x06:
      number = rt_cursor_unsigned(at);
      *rule_of(row, number) = *rule_of(&program->initial, number);
      return true;
    case 0x07: rule_of(row, rt_cursor_unsigned(at))->kind = rule_lost; return true;
    case 0x08: rule_of(row, rt_cursor_unsigned(at))->kind = rule_same; return true;
    case 0x0A:
      if (program->remembered_count == remembered_max) return false;
      program->remembered[program->remembered_count++] = *row;
      return true;
    case 0x0B:
      if (program->remembered_count == 0) return false;
      *row = program->remembered[--program->remembered_count];
      return true;
    case 0x0C:
      number = rt_cursor_unsigned(at);
      set_cfa(row, number, rt_cursor_unsigned(at));
      return true;
    case 0x0D: row->cfa_register = rt_cursor_unsigned(at); return true;
    case 0x0E: row->cfa_offset = (int64_t)rt_cursor_unsigned(at); return true;
    // An expression: only the runtime's own code has one, where it enters the canister.
    case 0x0F:
      row->has_cfa = false;
      rt_cursor_skip(at, rt_cursor_unsigned(at));
      return true;
    case 0x10:
    case 0x16:
      rule_of(row, rt_cursor_unsigned(at))->kind = rule_lost;
      rt_cursor_skip(at, rt_cursor_unsigned(at));
      return true;
    case 0x11:
      number = rt_cursor_unsigned(at);
      set_in_frame(program, number, rt_cursor_signed(at));
      return true;
    case 0x12:
      number = rt_cursor_unsigned(at);
      set_cfa(row, number, (uint64_t)rt_cursor_signed(at) * factor);
      return true;
    case 0x13:
      row->cfa_offset = (int64_t)((uint64_t)rt_cursor_signed(at) * factor);
      return true;
    // The sign of return addresses on AArch64, which compiled code does not use.
    case 0x2D: return true;
    // The size of arguments.
    case 0x2E: rt_cursor_unsigned(at); return true;
    default: return false;
  }
}

/// Runs instructions up to the code at `address`; false if they can't be understood.
static bool run(program *program, rt_cursor instructions, uint64_t address) {
  while (instructions.left != 0) {
    uint8_t byte = rt_cursor_u8(&instructions);
    if (byte >= 0x40) {
      run_short(program, byte, &instructions);
    } else if (!run_extended(program, byte, &instructions)) {
      return false;
    }
    if (instructions.has_failed) return false;
    if (program->location > address) break;
  }
  return true;
}

// The tables -------------------------------------------------------------------------------------

/// An entry, without its length; empty if it has the form for 64 bits.
static rt_cursor entry_at(const uint8_t *place) {
  uint32_t size;
  memcpy(&size, place, sizeof size);
  return (rt_cursor){.at = place + sizeof size, .left = size == UINT32_MAX ? 0 : size};
}

static common common_at(const uint8_t *place) {
  common common = {0};
  rt_cursor at = entry_at(place);
  uint32_t identifier = rt_cursor_u32(&at);
  uint8_t version = rt_cursor_u8(&at);
  const char *augmentation = rt_cursor_text(&at);
  if (at.has_failed || identifier != 0 || version != 1) return common;
  common.code_factor = rt_cursor_unsigned(&at);
  common.data_factor = rt_cursor_signed(&at);
  bool has_return_register = rt_cursor_u8(&at) == RT_ARCH_DWARF_RA;
  if (!has_return_register || strcmp(augmentation, "zR") != 0) return common;
  rt_cursor_skip(&at, rt_cursor_unsigned(&at));
  if (at.has_failed || at.at[-1] != encoding_relative) return common;
  common.has_augmentation = true;
  common.is_fine = true;
  common.instructions = at;
  return common;
}

/// What holds at an address of the function whose entry this is; false if nothing is known.
static bool find_row(const uint8_t *entry, uint64_t address, row *row) {
  rt_cursor at = entry_at(entry);
  const uint8_t *back = at.at;
  uint32_t distance = rt_cursor_u32(&at);
  if (at.has_failed || distance == 0) return false;
  common common = common_at(back - distance);
  if (!common.is_fine) return false;
  uint64_t start = (uintptr_t)at.at;
  start += (uint64_t)(int64_t)(int32_t)rt_cursor_u32(&at);
  uint32_t size = rt_cursor_u32(&at);
  if (address - start >= size) return false;
  rt_cursor_skip(&at, rt_cursor_unsigned(&at));
  program program = {.common = &common, .location = start};
  if (!run(&program, common.instructions, UINT64_MAX)) return false;
  program.initial = program.row;
  if (!run(&program, at, address)) return false;
  *row = program.row;
  return true;
}

/// A search for the entry of an address among all files that the process has loaded.
typedef struct search {
  uint64_t address;
  const uint8_t *entry;
} search;

/// Searches the sorted table of a file.
static const uint8_t *search_table(const uint8_t *header, uint64_t address) {
  const uint8_t expected[] = {1, encoding_relative, encoding_count, encoding_in_table};
  if (memcmp(header, expected, sizeof expected) != 0) return NULL;
  uint32_t count;
  memcpy(&count, header + 8, sizeof count);
  const uint8_t *table = header + 12;
  uint32_t low = 0, high = count;
  int32_t row[2];
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    memcpy(row, table + 8 * (size_t)middle, sizeof row);
    if ((uintptr_t)header + (uint64_t)(int64_t)row[0] <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return NULL;
  memcpy(row, table + 8 * (size_t)(low - 1), sizeof row);
  return header + row[1];
}

static int visit_file(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  search *search = context;
  const uint8_t *header = NULL;
  bool is_here = false;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    uint64_t start = info->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_LOAD && search->address - start < segment->p_memsz) is_here = true;
    if (segment->p_type == PT_GNU_EH_FRAME) header = (const uint8_t *)(uintptr_t)start;
  }
  if (!is_here) return 0;
  if (header != NULL) search->entry = search_table(header, search->address);
  return 1;
}

/// libgcc's search in the tables that loaders have made known to it: its second argument, which
/// it fills, is three addresses. Executables are linked without it, and need nothing of it.
extern const void *_Unwind_Find_FDE(void *address, void *bases) __attribute__((weak));

static void search_loaded_code(search *search) {
  void *bases[3];
  if (_Unwind_Find_FDE == NULL) return;
  search->entry = _Unwind_Find_FDE((void *)(uintptr_t)search->address, bases);
}

// The walk ---------------------------------------------------------------------------------------

enum { known_count = 64 };

typedef struct walk {
  rt_registers registers;
  uint64_t stack_bottom, stack_top;
  /// Entries that were found before, at places that follow from the address: recursion comes back.
  search known[known_count];
} walk;

static const uint8_t *entry_of(walk *walk, uint64_t address) {
  search *known = &walk->known[address % known_count];
  if (known->entry == NULL || known->address != address) {
    *known = (search){.address = address};
    if (dl_iterate_phdr(visit_file, known) == 0) search_loaded_code(known);
  }
  return known->entry;
}

static bool read_stack(const walk *walk, uint64_t address, uint64_t *value) {
  if (address % 8 != 0 || address < walk->stack_bottom || address > walk->stack_top - 8) {
    return false;
  }
  memcpy(value, (const void *)(uintptr_t)address, sizeof *value);
  return true;
}

static bool find_cfa(const walk *walk, const row *row, uint64_t *cfa) {
  if (!row->has_cfa) return false;
  uint64_t base;
  switch (row->cfa_register) {
    case RT_ARCH_DWARF_SP: base = walk->registers.sp; break;
    case RT_ARCH_DWARF_FP: base = walk->registers.fp; break;
    case RT_ARCH_DWARF_SCRATCH: base = walk->registers.scratch; break;
    default: return false;
  }
  *cfa = base + (uint64_t)row->cfa_offset;
  // A frame lies above the one before; only that of a function that has just begun may be empty.
  return *cfa >= walk->registers.sp && *cfa <= walk->stack_top;
}

static bool recover(const walk *walk, rule rule, uint64_t cfa, uint64_t *value) {
  switch (rule.kind) {
    case rule_same: return true;
    case rule_in_frame: return read_stack(walk, cfa + (uint64_t)rule.offset, value);
    case rule_lost: return false;
  }
  return false;
}

/// Goes on to the caller; false if it can't be found.
static bool step(walk *walk, uint64_t address) {
  const uint8_t *entry = entry_of(walk, address);
  row row;
  uint64_t cfa;
  if (entry == NULL || !find_row(entry, address, &row) || !find_cfa(walk, &row, &cfa)) {
    return false;
  }
  const rt_registers *callee = &walk->registers;
  // A caller's frame is not empty: the walk comes to an end.
  if (cfa == callee->sp && callee->is_return) return false;
  rt_registers caller = {.pc = callee->ra, .sp = cfa, .fp = callee->fp, .is_return = true};
  if (!recover(walk, row.ra, cfa, &caller.pc)) return false;
  // If it is lost, who asks for it finds no frame.
  if (!recover(walk, row.fp, cfa, &caller.fp)) caller.fp = 0;
  walk->registers = caller;
  return caller.pc != 0;
}

void rt_unwind(const rt_registers *registers, uint64_t stack_bottom, uint64_t stack_top,
               void (*visit)(void *context, uint64_t address), void *context) {
  walk walk = {.registers = *registers, .stack_bottom = stack_bottom, .stack_top = stack_top};
  for (uint64_t i = 0; i < frames_max; i++) {
    uint64_t address = walk.registers.pc - (walk.registers.is_return ? 1 : 0);
    visit(context, address);
    if (!step(&walk, address)) return;
  }
}
