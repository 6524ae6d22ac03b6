// The errors that an execution can end with, as data: what execution_errors.def says, expanded.
#ifndef RT_EXECUTION_ERROR_H
#define RT_EXECUTION_ERROR_H

#include <stdint.h>

/// The kinds of errors, by their rows.
typedef enum __attribute__((enum_extensibility(closed))) rt_execution_error : uint8_t {
#define RT_EXECUTION_ERROR(name, code, sentence) rt_execution_error_##name,
#include "execution_errors.def"
#undef RT_EXECUTION_ERROR
} rt_execution_error;

/// How many kinds there are.
enum {
  rt_execution_error_count = 0
#define RT_EXECUTION_ERROR(name, code, sentence) +1
#include "execution_errors.def"
#undef RT_EXECUTION_ERROR
};

/// The IC's code, 502 and so on.
uint32_t rt_execution_error_code(rt_execution_error error);

/// The sentence, with `%s` for the subject and `%d` for the detail.
const char *rt_execution_error_sentence(rt_execution_error error);

#endif
