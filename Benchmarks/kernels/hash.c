// SHA-256 of a million bytes.
#include "../../examples/certified/sha256.h"
#include "kernel.h"

enum { CHUNK_BYTES = 2000, CHUNK_COUNT = 500 };

uint64_t kernel(void) {
  static uint8_t chunk[CHUNK_BYTES];
  for (uint32_t i = 0; i < CHUNK_BYTES; i++) chunk[i] = (uint8_t)(7 * i);
  sha256 hash = sha256_begin();
  for (uint32_t i = 0; i < CHUNK_COUNT; i++) sha256_add(&hash, chunk, CHUNK_BYTES);
  uint8_t digest[SHA256_BYTES];
  sha256_end(&hash, digest);
  uint64_t number = 0;
  for (int i = 0; i < 8; i++) number = number << 8 | digest[i];
  return number;
}
