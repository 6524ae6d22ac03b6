// What is known of an execution that ended with an error.
#ifndef RT_FAILURE_H
#define RT_FAILURE_H

#include "rt_buffer.h"
#include "rt_canister.h"

typedef struct rt_failure {
  rt_execution_error error;
  /// A row of traps.def, or `RT_NO_TRAP`.
  uint8_t trap;
  rt_buffer subject;
  rt_buffer detail;
} rt_failure;

/// Sets the kind of error; its subject and detail are empty after that, to be filled.
void rt_failure_begin(rt_failure *failure, rt_execution_error error);

void rt_failure_free(rt_failure *failure);

/// Appends the sentence about an outcome's error.
void rt_failure_print(rt_buffer *text, const rt_outcome *outcome);

#endif
