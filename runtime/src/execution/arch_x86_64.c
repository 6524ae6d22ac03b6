// x86-64: what a signal says, and what the processor can.
#if defined(__x86_64__)
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>

#include "execution/arch.h"

_Static_assert(offsetof(rt_execution, saved_stack_pointer) == 0, "entry_x86_64.S relies on it");
_Static_assert(offsetof(rt_execution, stack_top) == 8, "entry_x86_64.S relies on it");

_Static_assert(offsetof(rt_registers, pc) == 0, "entry_x86_64.S relies on it");
_Static_assert(offsetof(rt_registers, sp) == 8, "entry_x86_64.S relies on it");
_Static_assert(offsetof(rt_registers, fp) == 16, "entry_x86_64.S relies on it");
_Static_assert(offsetof(rt_registers, is_return) == 40, "entry_x86_64.S relies on it");

void rt_arch_redirect_to_switch_back(void *context, void *saved_stack_pointer) {
  ucontext_t *ucontext = context;
  greg_t *registers = ucontext->uc_mcontext.gregs;
  registers[REG_RIP] = (greg_t)(uintptr_t)rt_switch_back;
  registers[REG_RDI] = (greg_t)(uintptr_t)saved_stack_pointer;
  // C expects the direction flag to be clear.
  registers[REG_EFL] &= ~(greg_t)0x400;
}

void rt_arch_registers_at_signal(const void *context, rt_registers *registers) {
  const ucontext_t *ucontext = context;
  const greg_t *values = ucontext->uc_mcontext.gregs;
  *registers = (rt_registers){.pc = (uint64_t)values[REG_RIP],
                              .sp = (uint64_t)values[REG_RSP],
                              .fp = (uint64_t)values[REG_RBP],
                              .scratch = (uint64_t)values[REG_R11]};
}

bool rt_arch_decode_trap(int signal_number, const void *context, unsigned *code) {
  if (signal_number != SIGILL) return false;
  const ucontext_t *ucontext = context;
  // LLVM's trap with a number: ud1l number(%eax), %eax. The number takes a byte, or none if it
  // is 0.
  static const uint8_t instruction[] = {0x67, 0x0F, 0xB9};
  const uint8_t *at = (const uint8_t *)(uintptr_t)ucontext->uc_mcontext.gregs[REG_RIP];
  for (size_t i = 0; i < sizeof instruction; i++) {
    if (at[i] != instruction[i]) return false;
  }
  const uint8_t *operand = at + sizeof instruction;
  if (operand[0] != 0x00 && operand[0] != 0x40) return false;
  *code = operand[0] == 0x00 ? 0 : operand[1];
  return true;
}

/// Bits of cpuid: ECX of leaf 1, EBX of leaf 7, ECX of leaf 0x80000001.
typedef struct level {
  unsigned c1, b7, c81;
  /// State that the system must save for us, in the processor's register XCR0.
  uint64_t xcr0;
} level;

static const level levels[] = {
    // v2: SSE3, SSSE3, CMPXCHG16B, SSE4.1, SSE4.2, POPCNT; LAHF in 64-bit mode.
    {.c1 = 1u << 0 | 1u << 9 | 1u << 13 | 1u << 19 | 1u << 20 | 1u << 23, .c81 = 1u << 0},
    // v3: FMA, MOVBE, OSXSAVE, AVX, F16C; BMI1, AVX2, BMI2; LZCNT.
    {.c1 = 1u << 12 | 1u << 22 | 1u << 27 | 1u << 28 | 1u << 29,
     .b7 = 1u << 3 | 1u << 5 | 1u << 8,
     .c81 = 1u << 5,
     .xcr0 = 0x6},
    // v4: AVX512 F, DQ, CD, BW, VL.
    {.b7 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31, .xcr0 = 0xE6},
};

static bool has_level(const level *wanted) {
  unsigned a, b, c1 = 0, d, b7 = 0, c81 = 0, ignored;
  __get_cpuid(1, &a, &b, &c1, &d);
  __get_cpuid_count(7, 0, &a, &b7, &ignored, &d);
  __get_cpuid(0x80000001, &a, &b, &c81, &d);
  if ((c1 & wanted->c1) != wanted->c1 || (b7 & wanted->b7) != wanted->b7 ||
      (c81 & wanted->c81) != wanted->c81) {
    return false;
  }
  if (wanted->xcr0 == 0) return true;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (((uint64_t)high << 32 | low) & wanted->xcr0) == wanted->xcr0;
}

bool rt_arch_supports(const char *cpu) {
  static const char prefix[] = "x86-64-v";
  if (cpu == NULL || strncmp(cpu, prefix, sizeof prefix - 1) != 0) return true;
  int number = cpu[sizeof prefix - 1] - '0';
  for (int i = 2; i <= number && i <= 4; i++) {
    if (!has_level(&levels[i - 2])) return false;
  }
  return true;
}
#endif
