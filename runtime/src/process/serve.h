// Serving requests over a pipe: the protocol of README.md.
#ifndef RT_SERVE_H
#define RT_SERVE_H

#include "rt_canister.h"

/// Answers requests from `input` on `output` until the input ends. The exit status: 0, or 2 if a
/// request was refused or the state could not be used.
int rt_serve(const rt_module *module, const rt_options *options, int input, int output);

#endif
