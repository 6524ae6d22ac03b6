// Memory at the fixed addresses of the memory map (rt_abi.h).
#ifndef RT_RESERVATION_H
#define RT_RESERVATION_H

#include "base/error.h"

/// Maps zeros at `base`; fails, with a sentence that has `name`, if something is there already.
bool rt_reserve(void *base, uint64_t size, int protection, const char *name, rt_error *error);

#endif
