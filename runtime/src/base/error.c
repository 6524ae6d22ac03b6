#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool rt_error_set(rt_error *error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->text, sizeof error->text, format, arguments);
  va_end(arguments);
  return false;
}

bool rt_error_set_errno(rt_error *error, const char *format, ...) {
  int reason = errno;
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(error->text, sizeof error->text, format, arguments);
  va_end(arguments);
  if (size >= 0 && (size_t)size < sizeof error->text) {
    snprintf(error->text + size, sizeof error->text - (size_t)size, ": %s", strerror(reason));
  }
  return false;
}
