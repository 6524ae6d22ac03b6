// A stub for each of LLVM's functions: it has the function's name, so that calls are linked with
// it, and jumps to where the library has the function (`load.c`).
//
// A program that is linked with the library itself takes 15 ms longer to start, even if it does not
// use it.

#if defined(__x86_64__)
#define JUMP_THROUGH(slot) jmp *slot(%rip)
#elif defined(__aarch64__)
#define JUMP_THROUGH(slot) adrp x16, slot; ldr x16, [x16, :lo12:slot]; br x16
#else
#error "x86-64 and AArch64 only"
#endif

// Hidden, or else the library would call itself through the stubs.
#define LLVM_FUNCTION(name)                                                                        \
  .globl name; .hidden name; .type name, @function;                                                \
  name: JUMP_THROUGH(llvm_slot_##name);                                                            \
  .size name, . - name;

.text
#include "llvm_functions.def"

.section .note.GNU-stack, "", @progbits
