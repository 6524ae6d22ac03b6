// What a process may still ask of the system while it runs untrusted code.
//
// Once entered there is no way out: system calls other than those that the runtime needs end the
// process (SIGSYS), memory can't become executable, files have a largest size, and of files only
// those of the state's directory can be opened. So code that broke out of its memories could spoil
// its own canister's state and answers, and nothing else.
#ifndef RT_SANDBOX_H
#define RT_SANDBOX_H

#include "base/error.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
// The sanitizer asks the system for more than a confined process may: nothing is confined.
#define RT_IS_SANITIZED 1
#endif
#endif
#ifndef RT_IS_SANITIZED
#define RT_IS_SANITIZED 0
#endif

/// Confines the process. `directory` is that of the state, or -1. A system that can't confine the
/// files (Landlock, Linux 5.13) confines the rest.
bool rt_sandbox_enter(int directory, rt_error *error);

/// Gives up new privileges and lowers the limits on what files become. Makes system calls only.
bool rt_sandbox_limit(void);

#endif
