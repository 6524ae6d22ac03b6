// Where patterns occur in a million letters, by Horspool's algorithm.
#include "kernel.h"

enum { TEXT_BYTES = 1000000, PATTERN_BYTES = 6, PATTERN_COUNT = 8 };

static uint8_t text[TEXT_BYTES];

static uint64_t count(const uint8_t *pattern) {
  uint32_t shift[256];
  for (int i = 0; i < 256; i++) shift[i] = PATTERN_BYTES;
  for (uint32_t i = 0; i + 1 < PATTERN_BYTES; i++) shift[pattern[i]] = PATTERN_BYTES - 1 - i;
  uint64_t found = 0;
  for (uint32_t at = 0; at + PATTERN_BYTES <= TEXT_BYTES;) {
    uint32_t i = PATTERN_BYTES;
    while (i > 0 && text[at + i - 1] == pattern[i - 1]) i--;
    found += i == 0;
    at += shift[text[at + PATTERN_BYTES - 1]];
  }
  return found;
}

uint64_t kernel(void) {
  uint64_t state = 2;
  for (uint32_t i = 0; i < TEXT_BYTES; i += 8) {
    uint64_t random = next_random(&state);
    for (uint32_t k = 0; k < 8; k++) text[i + k] = (uint8_t)('a' + (random >> (8 * k)) % 4);
  }
  uint64_t found = 0;
  for (uint32_t i = 0; i < PATTERN_COUNT; i++) found += count(text + 1000 * i);
  return found;
}
