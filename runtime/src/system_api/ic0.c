// The rows of ic0.def as a table, and the entry points with which an interpreter calls them.
#include "ic0.h"

// For each row a function that calls `ic0_NAME` with its parameters taken from slots.
#define CALL_NONE(call) return call, UINT64_C(0)
#define CALL_I(call) return call
#define CALL_I32(call) return call
#define CALL_I64(call) return call
#define V(type, slot) (RT_##type) values[slot]
#define P0() ()
#define P1(t0, n0) (V(t0, 0))
#define P2(t0, n0, t1, n1) (V(t0, 0), V(t1, 1))
#define P3(t0, n0, t1, n1, t2, n2) (V(t0, 0), V(t1, 1), V(t2, 2))
#define P4(t0, n0, t1, n1, t2, n2, t3, n3) (V(t0, 0), V(t1, 1), V(t2, 2), V(t3, 3))
#define P5(t0, n0, t1, n1, t2, n2, t3, n3, t4, n4) \
  (V(t0, 0), V(t1, 1), V(t2, 2), V(t3, 3), V(t4, 4))
#define P8(t0, n0, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5, t6, n6, t7, n7) \
  (V(t0, 0), V(t1, 1), V(t2, 2), V(t3, 3), V(t4, 4), V(t5, 5), V(t6, 6), V(t7, 7))
#define IC0(name, result, parameters, ...)                   \
  static uint64_t enter_##name(const uint64_t *values) {     \
    (void)values;                                            \
    CALL_##result(ic0_##name parameters);                    \
  }
#include "ic0.def"
#undef IC0
#undef V
#undef P0
#undef P1
#undef P2
#undef P3
#undef P4
#undef P5
#undef P8

// The names that ic0.def gives to contexts, which are the specification's.
enum {
  S = rt_context_start,
  I = rt_context_initialization,
  G = rt_context_pre_upgrade,
  U = rt_context_update,
  RQ = rt_context_replicated_query,
  NRQ = rt_context_non_replicated_query,
  TQ = rt_context_transform_query,
  CQ = rt_context_composite_query,
  Ry = rt_context_reply_callback,
  Rt = rt_context_reject_callback,
  CRy = rt_context_composite_reply_callback,
  CRt = rt_context_composite_reject_callback,
  C = rt_context_cleanup,
  CC = rt_context_composite_cleanup,
  F = rt_context_inspect_message,
  T = rt_context_system_task,
  EVERY = I | G | U | RQ | NRQ | TQ | CQ | Ry | Rt | CRy | CRt | C | CC | F | T,
};

enum { WASM32 = 1, LOG = 2, WRAP = 4 };

#define AT(parameter) (1u << (parameter))
#define LETTER_NONE "N"
#define LETTER_I "I"
#define LETTER_I32 "W"
#define LETTER_I64 "L"
#define L(type) LETTER_##type
#define P0() ""
#define P1(t0, n0) L(t0)
#define P2(t0, n0, t1, n1) L(t0) L(t1)
#define P3(t0, n0, t1, n1, t2, n2) L(t0) L(t1) L(t2)
#define P4(t0, n0, t1, n1, t2, n2, t3, n3) L(t0) L(t1) L(t2) L(t3)
#define P5(t0, n0, t1, n1, t2, n2, t3, n3, t4, n4) L(t0) L(t1) L(t2) L(t3) L(t4)
#define P8(t0, n0, t1, n1, t2, n2, t3, n3, t4, n4, t5, n5, t6, n6, t7, n7) \
  L(t0) L(t1) L(t2) L(t3) L(t4) L(t5) L(t6) L(t7)

static const rt_ic0_function functions[] = {
#define IC0(row_name, row_result, row_parameters, row_contexts, row_cost, row_per_byte, \
            row_charged, flags)                                                         \
  {.name = #row_name,                                                                   \
   .parameters = row_parameters,                                                        \
   .result = L(row_result)[0],                                                          \
   .is_wasm32_only = ((flags) & WASM32) != 0,                                           \
   .is_logging = ((flags) & LOG) != 0,                                                  \
   .is_wrapping = ((flags) & WRAP) != 0,                                                \
   .contexts = (rt_context)(row_contexts),                                              \
   .cost = (row_cost),                                                                  \
   .cost_per_byte = (row_per_byte),                                                     \
   .charged_parameters = (row_charged),                                                 \
   .entry = enter_##row_name},
#include "ic0.def"
#undef IC0
};

size_t rt_ic0_function_count(void) { return sizeof functions / sizeof functions[0]; }

const rt_ic0_function *rt_ic0_function_at(size_t row) {
  return row < rt_ic0_function_count() ? &functions[row] : NULL;
}
