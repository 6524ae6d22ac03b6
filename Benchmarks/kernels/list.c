// A walk along a list whose nodes lie in random order.
#include "kernel.h"

enum { COUNT = 100000, WALKS = 5 };

typedef struct node {
  struct node *next;
  uint64_t value;
} node;

static node nodes[COUNT];
static uint32_t order[COUNT];

uint64_t kernel(void) {
  uint64_t state = 3;
  for (uint32_t i = 0; i < COUNT; i++) order[i] = i;
  for (uint32_t i = COUNT - 1; i > 0; i--) {
    uint32_t k = (uint32_t)(next_random(&state) % (i + 1));
    uint32_t swapped = order[i];
    order[i] = order[k];
    order[k] = swapped;
  }
  for (uint32_t i = 0; i < COUNT; i++) {
    nodes[order[i]] = (node){.next = i + 1 < COUNT ? &nodes[order[i + 1]] : 0, .value = i};
  }
  uint64_t sum = 0;
  for (uint32_t walk = 0; walk < WALKS; walk++) {
    for (const node *n = &nodes[order[0]]; n; n = n->next) sum = 3 * sum + n->value;
  }
  return sum;
}
