// What differs by architecture: arch_*.c and entry_*.S.
#ifndef RT_ARCH_H
#define RT_ARCH_H

#include "execution/trap.h"

/// Calls `invoker(code, values)` on the execution's stack. 0 if it returned, 1 if it was left.
int rt_switch_to_canister(rt_execution *execution, rt_invoker invoker, rt_code code,
                          uint64_t *values);

/// Makes the `rt_switch_to_canister` that saved this stack pointer return 1.
__attribute__((noreturn)) void rt_switch_back(void *saved_stack_pointer);

/// Changes a signal's saved context so that the handler returns into `rt_switch_back`.
void rt_arch_redirect_to_switch_back(void *context, void *saved_stack_pointer);

// The numbers of registers in the tables of callers (`unwind.h`).
#if defined(__x86_64__)
#define RT_ARCH_DWARF_SP 7
#define RT_ARCH_DWARF_FP 6
#define RT_ARCH_DWARF_SCRATCH 11
#define RT_ARCH_DWARF_RA 16
#else
#define RT_ARCH_DWARF_SP 31
#define RT_ARCH_DWARF_FP 29
#define RT_ARCH_DWARF_SCRATCH 9
#define RT_ARCH_DWARF_RA 30
#endif

/// The caller's registers, as they are when this returns.
void rt_arch_registers_here(rt_registers *registers);

/// Those of the instruction that raised a signal.
void rt_arch_registers_at_signal(const void *context, rt_registers *registers);

/// Whether the instruction that raised the signal is one that compiled code traps with, and its
/// operand.
bool rt_arch_decode_trap(int signal_number, const void *context, unsigned *code);

/// Whether this machine can run code compiled for a processor of this name; false only for a
/// level that is known and missing.
bool rt_arch_supports(const char *cpu);

#endif
