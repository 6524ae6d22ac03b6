// A mix as of embedded programs: a list that is searched and turned round, a small matrix, a state
// machine over text, and a check sum (CRC-16) of all of it.
#include "kernel.h"

enum { ITEMS = 100, SIDE = 12, ROUNDS = 600 };

typedef struct item { struct item *next; int16_t value, index; } item;

static item items[ITEMS];
static int16_t matrix[SIDE][SIDE];

static uint16_t crc(uint16_t sum, uint16_t value) {
  for (int i = 0; i < 16; i++, value >>= 1) {
    uint16_t bit = (sum ^ value) & 1;
    sum = (uint16_t)(sum >> 1 ^ (bit ? 0xa001 : 0));
  }
  return sum;
}

static item *reverse(item *list) {
  item *result = 0;
  while (list) {
    item *next = list->next;
    list->next = result;
    result = list;
    list = next;
  }
  return result;
}

static uint16_t multiply(uint16_t sum, int16_t factor) {
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      int32_t product = 0;
      for (int k = 0; k < SIDE; k++) product += matrix[i][k] * matrix[k][j] + factor;
      sum = crc(sum, (uint16_t)(product >> 4));
    }
  }
  return sum;
}

// How many words of the text are whole numbers, numbers with a point, or neither.
static uint16_t classify(const char *text) {
  enum { START, WHOLE, POINT, OTHER } state = START;
  uint16_t counts[4] = {0};
  for (;; text++) {
    if (*text == ',' || *text == 0) {
      counts[state]++;
      state = START;
      if (*text == 0) return (uint16_t)(counts[WHOLE] << 8 | counts[POINT] << 4 | counts[OTHER]);
    } else if (*text >= '0' && *text <= '9') {
      if (state == START) state = WHOLE;
    } else {
      state = *text == '.' && state == WHOLE ? POINT : OTHER;
    }
  }
}

uint64_t kernel(void) {
  uint64_t state = 16;
  for (int i = 0; i < ITEMS; i++) {
    items[i] = (item){i + 1 < ITEMS ? &items[i + 1] : 0, (int16_t)next_random(&state), (int16_t)i};
  }
  for (int i = 0; i < SIDE * SIDE; i++) matrix[i / SIDE][i % SIDE] = (int16_t)(i * 7 % 31);
  uint16_t sum = 0;
  uint64_t result = 0;
  item *list = items;
  for (int round = 0; round < ROUNDS; round++) {
    list = reverse(list);
    for (item *i = list; i; i = i->next) sum = crc(sum, (uint16_t)(i->value ^ i->index));
    sum = multiply(sum, (int16_t)round);
    sum = crc(sum, classify("5012,T0.3,874.1,-.12,1.5e7,88,0x1f,+7,42.42,9,abc"));
    result = 31 * result + sum;
  }
  return result;
}
