#include "process/terminal.h"

#include <unistd.h>

#include "base/utf8.h"

rt_terminals rt_terminals_here(void) {
  return (rt_terminals){.output = isatty(STDOUT_FILENO) == 1, .errors = isatty(STDERR_FILENO) == 1};
}

/// The number of a character in valid UTF-8.
static uint32_t scalar_of(const uint8_t *bytes, size_t size) {
  if (size == 1) return bytes[0];
  uint32_t scalar = bytes[0] & (0x7Fu >> size);
  for (size_t i = 1; i < size; i++) scalar = scalar << 6 | (bytes[i] & 0x3F);
  return scalar;
}

/// Control characters, and those that turn the order of letters around (Unicode property
/// Bidi_Control).
static bool is_active(uint32_t scalar) {
  if (scalar < 0x20) return scalar != '\n' && scalar != '\t';
  return (scalar >= 0x7F && scalar <= 0x9F) || scalar == 0x061C || scalar == 0x200E ||
         scalar == 0x200F || (scalar >= 0x202A && scalar <= 0x202E) ||
         (scalar >= 0x2066 && scalar <= 0x2069);
}

void rt_terminal_put(FILE *stream, bool is_terminal, const uint8_t *bytes, size_t size) {
  if (!is_terminal) {
    fwrite(bytes, 1, size, stream);
    return;
  }
  for (size_t i = 0; i < size;) {
    bool valid;
    size_t length = rt_utf8_scan(bytes + i, size - i, &valid);
    uint32_t scalar = valid ? scalar_of(bytes + i, length) : 0;
    if (!valid) {
      for (size_t k = 0; k < length; k++) fprintf(stream, "\\x%02x", bytes[i + k]);
    } else if (is_active(scalar)) {
      fprintf(stream, "\\u{%x}", scalar);
    } else {
      fwrite(bytes + i, 1, length, stream);
    }
    i += length;
  }
}
