// Finding the callers of a function on a stack, by the tables that compilers emit for exceptions
// (DWARF, "Call Frame Information"; the C library calls them .eh_frame).
//
// They cost nothing while code runs. What is read of them is what the compilers of canisters and
// runtime emit; at anything else the walk ends. The stack is read within its bounds only, and each
// frame lies above the one before, so that every walk ends.
#ifndef RT_UNWIND_H
#define RT_UNWIND_H

#include <stdbool.h>
#include <stdint.h>

/// The registers that callers are found by.
typedef struct rt_registers {
  uint64_t pc;
  uint64_t sp;
  /// The frame pointer.
  uint64_t fp;
  /// What functions with large frames use while they enlarge the stack, and on AArch64, where a
  /// function that has just begun finds its return address: known of the first frame only.
  uint64_t scratch;
  uint64_t ra;
  /// Whether `pc` is where a call returns to, so that the instruction meant is the one before.
  bool is_return;
} rt_registers;

/// Calls `visit` with the address of an instruction in each frame, the innermost first.
void rt_unwind(const rt_registers *registers, uint64_t stack_bottom, uint64_t stack_top,
               void (*visit)(void *context, uint64_t address), void *context);

#endif
