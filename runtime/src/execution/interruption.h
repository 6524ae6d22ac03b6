// Ending the process because better code is there, which repeats what is executed.
#ifndef RT_INTERRUPTION_H
#define RT_INTERRUPTION_H

#include <stdbool.h>

/// Ends the process with `RT_INTERRUPTED_STATUS` after `RT_INTERRUPTION_SIGNAL`, as soon as code is
/// executed: nothing of that has been committed.
void rt_interruption_watch(void);

/// Notes whether code is being executed.
void rt_interruption_set_executing(bool is_executing);

#endif
