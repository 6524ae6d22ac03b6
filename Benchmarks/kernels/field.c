// Arithmetic modulo 2^255 - 19, as signatures need it: inversions, by a power.
#include "kernel.h"
#include "wide.h"

enum { LIMBS = 5, INVERSIONS = 700 };

// Limbs of 51 bits, the lowest one first.
typedef struct { uint64_t limbs[LIMBS]; } element;

static const uint64_t MASK = (UINT64_C(1) << 51) - 1;

static element multiply(element a, element b) {
  uint64_t folded[LIMBS];
  for (int i = 0; i < LIMBS; i++) folded[i] = 19 * b.limbs[i];
  element result;
  uint64_t carry = 0;
  for (int i = 0; i < LIMBS; i++) {
    wide sum = carry;
    for (int k = 0; k < LIMBS; k++) {
      sum += (wide)a.limbs[k] * (k <= i ? b.limbs[i - k] : folded[LIMBS + i - k]);
    }
    result.limbs[i] = (uint64_t)sum & MASK;
    carry = (uint64_t)(sum >> 51);
  }
  result.limbs[0] += 19 * carry;
  result.limbs[1] += result.limbs[0] >> 51;
  result.limbs[0] &= MASK;
  return result;
}

// The power p - 2, all of whose bits are set but two.
static element invert(element a) {
  element result = a;
  for (int bit = 253; bit >= 0; bit--) {
    result = multiply(result, result);
    if (bit != 2 && bit != 4) result = multiply(result, a);
  }
  return result;
}

uint64_t kernel(void) {
  uint64_t state = 9, sum = 0;
  element a;
  for (int i = 0; i < LIMBS; i++) a.limbs[i] = next_random(&state) & MASK;
  for (int i = 0; i < INVERSIONS; i++) {
    a = invert(a);
    a.limbs[0] ^= 1;
    for (int k = 0; k < LIMBS; k++) sum = 3 * sum + a.limbs[k];
  }
  return sum;
}
