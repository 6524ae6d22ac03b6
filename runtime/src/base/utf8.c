#include "base/utf8.h"

size_t rt_utf8_scan(const uint8_t *bytes, size_t size, bool *valid) {
  uint8_t first = bytes[0];
  *valid = first < 0x80;
  if (first < 0xC2 || first > 0xF4) return 1;  // ASCII, or never the first byte
  // The second byte has narrower bounds where an encoding would be overlong, a surrogate or
  // beyond U+10FFFF (Unicode Standard, table "Well-Formed UTF-8 Byte Sequences").
  uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  size_t needed = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  for (size_t i = 1; i < needed; i++) {
    if (i == size || bytes[i] < low || bytes[i] > high) return i;
    low = 0x80;
    high = 0xBF;
  }
  *valid = true;
  return needed;
}

bool rt_utf8_is_valid(const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size;) {
    bool valid;
    i += rt_utf8_scan(bytes + i, size - i, &valid);
    if (!valid) return false;
  }
  return true;
}

void rt_utf8_append_lossy(rt_buffer *buffer, const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size;) {
    bool valid;
    size_t length = rt_utf8_scan(bytes + i, size - i, &valid);
    if (valid) {
      rt_buffer_append(buffer, bytes + i, length);
    } else {
      rt_buffer_append(buffer, "\xEF\xBF\xBD", 3);
    }
    i += length;
  }
}
