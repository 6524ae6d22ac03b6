// A hash table with open addressing: insertions, look-ups, removals.
#include "kernel.h"

enum { SLOTS = 1 << 16, KEYS = 40000, ROUNDS = 6 };

static struct { uint64_t key, value; } slots[SLOTS];

static uint32_t slot_of(uint64_t key) {
  uint32_t at = (uint32_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 48);
  while (slots[at].key != 0 && slots[at].key != key) at = (at + 1) % SLOTS;
  return at;
}

// Closes the gap that a removal leaves with what was displaced by it.
static void remove_key(uint64_t key) {
  uint32_t gap = slot_of(key);
  slots[gap].key = 0;
  for (uint32_t at = (gap + 1) % SLOTS; slots[at].key != 0; at = (at + 1) % SLOTS) {
    uint64_t moved = slots[at].key, value = slots[at].value;
    slots[at].key = 0;
    uint32_t home = slot_of(moved);
    slots[home].key = moved;
    slots[home].value = value;
  }
}

uint64_t kernel(void) {
  for (uint32_t i = 0; i < SLOTS; i++) slots[i].key = 0;
  uint64_t sum = 0;
  for (uint32_t round = 0; round < ROUNDS; round++) {
    uint64_t state = 6;
    for (uint32_t i = 0; i < KEYS; i++) {
      uint64_t key = next_random(&state) | 1;
      uint32_t at = slot_of(key);
      slots[at].value = slots[at].key == key ? slots[at].value + i : round;
      slots[at].key = key;
    }
    state = 6;
    for (uint32_t i = 0; i < KEYS; i++) sum += slots[slot_of(next_random(&state) | 1)].value;
    state = 6;
    for (uint32_t i = 0; i < KEYS / 8; i++) remove_key(next_random(&state) | 1);
  }
  return sum;
}
