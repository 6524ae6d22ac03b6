#include "btree.h"

#include <stddef.h>

// The header ------------------------------------------------------------------------------------

static const uint64_t btree_magic = UINT64_C(0x3130656572746276);  // "vbtree01"

typedef struct btree_header {
  uint64_t magic;
  uint64_t root;
  uint64_t count;
  // Where the next node goes. Nodes are never freed: keys can't be removed.
  uint64_t end;
  uint64_t position;
} btree_header;

static uint64_t header_field(uint64_t offset) {
  uint64_t value;
  stable_read(&value, offset, sizeof value);
  return value;
}

static void set_header_field(uint64_t offset, uint64_t value) {
  stable_write(offset, &value, sizeof value);
}

#define HEADER(field) header_field(offsetof(btree_header, field))
#define SET_HEADER(field, value) set_header_field(offsetof(btree_header, field), value)

// Nodes -----------------------------------------------------------------------------------------

enum {
  NODE_BYTES = 512,
  // A node but the root has 5 to 11 entries, and one child more than entries unless it is a leaf.
  NODE_MINIMUM = 5,
  NODE_MAXIMUM = 2 * NODE_MINIMUM + 1,
  KEYS_OFFSET = 8,
  VALUES_OFFSET = KEYS_OFFSET + NODE_MAXIMUM * sizeof(word),
  CHILDREN_OFFSET = VALUES_OFFSET + NODE_MAXIMUM * sizeof(word),
};

_Static_assert(CHILDREN_OFFSET + (NODE_MAXIMUM + 1) * sizeof(uint64_t) <= NODE_BYTES, "fits");
_Static_assert(sizeof(btree_header) <= NODE_BYTES, "the first node comes after the header");

typedef uint64_t node;  // its address in stable memory

typedef struct node_head {
  uint32_t is_leaf;
  uint32_t count;
} node_head;

static uint64_t key_at(node n, uint32_t i) { return n + KEYS_OFFSET + i * sizeof(word); }
static uint64_t value_at(node n, uint32_t i) { return n + VALUES_OFFSET + i * sizeof(word); }
static uint64_t child_at(node n, uint32_t i) { return n + CHILDREN_OFFSET + i * sizeof(node); }

static node_head head_of(node n) {
  node_head head;
  stable_read(&head, n, sizeof head);
  return head;
}

static void set_head(node n, node_head head) { stable_write(n, &head, sizeof head); }

static word read_word(uint64_t address) {
  word value;
  stable_read(&value, address, sizeof value);
  return value;
}

static void write_word(uint64_t address, word value) {
  stable_write(address, &value, sizeof value);
}

static node read_child(node n, uint32_t i) {
  node child;
  stable_read(&child, child_at(n, i), sizeof child);
  return child;
}

static void write_child(node n, uint32_t i, node child) {
  stable_write(child_at(n, i), &child, sizeof child);
}

static void move_entry(node to, uint32_t to_index, node from, uint32_t from_index) {
  write_word(key_at(to, to_index), read_word(key_at(from, from_index)));
  write_word(value_at(to, to_index), read_word(value_at(from, from_index)));
}

static node new_node(node_head head) {
  node n = HEADER(end);
  uint64_t end = n + NODE_BYTES;
  if (end > ic0_stable64_size() * IC0_STABLE_PAGE_BYTES &&
      ic0_stable64_grow(1) == IC0_STABLE_GROW_FAILED) {
    TRAP("no stable memory left");
  }
  SET_HEADER(end, end);
  set_head(n, head);
  return n;
}

// The first entry of `n` whose key is not less than `key`, which is `count` if there is none.
static uint32_t lower_bound(node n, uint32_t count, word key, _Bool *is_equal) {
  uint32_t low = 0;
  uint32_t high = count;
  *is_equal = 0;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    word probe = read_word(key_at(n, middle));
    if (probe == key) {
      *is_equal = 1;
      return middle;
    }
    if (probe < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Makes room for entry `i` and, in an inner node, for child `i + 1`.
static void open_gap(node n, node_head head, uint32_t i) {
  for (uint32_t k = head.count; k > i; k--) move_entry(n, k, n, k - 1);
  if (!head.is_leaf) {
    for (uint32_t k = head.count + 1; k > i + 1; k--) write_child(n, k, read_child(n, k - 1));
  }
  head.count++;
  set_head(n, head);
}

// Splits child `i` of `parent`, which is full while the parent is not: the upper half goes to a
// new child `i + 1`, and the entry in the middle goes up between the two.
static void split_child(node parent, uint32_t i) {
  node left = read_child(parent, i);
  node_head half = {.is_leaf = head_of(left).is_leaf, .count = NODE_MINIMUM};
  node right = new_node(half);
  for (uint32_t k = 0; k < NODE_MINIMUM; k++) move_entry(right, k, left, NODE_MINIMUM + 1 + k);
  if (!half.is_leaf) {
    for (uint32_t k = 0; k <= NODE_MINIMUM; k++) {
      write_child(right, k, read_child(left, NODE_MINIMUM + 1 + k));
    }
  }
  set_head(left, half);

  open_gap(parent, head_of(parent), i);
  move_entry(parent, i, left, NODE_MINIMUM);
  write_child(parent, i + 1, right);
}

// A root that is not full: a full one gets a new root above it, and the tree grows by a level.
static node root_with_room(void) {
  node root = HEADER(root);
  if (head_of(root).count < NODE_MAXIMUM) return root;
  node above = new_node((node_head){.is_leaf = 0, .count = 0});
  write_child(above, 0, root);
  split_child(above, 0);
  SET_HEADER(root, above);
  return above;
}

// What the canister calls -----------------------------------------------------------------------

void btree_initialize(void) {
  if (ic0_stable64_grow(1) == IC0_STABLE_GROW_FAILED) TRAP("no stable memory left");
  btree_header header = {.magic = btree_magic, .end = NODE_BYTES};
  stable_write(0, &header, sizeof header);
  SET_HEADER(root, new_node((node_head){.is_leaf = 1, .count = 0}));
}

void btree_check(void) {
  if (ic0_stable64_size() == 0 || HEADER(magic) != btree_magic) {
    TRAP("stable memory does not hold a tree");
  }
}

uint64_t btree_count(void) { return HEADER(count); }

_Bool btree_get(word key, word *value) {
  node n = HEADER(root);
  for (;;) {
    node_head head = head_of(n);
    _Bool is_equal;
    uint32_t i = lower_bound(n, head.count, key, &is_equal);
    if (is_equal) {
      *value = read_word(value_at(n, i));
      return 1;
    }
    if (head.is_leaf) return 0;
    n = read_child(n, i);
  }
}

// Full nodes are split on the way down, so there is room when an entry comes up from below.
_Bool btree_insert(word key, word value, word *previous) {
  node n = root_with_room();
  for (;;) {
    node_head head = head_of(n);
    _Bool is_equal;
    uint32_t i = lower_bound(n, head.count, key, &is_equal);
    if (is_equal) {
      *previous = read_word(value_at(n, i));
      write_word(value_at(n, i), value);
      return 1;
    }
    if (head.is_leaf) {
      open_gap(n, head, i);
      write_word(key_at(n, i), key);
      write_word(value_at(n, i), value);
      SET_HEADER(count, HEADER(count) + 1);
      return 0;
    }
    node child = read_child(n, i);
    if (head_of(child).count == NODE_MAXIMUM) {
      split_child(n, i);  // and look at this node again, which has one entry more
    } else {
      n = child;
    }
  }
}

uint64_t btree_position(void) { return HEADER(position); }
void btree_set_position(uint64_t position) { SET_HEADER(position, position); }
