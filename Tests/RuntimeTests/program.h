// Running the fake canister's executables.
#ifndef PROGRAM_H
#define PROGRAM_H

#include "rt_buffer.h"

/// What the last program wrote.
extern rt_buffer program_output;
extern rt_buffer program_errors;

/// Runs a program of the build's directory, `fake` or `other`, with words separated by blanks;
/// its status. `input` may be null. A word "%s" stands for `directory`.
int program_run(const char *name, const char *words, const char *directory,
                const rt_buffer *input);

/// The path of a program.
const char *program_path(const char *name);

#endif
