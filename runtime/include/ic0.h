// The System API as data and as functions: what ic0.def says, expanded.
//
// Compiled code calls `ic0_NAME` and an interpreter the `entry` of a row; both reach the same
// function. Addresses, sizes and indexes are `uint64_t` in both widths, extended with zeros.
#ifndef RT_IC0_H
#define RT_IC0_H

#include "rt_abi.h"

/// The contexts in which the System API is called (Interface Specification, "Overview of
/// imports").
typedef enum __attribute__((flag_enum, enum_extensibility(open))) rt_context : uint32_t {
  rt_context_start = 1u << 0,
  rt_context_initialization = 1u << 1,
  rt_context_pre_upgrade = 1u << 2,
  rt_context_update = 1u << 3,
  rt_context_replicated_query = 1u << 4,
  rt_context_non_replicated_query = 1u << 5,
  rt_context_transform_query = 1u << 6,
  rt_context_composite_query = 1u << 7,
  rt_context_reply_callback = 1u << 8,
  rt_context_reject_callback = 1u << 9,
  rt_context_composite_reply_callback = 1u << 10,
  rt_context_composite_reject_callback = 1u << 11,
  rt_context_cleanup = 1u << 12,
  rt_context_composite_cleanup = 1u << 13,
  rt_context_inspect_message = 1u << 14,
  rt_context_system_task = 1u << 15,
} rt_context;

/// Calls a function of the System API with one slot for each parameter; the result, or 0.
///
/// It may leave by a trap, so only code that `rt_enter` has entered can call it.
typedef uint64_t (*rt_ic0_entry)(const uint64_t *values);

/// A row of ic0.def.
typedef struct rt_ic0_function {
  /// Without the module's name; the symbol is `ic0_NAME`.
  const char *name;
  /// A letter for each parameter: `I` as wide as an address, `W` i32, `L` i64.
  const char *parameters;
  /// One of the same letters, or `N` for none.
  char result;
  /// Whether a canister with 64-bit addresses can't import it.
  bool is_wasm32_only;
  /// Whether the call also pays for what it writes to the canister's log.
  bool is_logging;
  /// Whether the sum of what a call costs wraps around, rather than being too much for anyone.
  bool is_wrapping;
  /// Where it may be called.
  rt_context contexts;
  /// Instructions that a call costs, and those that each byte adds.
  uint32_t cost;
  uint32_t cost_per_byte;
  /// Bit `i` says that parameter `i` is a number of bytes that the call pays for.
  uint32_t charged_parameters;
  rt_ic0_entry entry;
} rt_ic0_function;

/// How many functions there are.
size_t rt_ic0_function_count(void);

/// The function of a row, from 0.
const rt_ic0_function *rt_ic0_function_at(size_t row);

// The prototypes.
#define RT_NONE void
#define RT_I32 uint32_t
#define RT_I64 uint64_t
#define RT_I uint64_t
#define P0() (void)
#define P1(t0, n0) (RT_##t0 n0)
#define P2(t0, n0, t1, n1) (RT_##t0 n0, RT_##t1 n1)
#define P3(t0, n0, t1, n1, t2, n2) (RT_##t0 n0, RT_##t1 n1, RT_##t2 n2)
#define P4(t0, n0, t1, n1, t2, n2, t3, n3) (RT_##t0 n0, RT_##t1 n1, RT_##t2 n2, RT_##t3 n3)
#define P5(t0, n0, t1, n1, t2, n2, t3, n3, t4, n4) \
  (RT_##t0 n0, RT_##t1 n1, RT_##t2 n2, RT_##t3 n3, RT_##t4 n4)
#define P8(t0, n0, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5, t6, n6, t7, n7)                    \
  (RT_##t0 n0, RT_##t1 n1, RT_##t2 n2, RT_##t3 n3, RT_##t4 n4, RT_##t5 n5, RT_##t6 n6, RT_##t7 n7)
#define IC0(name, result, parameters, ...) RT_##result ic0_##name parameters;
#include "ic0.def"
#undef IC0
#undef P0
#undef P1
#undef P2
#undef P3
#undef P4
#undef P5
#undef P8

#endif
