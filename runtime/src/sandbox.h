// What a process that serves a stranger's code may still ask of the system.
//
// Once entered there is no way out: system calls other than those that the runtime needs end the
// process (SIGSYS), memory can't become executable, and of files only those of the state's
// directory can be opened. So code that broke out of its memories could spoil its own canister's
// state and answers, and nothing else.
#ifndef RT_SANDBOX_H
#define RT_SANDBOX_H

#include "error.h"

/// Confines the process. `directory` is that of the state, or -1. A system that can't confine the
/// files (Landlock, Linux 5.13) confines the rest.
bool rt_sandbox_enter(int directory, rt_error *error);

#endif
