// A kernel as a program: writes its number, and the nanoseconds of each of so many runs, by the
// clock and of the processor.
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kernel.h"

static uint64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

int main(int argc, char **argv) {
  int runs = argc == 2 ? atoi(argv[1]) : 1;
  for (int i = 0; i < runs; i++) {
    uint64_t wall = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
    uint64_t result = kernel();
    processor = now(CLOCK_PROCESS_CPUTIME_ID) - processor;
    wall = now(CLOCK_MONOTONIC) - wall;
    printf("%llu %llu %llu\n", (unsigned long long)result, (unsigned long long)wall,
           (unsigned long long)processor);
  }
}
