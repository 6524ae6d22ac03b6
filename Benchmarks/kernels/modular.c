// A power of a 2048-bit number modulo another one, by Montgomery's multiplication.
#include "kernel.h"
#include "wide.h"

enum { WORDS = 32, EXPONENT_BITS = 128 };

typedef struct { uint64_t words[WORDS]; } number;

static number modulus;
// -1 / modulus, modulo 2^64.
static uint64_t inverse;

static int is_less(const number *a, const number *b) {
  for (int i = WORDS - 1; i >= 0; i--) {
    if (a->words[i] != b->words[i]) return a->words[i] < b->words[i];
  }
  return 0;
}

static void subtract(number *a, const number *b) {
  uint64_t borrow = 0;
  for (int i = 0; i < WORDS; i++) {
    wide difference = (wide)a->words[i] - b->words[i] - borrow;
    a->words[i] = (uint64_t)difference;
    borrow = (uint64_t)(difference >> 64) & 1;
  }
}

// a * b / 2^2048, modulo the modulus, whose highest bit is not set.
static void multiply(number *result, const number *a, const number *b) {
  uint64_t t[WORDS + 2] = {0};
  for (int i = 0; i < WORDS; i++) {
    uint64_t carry = 0;
    for (int k = 0; k < WORDS; k++) {
      wide sum = (wide)a->words[k] * b->words[i] + t[k] + carry;
      t[k] = (uint64_t)sum;
      carry = (uint64_t)(sum >> 64);
    }
    wide last = (wide)t[WORDS] + carry;
    t[WORDS] = (uint64_t)last;
    t[WORDS + 1] = (uint64_t)(last >> 64);
    uint64_t factor = t[0] * inverse;
    carry = (uint64_t)(((wide)factor * modulus.words[0] + t[0]) >> 64);
    for (int k = 1; k < WORDS; k++) {
      wide sum = (wide)factor * modulus.words[k] + t[k] + carry;
      t[k - 1] = (uint64_t)sum;
      carry = (uint64_t)(sum >> 64);
    }
    last = (wide)t[WORDS] + carry;
    t[WORDS - 1] = (uint64_t)last;
    t[WORDS] = t[WORDS + 1] + (uint64_t)(last >> 64);
  }
  for (int i = 0; i < WORDS; i++) result->words[i] = t[i];
  if (!is_less(result, &modulus)) subtract(result, &modulus);
}

uint64_t kernel(void) {
  uint64_t state = 8;
  number base, power;
  for (int i = 0; i < WORDS; i++) {
    modulus.words[i] = next_random(&state);
    base.words[i] = power.words[i] = next_random(&state);
  }
  modulus.words[0] |= 1;
  modulus.words[WORDS - 1] = modulus.words[WORDS - 1] >> 1 | UINT64_C(1) << 62;
  base.words[WORDS - 1] = power.words[WORDS - 1] >>= 2;
  inverse = 1;
  for (int i = 0; i < 6; i++) inverse *= 2 + modulus.words[0] * inverse;
  for (int i = 0; i < 20 * EXPONENT_BITS; i++) {
    multiply(&power, &power, &power);
    if (next_random(&state) & 1) multiply(&power, &power, &base);
  }
  uint64_t sum = 0;
  for (int i = 0; i < WORDS; i++) sum = 3 * sum + power.words[i];
  return sum;
}
