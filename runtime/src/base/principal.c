#include "base/principal.h"

#include <string.h>

/// CRC-32 of ISO 3309, as in gzip, a bit at a time: principals are short.
static uint32_t crc32(const uint8_t *bytes, size_t size) {
  uint32_t crc = UINT32_MAX;
  for (size_t i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
  }
  return ~crc;
}

bool rt_principal_from_bytes(rt_principal *principal, const void *bytes, size_t size) {
  if (size > rt_limit_principal_bytes) return false;
  *principal = (rt_principal){.size = (uint8_t)size};
  if (size != 0) memcpy(principal->bytes, bytes, size);
  return true;
}

void rt_principal_print(const rt_principal *principal, char text[RT_PRINCIPAL_TEXT_SIZE]) {
  uint8_t bytes[4 + rt_limit_principal_bytes];
  size_t size = 4 + (size_t)principal->size;
  uint32_t crc = crc32(principal->bytes, principal->size);
  for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(crc >> (24 - 8 * i));
  memcpy(bytes + 4, principal->bytes, principal->size);

  size_t written = 0, digits = 0;
  uint32_t bits = 0;
  int bit_count = 0;
  for (size_t i = 0; i < size || bit_count > 0;) {
    if (bit_count < 5) {
      // Past the last byte, the rest of the last digit is zeros.
      bits = bits << 8 | (i < size ? bytes[i] : 0);
      bit_count += 8;
      i++;
    }
    if (digits != 0 && digits % 5 == 0) text[written++] = '-';
    text[written++] = "abcdefghijklmnopqrstuvwxyz234567"[bits >> (bit_count - 5) & 31];
    digits++;
    bit_count -= 5;
    if (digits * 5 >= size * 8) break;
  }
  text[written] = 0;
}

bool rt_principal_parse(rt_principal *principal, const char *text) {
  uint8_t bytes[4 + rt_limit_principal_bytes];
  size_t size = 0;
  uint32_t bits = 0;
  int bit_count = 0;
  if (strlen(text) >= RT_PRINCIPAL_TEXT_SIZE) return false;
  for (const char *c = text; *c != 0; c++) {
    if (*c == '-') continue;
    uint32_t digit;
    if (*c >= 'a' && *c <= 'z') {
      digit = (uint32_t)(*c - 'a');
    } else if (*c >= '2' && *c <= '7') {
      digit = (uint32_t)(*c - '2' + 26);
    } else {
      return false;
    }
    bits = bits << 5 | digit;
    bit_count += 5;
    if (bit_count < 8) continue;
    if (size == sizeof bytes) return false;
    bit_count -= 8;
    bytes[size++] = (uint8_t)(bits >> bit_count);
  }
  if (size < 4 || !rt_principal_from_bytes(principal, bytes + 4, size - 4)) return false;
  // Printing it again tells whether the checksum, the groups and the padding bits are right.
  char canonical[RT_PRINCIPAL_TEXT_SIZE];
  rt_principal_print(principal, canonical);
  return strcmp(canonical, text) == 0;
}

bool rt_principal_equal(const rt_principal *left, const rt_principal *right) {
  return left->size == right->size && memcmp(left->bytes, right->bytes, left->size) == 0;
}
