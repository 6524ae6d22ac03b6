// A B-tree in the heap: a hundred thousand insertions, as many look-ups, a walk in order.
#include "kernel.h"

enum { ORDER = 16, KEYS = 100000, NODES = 2 * KEYS / ORDER + 8 };

typedef struct node {
  uint32_t count, is_leaf;
  uint64_t keys[ORDER - 1], values[ORDER - 1];
  struct node *children[ORDER];
} node;

static node nodes[NODES];
static uint32_t used;

static node *make(uint32_t is_leaf) {
  node *n = &nodes[used++];
  n->count = 0;
  n->is_leaf = is_leaf;
  return n;
}

static uint32_t place(const node *n, uint64_t key) {
  uint32_t i = 0;
  while (i < n->count && n->keys[i] < key) i++;
  return i;
}

// Moves the upper half of a full child to a node of its own.
static void split(node *parent, uint32_t at) {
  enum { MIDDLE = (ORDER - 1) / 2 };
  node *left = parent->children[at], *right = make(left->is_leaf);
  right->count = ORDER - 2 - MIDDLE;
  for (uint32_t i = 0; i < right->count; i++) {
    right->keys[i] = left->keys[MIDDLE + 1 + i];
    right->values[i] = left->values[MIDDLE + 1 + i];
  }
  for (uint32_t i = 0; !left->is_leaf && i <= right->count; i++) {
    right->children[i] = left->children[MIDDLE + 1 + i];
  }
  left->count = MIDDLE;
  for (uint32_t i = parent->count; i > at; i--) {
    parent->keys[i] = parent->keys[i - 1];
    parent->values[i] = parent->values[i - 1];
    parent->children[i + 1] = parent->children[i];
  }
  parent->keys[at] = left->keys[MIDDLE];
  parent->values[at] = left->values[MIDDLE];
  parent->children[at + 1] = right;
  parent->count++;
}

static node *insert(node *root, uint64_t key, uint64_t value) {
  if (root->count == ORDER - 1) {
    node *above = make(0);
    above->children[0] = root;
    split(above, 0);
    root = above;
  }
  node *n = root;
  for (;;) {
    uint32_t at = place(n, key);
    if (n->is_leaf) {
      for (uint32_t i = n->count; i > at; i--) {
        n->keys[i] = n->keys[i - 1];
        n->values[i] = n->values[i - 1];
      }
      n->keys[at] = key;
      n->values[at] = value;
      n->count++;
      return root;
    }
    if (n->children[at]->count == ORDER - 1) {
      split(n, at);
      at += n->keys[at] < key;
    }
    n = n->children[at];
  }
}

static uint64_t get(const node *n, uint64_t key) {
  for (;;) {
    uint32_t at = place(n, key);
    if (at < n->count && n->keys[at] == key) return n->values[at];
    if (n->is_leaf) return 0;
    n = n->children[at];
  }
}

static uint64_t fold(const node *n, uint64_t sum) {
  for (uint32_t i = 0; i <= n->count; i++) {
    if (!n->is_leaf) sum = fold(n->children[i], sum);
    if (i < n->count) sum = 3 * sum + n->keys[i];
  }
  return sum;
}

uint64_t kernel(void) {
  used = 0;
  node *root = make(1);
  uint64_t state = 7;
  for (uint32_t i = 0; i < KEYS; i++) root = insert(root, next_random(&state), i);
  uint64_t sum = 0;
  state = 7;
  for (uint32_t i = 0; i < KEYS; i++) sum += get(root, next_random(&state)) * i;
  return fold(root, sum);
}
