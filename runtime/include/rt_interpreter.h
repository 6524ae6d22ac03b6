// Running a canister whose code an interpreter runs, in place of the processor.
//
// To the rest of the runtime the functions of an interpreter are code like any other, with an
// invoker of their own. But host functions end a message by cutting the stack, and an interpreter
// holds resources in its frames. So it calls host functions by `rt_call_host`, which has a stack
// for them and returns however they end; and when the interpreter itself is done, it returns how
// the message ended, and only then does the invoker leave.
#ifndef RT_INTERPRETER_H
#define RT_INTERPRETER_H

#include "ic0.h"

/// How code was left.
typedef enum __attribute__((enum_extensibility(closed))) rt_exit : uint8_t {
  rt_exit_return,
  /// By a trap.
  rt_exit_trap,
  /// By a host function, which has said why elsewhere.
  rt_exit_failure,
  /// The system could not read a page of a memory's image.
  rt_exit_image_unreadable,
} rt_exit;

/// How code was left, and by which trap.
typedef struct rt_ending {
  rt_exit exit;
  rt_trap trap;
} rt_ending;

/// A function that an interpreter runs; as `rt_code`, a pointer to this.
typedef struct rt_interpreted_function {
  /// Runs it with the arguments in `values`, and leaves the results there, as an invoker does.
  /// It always returns, and a fault in it is the interpreter's own.
  rt_ending (*run)(void *interpreter, uint64_t number, uint64_t *values);
  /// The first two arguments: anything by which the interpreter identifies the function.
  void *interpreter;
  uint64_t number;
} rt_interpreted_function;

/// The function as code, which only `rt_invoke_interpreted` can call.
rt_code rt_code_of_interpreted(const rt_interpreted_function *function);

/// The invoker of all interpreted functions.
void rt_invoke_interpreted(rt_code code, uint64_t *values);

/// Tells of a frame of code that ends by a trap, the innermost first: its function's index.
void rt_note_frame(uint32_t function);

/// Calls a host function for an interpreted one. Sets `*result` if it returns.
rt_ending rt_call_host(rt_ic0_entry entry, const uint64_t *values, uint64_t *result);

/// `rt_memory_grow`, to be called in the same way.
uint64_t rt_enter_memory_grow(const uint64_t *values);

/// The size of linear memory. In an interpreted function only `rt_memory_grow` changes it.
uint64_t rt_memory_size_bytes(void);

/// Whether the new instance has the linear memory of the one before it: then its active data
/// segments are not copied there. Compiled code leaves that to `rt_memory_initialize`.
bool rt_memory_is_kept(void);

/// Where the message's counter of instructions is (`rt_instance`).
int64_t *rt_instruction_counter(void);

#endif
