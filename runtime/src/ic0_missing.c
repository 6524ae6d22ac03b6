// Stands in for the functions of the System API that are still to be written.
#include <stdlib.h>

#include "ic0.h"

#define P0() (void)
#define P1(...) ()
#define P2(...) ()
#define P3(...) ()
#define P4(...) ()
#define P5(...) ()
#define P8(...) ()
#define IC0(name, ...) \
  __attribute__((weak)) void missing_##name(void) __asm__("ic0_" #name); \
  void missing_##name(void) { abort(); }
#include "ic0.def"
