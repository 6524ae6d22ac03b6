#include "base/hex.h"

void rt_hex_print(rt_buffer *text, const uint8_t *bytes, size_t size) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < size; i++) {
    rt_buffer_append(text, (char[]){digits[bytes[i] >> 4], digits[bytes[i] & 15]}, 2);
  }
}

static int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool rt_hex_parse(rt_buffer *bytes, const char *text, size_t size) {
  if (size % 2 != 0) return false;
  for (size_t i = 0; i < size; i += 2) {
    int high = digit_of(text[i]), low = digit_of(text[i + 1]);
    if (high < 0 || low < 0) return false;
    rt_buffer_append(bytes, &(uint8_t){(uint8_t)(high << 4 | low)}, 1);
  }
  return true;
}
