// What a canister says, on its way to a person's terminal.
#ifndef RT_TERMINAL_H
#define RT_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

#include "rt_buffer.h"

/// Which of the standard streams are terminals.
typedef struct rt_terminals {
  bool output;
  bool errors;
} rt_terminals;

/// To be asked before the process is confined: then the system no longer tells.
rt_terminals rt_terminals_here(void);

/// Writes bytes to a stream: to a terminal without what would steer it, each such character as
/// `\u{1b}` and each byte that is no text as `\xff`.
void rt_terminal_put(FILE *stream, bool is_terminal, const uint8_t *bytes, size_t size);

#endif
