// Allocations and releases of blocks of many sizes, from lists of free blocks by size.
#include "kernel.h"

enum { HEAP_BYTES = 1 << 23, CLASSES = 12, LIVE = 4096, STEPS = 1000000 };

// As large with 32-bit pointers as with others.
typedef struct block {
  union {
    struct block *next;
    uint64_t room;
  } link;
  uint64_t size_class;
} block;

static uint64_t heap[HEAP_BYTES / 8];
static uint32_t used;
static block *free_blocks[CLASSES];
static block *live[LIVE];

static block *allocate(uint32_t bytes) {
  uint64_t size_class = 0;
  while ((UINT32_C(16) << size_class) < bytes + sizeof(block)) size_class++;
  block *b = free_blocks[size_class];
  if (b) {
    free_blocks[size_class] = b->link.next;
  } else {
    if (used + (UINT32_C(16) << size_class) > HEAP_BYTES) return 0;
    b = (block *)(heap + used / 8);
    used += UINT32_C(16) << size_class;
  }
  b->size_class = size_class;
  return b;
}

static void release(block *b) {
  b->link.next = free_blocks[b->size_class];
  free_blocks[b->size_class] = b;
}

uint64_t kernel(void) {
  uint64_t state = 13, sum = 0;
  used = 0;
  for (int i = 0; i < CLASSES; i++) free_blocks[i] = 0;
  for (int i = 0; i < LIVE; i++) live[i] = 0;
  for (uint32_t step = 0; step < STEPS; step++) {
    uint64_t random = next_random(&state);
    block **slot = &live[random % LIVE];
    if (*slot) {
      sum += *(uint32_t *)(*slot + 1);
      release(*slot);
      *slot = 0;
    } else if ((*slot = allocate((uint32_t)(random >> 32) % (16u << (random >> 20) % 8) + 8))) {
      *(uint32_t *)(*slot + 1) = step;
    }
  }
  return sum + used;
}
