// Amounts of cycles: 128 bits.
#ifndef RT_CYCLES_H
#define RT_CYCLES_H

#include "rt_prices.h"

typedef unsigned __int128 rt_cycles;

static inline rt_cycles rt_cycles_from(uint64_t high, uint64_t low) {
  return (rt_cycles)high << 64 | low;
}

static inline rt_cycles rt_cycles_of(rt_cycles_amount amount) {
  return rt_cycles_from(amount.high, amount.low);
}

static inline rt_cycles_amount rt_cycles_amount_from(rt_cycles cycles) {
  return (rt_cycles_amount){.low = (uint64_t)cycles, .high = (uint64_t)(cycles >> 64)};
}

static inline rt_cycles rt_cycles_min(rt_cycles left, rt_cycles right) {
  return left < right ? left : right;
}

#endif
