// A regular expression as a set of states of an automaton, over a text, by Thompson's method.
#include "kernel.h"

enum { TEXT_BYTES = 300000, STATES = 64 };

// What a state asks of the next letter, and where it leads, as bits: itself, too, if it repeats.
typedef struct { uint8_t first, last, repeats, may_be_left_out; } item;

// [a-f]+x?[0-9]*(y|z)[a-z]*q
static const item ITEMS[] = {
    {'a', 'f', 1, 0}, {'x', 'x', 0, 1}, {'0', '9', 1, 1}, {'y', 'z', 0, 0}, {'a', 'z', 1, 1},
    {'q', 'q', 0, 0},
};
enum { ITEM_COUNT = sizeof ITEMS / sizeof *ITEMS };

static uint8_t text[TEXT_BYTES];

// The states that can be reached from one without a letter.
static uint64_t close_over(uint64_t states) {
  for (uint32_t i = 0; i < ITEM_COUNT; i++) {
    if (states >> i & 1 && ITEMS[i].may_be_left_out) states |= UINT64_C(2) << i;
  }
  return states;
}

uint64_t kernel(void) {
  uint64_t state = 12;
  static const char letters[] = "abcdefxyzq019mnopq";
  for (uint32_t i = 0; i < TEXT_BYTES; i++) {
    text[i] = (uint8_t)letters[next_random(&state) % (sizeof letters - 1)];
  }
  uint64_t matches = 0, states = 0;
  for (uint32_t at = 0; at < TEXT_BYTES; at++) {
    uint64_t next = 0;
    states = close_over(states | 1);
    for (uint32_t i = 0; i < ITEM_COUNT; i++) {
      if (!(states >> i & 1) || text[at] < ITEMS[i].first || text[at] > ITEMS[i].last) continue;
      next |= UINT64_C(2) << i;
      if (ITEMS[i].repeats) next |= UINT64_C(1) << i;
    }
    states = close_over(next);
    if (states >> ITEM_COUNT & 1) matches = 3 * matches + at;
  }
  return matches;
}
