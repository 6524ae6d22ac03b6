// Which pages of stable memory an execution has accessed and written, and how many it still may.
//
// The marks lie at an address that compiled code knows, so that an access of a page that has its
// mark needs no call. They are cleared by the list of what was marked: the cost follows the pages
// touched.
#ifndef RT_STABLE_PAGES_H
#define RT_STABLE_PAGES_H

#include "execution/canister.h"

/// Maps the marks.
bool rt_stable_pages_reserve(rt_error *error);

/// Resets the accounting for a new execution.
void rt_stable_pages_begin(rt_canister *canister);

void rt_stable_pages_release(rt_canister *canister);

#endif
