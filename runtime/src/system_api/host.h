// What the functions of the System API have in common: how they begin, how they copy to and from
// memory, and how they end a message.
#ifndef RT_HOST_H
#define RT_HOST_H

#include "execution/runtime_call.h"

/// The rows of ic0.def by name.
typedef enum rt_row {
#define IC0(name, ...) rt_row_##name,
#include "ic0.def"
#undef IC0
} rt_row;

/// Begins a call of a function of the System API: it has stack, it pays, and the context is
/// right, in this order. `charged_bytes` is the sum of the sizes that ic0.def says are charged.
rt_canister *rt_begin(rt_row row, uint64_t charged_bytes);

/// Ends the message because the canister broke a rule of the interface (IC0504).
__attribute__((noreturn, format(printf, 2, 3))) void rt_violate(rt_canister *canister,
                                                                const char *format, ...);

/// The violation of calling a function where it can't be.
__attribute__((noreturn)) void rt_refuse_context(rt_canister *canister, rt_row row);

/// `rt_heap` for reading, but a violation if it is not there; `what` names the access.
uint8_t *rt_require_heap(rt_canister *canister, const char *what, uint64_t start, uint64_t size);

/// Copies part of what the System API has to linear memory: a violation if the destination, or
/// then the source, is out of range. `source_name` says what the source is, in violations.
void rt_copy_out(rt_canister *canister, rt_row row, uint64_t dst, uint64_t offset, uint64_t size,
                 const char *source_name, const void *source, size_t source_size);

/// Writes 16 bytes to linear memory.
void rt_store_cycles(rt_canister *canister, rt_row row, uint64_t dst, rt_cycles cycles);

/// An amount for a function whose result has 64 bits; traps if it has more.
uint64_t rt_cycles_in_64_bits(rt_cycles cycles);

#endif
