// Which functions were running when a message trapped, for people to read.
//
// An interpreter notes its frames itself (`rt_note_frame`). Of compiled code only the registers
// are noted at the trap; the frames are found later, when the message is over: nothing else has
// used the canister's stack since.
#ifndef RT_BACKTRACE_H
#define RT_BACKTRACE_H

#include "execution/trap.h"
#include "rt_abi.h"
#include "rt_buffer.h"

/// More frames than an error's text has room for, so that of more it is enough to know the
/// innermost and the outermost ones.
#define RT_BACKTRACE_FRAMES_MAX 4096

typedef struct rt_backtrace {
  /// How many frames there were.
  uint64_t frame_count;
  /// Their functions, by their indexes in the module, the innermost first. Of too many, the second
  /// half of this is a ring with the outermost ones.
  uint32_t functions[RT_BACKTRACE_FRAMES_MAX];
} rt_backtrace;

void rt_backtrace_clear(rt_backtrace *backtrace);

/// Notes the function that called the last one noted.
void rt_backtrace_add(rt_backtrace *backtrace, uint32_t function);

/// Notes the functions of compiled code that an execution was left in.
void rt_backtrace_add_compiled(rt_backtrace *backtrace, const rt_execution *execution);

/// Prints the IC's text, a line a function, or nothing if no function has a name.
void rt_backtrace_print(const rt_backtrace *backtrace, const rt_module *module, rt_buffer *text);

#endif
