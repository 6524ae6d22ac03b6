#include "base/fatal.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void rt_fatal(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("canister runtime: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  _exit(RT_FATAL_STATUS);
}
