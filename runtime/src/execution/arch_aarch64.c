// AArch64: what a signal says.
#if defined(__aarch64__)
#define _GNU_SOURCE
#include <signal.h>
#include <ucontext.h>

#include "execution/arch.h"

_Static_assert(offsetof(rt_execution, saved_stack_pointer) == 0, "entry_aarch64.S relies on it");
_Static_assert(offsetof(rt_execution, stack_top) == 8, "entry_aarch64.S relies on it");

_Static_assert(offsetof(rt_registers, pc) == 0, "entry_aarch64.S relies on it");
_Static_assert(offsetof(rt_registers, sp) == 8, "entry_aarch64.S relies on it");
_Static_assert(offsetof(rt_registers, fp) == 16, "entry_aarch64.S relies on it");
_Static_assert(offsetof(rt_registers, is_return) == 40, "entry_aarch64.S relies on it");

void rt_arch_redirect_to_switch_back(void *context, void *saved_stack_pointer) {
  ucontext_t *ucontext = context;
  ucontext->uc_mcontext.pc = (uint64_t)(uintptr_t)rt_switch_back;
  ucontext->uc_mcontext.regs[0] = (uint64_t)(uintptr_t)saved_stack_pointer;
  // The kind of branch that the processor last saw (PSTATE.BTYPE) was the canister's.
  ucontext->uc_mcontext.pstate &= ~UINT64_C(0xC00);
}

void rt_arch_registers_at_signal(const void *context, rt_registers *registers) {
  const ucontext_t *ucontext = context;
  const mcontext_t *machine = &ucontext->uc_mcontext;
  *registers = (rt_registers){.pc = machine->pc,
                              .sp = machine->sp,
                              .fp = machine->regs[29],
                              .scratch = machine->regs[9],
                              .ra = machine->regs[30]};
}

bool rt_arch_decode_trap(int signal_number, const void *context, unsigned *code) {
  if (signal_number != SIGTRAP) return false;
  const ucontext_t *ucontext = context;
  uint32_t instruction = *(const uint32_t *)(uintptr_t)ucontext->uc_mcontext.pc;
  // LLVM's trap with a number: brk #0x5500 + number. The operand is in bits 5 to 20.
  if ((instruction & UINT32_C(0xFFFFE01F)) != (UINT32_C(0xD4200000) | UINT32_C(0x5500) << 5)) {
    return false;
  }
  *code = instruction >> 5 & 0xFF;
  return true;
}

bool rt_arch_supports(const char *cpu) {
  (void)cpu;
  return true;
}
#endif
