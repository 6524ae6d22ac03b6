// The scalar product of two long vectors, in SIMD.
#include "kernel.h"

enum { COUNT = 1 << 18, ROUNDS = 100 };

typedef int32_t lanes __attribute__((vector_size(16)));

static lanes a[COUNT / 4], b[COUNT / 4];

uint64_t kernel(void) {
  for (int32_t i = 0; i < COUNT / 4; i++) {
    a[i] = (lanes){i, i + 1, i + 2, i + 3};
    b[i] = (lanes){3, 5, 7, i};
  }
  lanes sum = {0};
  for (int round = 0; round < ROUNDS; round++) {
    for (int32_t i = 0; i < COUNT / 4; i++) sum += a[i] * b[i] ^ sum;
  }
  return (uint32_t)(sum[0] + sum[1] + sum[2] + sum[3]);
}
