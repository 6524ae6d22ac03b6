// The product of two matrices of doubles, row by row.
#include "kernel.h"

enum { SIZE = 256 };

static double a[SIZE][SIZE], b[SIZE][SIZE], product[SIZE][SIZE];

uint64_t kernel(void) {
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      a[i][j] = i + j;
      b[i][j] = i ^ j;
      product[i][j] = 0;
    }
  }
  for (int i = 0; i < SIZE; i++) {
    for (int k = 0; k < SIZE; k++) {
      for (int j = 0; j < SIZE; j++) product[i][j] += a[i][k] * b[k][j];
    }
  }
  double trace = 0;
  for (int i = 0; i < SIZE; i++) trace += product[i][i];
  return (uint64_t)(int64_t)trace;
}
