// Setting the sentence of an `rt_error`.
#ifndef RT_ERROR_H
#define RT_ERROR_H

#include "rt_canister.h"

/// Sets the sentence; always false, so that a function can return it.
__attribute__((format(printf, 2, 3))) bool rt_error_set(rt_error *error, const char *format, ...);

/// The same with the system's reason, from `errno`, at the end.
__attribute__((format(printf, 2, 3))) bool rt_error_set_errno(rt_error *error, const char *format,
                                                              ...);

#endif
