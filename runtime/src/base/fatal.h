// Failures that can't be returned as an error: the process ends.
#ifndef RT_FATAL_H
#define RT_FATAL_H

/// The status of a process that `rt_fatal` ended.
#define RT_FATAL_STATUS 3

/// Ends the process with a line on standard error. For exhausted memory and broken invariants,
/// never for what a canister or a user can bring about.
__attribute__((noreturn, format(printf, 1, 2))) void rt_fatal(const char *format, ...);

#endif
