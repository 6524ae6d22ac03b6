// Ending a process whose answers can't be read any more.
//
// One that waits for a request notices the end of its input. One that executes a message may do so
// for long, or for ever; so a timer looks after the other end. PR_SET_PDEATHSIG would not do: it
// follows the thread that started the process, which may end long before its process.
#ifndef RT_HANGUP_H
#define RT_HANGUP_H

#include <stdbool.h>

/// Has the process end within a second or so whenever a message is being executed and the reader
/// of `output` is gone.
void rt_hangup_watch(int output);

/// Says whether a message is being executed. Nothing is lost then but what was not committed.
void rt_hangup_set_busy(bool is_busy);

#endif
