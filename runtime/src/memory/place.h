// The fixed places of the memory map (rt_abi.h).
#ifndef RT_PLACE_H
#define RT_PLACE_H

#include "base/error.h"

/// Maps zeros at `base`; fails, with a sentence that has `name`, if something is there already.
bool rt_place_reserve(void *base, uint64_t size, int protection, const char *name,
                      rt_error *error);

#endif
