// A Fourier transform of 2^14 complex numbers, and back, several times.
#include "kernel.h"

enum { BITS = 14, COUNT = 1 << BITS, ROUNDS = 4 };

typedef struct { double real, imaginary; } complex;

static complex values[COUNT], roots[COUNT / 2];

static complex multiply(complex a, complex b) {
  return (complex){a.real * b.real - a.imaginary * b.imaginary,
                   a.real * b.imaginary + a.imaginary * b.real};
}

// The roots of unity, by halving angles: sin² and cos² of half an angle follow from its cosine.
static void make_roots(void) {
  complex root = {-1, 0};
  roots[0] = (complex){1, 0};
  for (uint32_t step = COUNT / 4; step > 0; step /= 2) {
    double cosine = __builtin_sqrt((1 + root.real) / 2);
    root = (complex){cosine, __builtin_sqrt((1 - root.real) / 2)};
    for (uint32_t i = 0; i < COUNT / 2; i += 2 * step) roots[i + step] = multiply(roots[i], root);
  }
}

static void transform(double sign) {
  for (uint32_t i = 0; i < COUNT; i++) {
    uint32_t mirrored = 0;
    for (uint32_t bit = 0; bit < BITS; bit++) mirrored |= (i >> bit & 1) << (BITS - 1 - bit);
    if (mirrored > i) {
      complex swapped = values[i];
      values[i] = values[mirrored];
      values[mirrored] = swapped;
    }
  }
  for (uint32_t half = 1; half < COUNT; half *= 2) {
    for (uint32_t start = 0; start < COUNT; start += 2 * half) {
      for (uint32_t i = 0; i < half; i++) {
        complex root = roots[i * (COUNT / 2 / half)];
        root.imaginary *= sign;
        complex a = values[start + i], b = multiply(values[start + i + half], root);
        values[start + i] = (complex){a.real + b.real, a.imaginary + b.imaginary};
        values[start + i + half] = (complex){a.real - b.real, a.imaginary - b.imaginary};
      }
    }
  }
}

uint64_t kernel(void) {
  uint64_t state = 14;
  make_roots();
  for (uint32_t i = 0; i < COUNT; i++) {
    values[i] = (complex){(double)(next_random(&state) >> 40), (double)(i % 97)};
  }
  double sum = 0;
  for (uint32_t round = 0; round < ROUNDS; round++) {
    transform(1);
    sum += values[round + 1].real;
    transform(-1);
    for (uint32_t i = 0; i < COUNT; i++) {
      values[i].real /= COUNT;
      values[i].imaginary /= COUNT;
    }
  }
  return (uint64_t)(int64_t)(sum + 1000 * values[5].real);
}
