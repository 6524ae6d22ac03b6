// A B-tree from 128-bit keys to 128-bit values, all of it in stable memory.
//
// Nothing of the tree is kept on the heap, so an upgrade needs no hooks and costs the same however
// many entries there are. The nodes are never copied out as a whole either: a lookup reads just
// the keys that it compares. The layout, little-endian:
//
//   offset 0      header: struct btree_header
//   offset 512    nodes of 512 bytes, aligned to that, so that none straddles a 4 KiB page
//
//   node + 0      u32 1 for a leaf, else 0; u32 number of entries
//   node + 8      11 keys of 16 bytes, ascending
//   node + 184    11 values of 16 bytes
//   node + 360    12 addresses of children of 8 bytes (unused in a leaf)
#ifndef BTREE_H
#define BTREE_H

#include "candid.h"

// Makes an empty tree at the start of stable memory. Stable memory must be empty.
void btree_initialize(void);

// Traps if stable memory does not hold a tree of this layout.
void btree_check(void);

uint64_t btree_count(void);

// Enters `value` for `key`. Answers whether there was an earlier value, left in `*previous`.
_Bool btree_insert(word key, word value, word *previous);

// Answers whether `key` is present; then its value is left in `*value`.
_Bool btree_get(word key, word *value);

// How far a sequence of keys has been entered: one number that the tree keeps for its user.
uint64_t btree_position(void);
void btree_set_position(uint64_t position);

#endif
