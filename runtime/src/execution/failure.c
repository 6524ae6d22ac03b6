#include "execution/failure.h"

#include <string.h>

static const struct { uint32_t code; const char *sentence; } errors[] = {
#define RT_EXECUTION_ERROR(name, code, sentence) {code, sentence},
#include "execution_errors.def"
#undef RT_EXECUTION_ERROR
};

uint32_t rt_execution_error_code(rt_execution_error error) { return errors[error].code; }

const char *rt_execution_error_sentence(rt_execution_error error) {
  return errors[error].sentence;
}

void rt_failure_begin(rt_failure *failure, rt_execution_error error) {
  failure->error = error;
  failure->trap = RT_NO_TRAP;
  rt_buffer_clear(&failure->subject);
  rt_buffer_clear(&failure->detail);
}

void rt_failure_free(rt_failure *failure) {
  rt_buffer_free(&failure->subject);
  rt_buffer_free(&failure->detail);
}

void rt_failure_print(rt_buffer *text, const rt_outcome *outcome) {
  const char *sentence = rt_execution_error_sentence(outcome->error);
  for (const char *mark; (mark = strchr(sentence, '%')) != NULL; sentence = mark + 2) {
    rt_bytes part = mark[1] == 's' ? outcome->subject : outcome->detail;
    rt_buffer_append(text, sentence, (size_t)(mark - sentence));
    rt_buffer_append(text, part.bytes, part.size);
  }
  rt_buffer_append_text(text, sentence);
}
