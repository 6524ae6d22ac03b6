// SHA-256 (FIPS 180-4).
#ifndef RT_SHA256_H
#define RT_SHA256_H

#include <stddef.h>
#include <stdint.h>

typedef struct rt_sha256 {
  uint32_t state[8];
  uint64_t size;
  uint8_t block[64];
} rt_sha256;

void rt_sha256_begin(rt_sha256 *hash);
void rt_sha256_add(rt_sha256 *hash, const void *bytes, size_t size);
void rt_sha256_end(rt_sha256 *hash, uint8_t digest[32]);

#endif
