// Entering compiled code and leaving it, by return or by a trap.
//
// Compiled code and the host functions that it calls run on a stack of their own. While
// they do, the execution is the thread's active one, and a fault is the canister's if its address
// lies in a memory's reservation or in the stack's guard, or if the instruction at fault is one
// that compiled code traps with. Any other fault goes to the previous handler.
#ifndef RT_TRAP_H
#define RT_TRAP_H

#include "base/error.h"
#include "execution/unwind.h"
#include "rt_interpreter.h"
#include "rt_store.h"

/// Twice that of the IC, as are frames (README.md, "Memory map").
#define RT_STACK_BYTES_DEFAULT (UINT64_C(10) * 1024 * 1024)
#define RT_STACK_BYTES_MIN (UINT64_C(256) * 1024)
#define RT_STACK_BYTES_MAX (UINT64_C(16) * 1024 * 1024 * 1024)
/// A host function needs this much of the canister's stack: enough for the C library, so that a
/// fault in the guard never interrupts it.
#define RT_HOST_STACK_BYTES UINT64_C(65536)
/// Below the stack. Larger than the distance between two of a function's stack probes.
#define RT_STACK_GUARD_BYTES (UINT64_C(1024) * 1024)

typedef struct rt_execution {
  // The first two are known to entry_*.S.
  void *saved_stack_pointer;
  void *stack_top;
  uint8_t *stack_bottom;
  uint8_t *guard;
  /// Whose execution this is; passed through.
  void *owner;
  /// It runs an interpreter, whose frames can't be cut off: no fault is the canister's.
  bool is_interpreter;
  /// Memories beside those of a canister; faults in their reservations are traps, too.
  rt_linear_memory *memories;
  rt_exit exit;
  rt_trap trap;
  /// The trap was a fault, which the code did not see coming.
  bool is_fault;
  /// Where it was left, if not by return.
  rt_registers registers;
} rt_execution;

/// Makes the stack, and sees to the process's fault handlers.
bool rt_execution_create(rt_execution *execution, void *owner, uint64_t stack_bytes,
                         rt_error *error);

void rt_execution_destroy(rt_execution *execution);

/// Runs `code` on the canister's stack. The execution must not be active already.
rt_exit rt_enter(rt_execution *execution, rt_invoker invoker, rt_code code, uint64_t *values);

/// What the thread executes; null outside of `rt_enter`.
rt_execution *rt_active_execution(void);

/// Leaves the active execution, for a reason that the caller has recorded.
__attribute__((noreturn)) void rt_leave(rt_exit exit);

/// Traps if a host function that was called now might not have enough of this execution's stack.
void rt_require_host_stack(const rt_execution *execution);

#endif
