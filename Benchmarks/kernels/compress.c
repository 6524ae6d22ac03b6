// Compression by references to what came before (LZ77), and back.
#include "kernel.h"

enum { BYTES = 1 << 20, HASH_BITS = 14, SHORTEST = 4, LONGEST = 255, FARTHEST = 65535 };

static uint8_t original[BYTES], packed[2 * BYTES], unpacked[BYTES];
static uint32_t last[1 << HASH_BITS];

static uint32_t four(const uint8_t *bytes) {
  uint32_t word;
  __builtin_memcpy(&word, bytes, 4);
  return word;
}

// A literal is 0 and a byte, a reference its length and two bytes of distance.
static uint32_t pack(void) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < 1 << HASH_BITS; i++) last[i] = 0;
  for (uint32_t at = 0; at < BYTES;) {
    uint32_t length = 0, distance = 0;
    if (at + LONGEST < BYTES) {
      uint32_t *slot = &last[four(original + at) * 2654435761u >> (32 - HASH_BITS)];
      distance = at - *slot;
      const uint8_t *before = original + *slot;
      if (distance != 0 && distance <= FARTHEST) {
        while (length < LONGEST && before[length] == original[at + length]) length++;
      }
      *slot = at;
    }
    if (length < SHORTEST) {
      packed[size++] = 0;
      packed[size++] = original[at++];
    } else {
      packed[size++] = (uint8_t)length;
      packed[size++] = (uint8_t)distance;
      packed[size++] = (uint8_t)(distance >> 8);
      at += length;
    }
  }
  return size;
}

static uint32_t unpack(uint32_t size) {
  uint32_t to = 0;
  for (uint32_t at = 0; at < size;) {
    uint32_t length = packed[at];
    if (length == 0) {
      unpacked[to++] = packed[at + 1];
      at += 2;
    } else {
      uint32_t distance = packed[at + 1] | (uint32_t)packed[at + 2] << 8;
      for (uint32_t i = 0; i < length; i++, to++) unpacked[to] = unpacked[to - distance];
      at += 3;
    }
  }
  return to;
}

uint64_t kernel(void) {
  uint64_t state = 11;
  for (uint32_t i = 0; i < BYTES; i++) {
    uint64_t random = next_random(&state);
    // Words from a small dictionary, now and then a letter that fits nowhere.
    original[i] = i > 4096 && random % 16 != 0 ? original[i - 4096 + random % 2 * 64 % 4096]
                                              : (uint8_t)('a' + random % 26);
  }
  uint32_t size = pack(), bytes = unpack(size);
  uint64_t sum = size + (bytes == BYTES ? 0 : 1);
  for (uint32_t i = 0; i < BYTES; i++) sum = 31 * sum + (unpacked[i] == original[i]) + unpacked[i];
  return sum;
}
