// The changes of a composite query, kept beside the memories while the calls that it has made are
// answered. The same canister may be called in between: it sees the committed state.
#ifndef RT_ASIDE_H
#define RT_ASIDE_H

#include "rt_canister.h"

typedef struct rt_aside rt_aside;

/// Copies the collected changes of the canister's pending message; they come on top.
void rt_aside_push(rt_aside **top, rt_canister *canister);

/// Makes the changes again, on the committed state. They can be made any number of times.
bool rt_aside_apply(const rt_aside *aside, rt_canister *canister, rt_error *error);

/// Forgets the topmost changes.
void rt_aside_drop(rt_aside **top);

#endif
