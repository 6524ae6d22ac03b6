// Benchmarks in the manner of canbench: exported queries that measure themselves and answer what
// they measured, for `tinsmith bench` or canbench to call.
//
//   CANBENCH(sum) { … }                 measures its body
//   CANBENCH_AFTER(setup, sum) { … }    calls setup() before it begins to measure
//   CANBENCH_SCOPE("inner") { … }       within a body: measures a part of it, too; must not be
//                                       left by return, break or goto
//
// A query's changes are dropped, so each benchmark begins with the state of after the
// installation.
#ifndef CANBENCH_H
#define CANBENCH_H

#include "ic0.h"

// In the order of the hashes of the fields' names, which is that of the values in Candid.
typedef struct canbench_measurement {
  uint64_t stable_memory_increase;
  uint64_t calls;
  uint64_t heap_increase;
  uint64_t instructions;
} canbench_measurement;

enum { CANBENCH_SCOPES_MAX = 16, CANBENCH_NAME_BYTES_MAX = 64 };

typedef struct canbench_scope {
  const char *name;
  uint32_t name_size;
  // How many blocks of the scope are open: only the outermost is measured.
  uint32_t depth;
  canbench_measurement start;
  canbench_measurement sum;
} canbench_scope;

static canbench_scope canbench_scopes[CANBENCH_SCOPES_MAX];
static uint32_t canbench_scope_count;

// A function of its own, so that each reading costs the same: 1 for the function, 1 for the
// constant, 5 for the call and 200 for the counter. Thus an empty benchmark measures 207.
__attribute__((noinline)) static uint64_t canbench_instructions(void) {
  return ic0_performance_counter(0);
}

// The instructions are read last, and first at the end: no other reading is within the interval.
#define CANBENCH_START(measurement)                              \
  ((measurement).heap_increase = __builtin_wasm_memory_size(0),  \
   (measurement).stable_memory_increase = ic0_stable64_size(),   \
   (measurement).instructions = canbench_instructions())

#define CANBENCH_END(measurement)                                                               \
  ((measurement).instructions = canbench_instructions() - (measurement).instructions,           \
   (measurement).stable_memory_increase =                                                       \
       ic0_stable64_size() - (measurement).stable_memory_increase,                              \
   (measurement).heap_increase = __builtin_wasm_memory_size(0) - (measurement).heap_increase)

static inline _Bool canbench_has_name(const canbench_scope *scope, const char *name,
                                     uint32_t name_size) {
  if (scope->name_size != name_size) return 0;
  for (uint32_t i = 0; i < name_size; i++) {
    if (scope->name[i] != name[i]) return 0;
  }
  return 1;
}

// The scope with this name, new if it is entered for the first time.
static inline canbench_scope *canbench_scope_named(const char *name, uint32_t name_size) {
  for (uint32_t i = 0; i < canbench_scope_count; i++) {
    canbench_scope *scope = &canbench_scopes[i];
    if (canbench_has_name(scope, name, name_size)) return scope;
  }
  if (canbench_scope_count == CANBENCH_SCOPES_MAX) TRAP("a benchmark has too many scopes");
  canbench_scopes[canbench_scope_count] = (canbench_scope){.name = name, .name_size = name_size};
  return &canbench_scopes[canbench_scope_count++];
}

static inline canbench_scope *canbench_enter(const char *name, uint32_t name_size) {
  canbench_scope *scope = canbench_scope_named(name, name_size);
  scope->sum.calls++;
  if (scope->depth++ == 0) CANBENCH_START(scope->start);
  return scope;
}

static inline canbench_scope *canbench_leave(canbench_scope *scope) {
  if (--scope->depth == 0) {
    CANBENCH_END(scope->start);
    scope->sum.instructions += scope->start.instructions;
    scope->sum.stable_memory_increase += scope->start.stable_memory_increase;
    scope->sum.heap_increase += scope->start.heap_increase;
  }
  return 0;
}

#define CANBENCH_SCOPE(literal)                                                              \
  _Static_assert(sizeof(literal) - 1 <= CANBENCH_NAME_BYTES_MAX, "the name is too long");    \
  for (canbench_scope *canbench_it = canbench_enter(literal, sizeof(literal) - 1); canbench_it; \
       canbench_it = canbench_leave(canbench_it))

// The reply --------------------------------------------------------------------------------------

static inline void canbench_reply_byte(uint8_t byte) { ic0_msg_reply_data_append(&byte, 1); }

// LEB128; all numbers here are below 2^32.
static inline void canbench_reply_number(uint32_t number) {
  for (; number >= 0x80; number >>= 7) canbench_reply_byte((uint8_t)(number | 0x80));
  canbench_reply_byte((uint8_t)number);
}

// A field of a record type: the hash of its name, and its type.
static inline void canbench_reply_field(const char *name, uint8_t type) {
  uint32_t hash = 0;
  for (; *name; name++) hash = hash * 223 + (uint8_t)*name;
  canbench_reply_number(hash);
  canbench_reply_byte(type);
}

static inline void canbench_reply_types(void) {
  enum { nat64 = 0x78, text = 0x71, vec = 0x6d, record = 0x6c };
  enum { measurement, scope, scopes, result, type_count };
  ic0_msg_reply_data_append("DIDL", 4);
  canbench_reply_byte(type_count);
  canbench_reply_byte(record), canbench_reply_byte(4);
  canbench_reply_field("stable_memory_increase", nat64);
  canbench_reply_field("calls", nat64);
  canbench_reply_field("heap_increase", nat64);
  canbench_reply_field("instructions", nat64);
  canbench_reply_byte(record), canbench_reply_byte(2);
  canbench_reply_byte(0), canbench_reply_byte(text);
  canbench_reply_byte(1), canbench_reply_byte(measurement);
  canbench_reply_byte(vec), canbench_reply_byte(scope);
  canbench_reply_byte(record), canbench_reply_byte(2);
  canbench_reply_field("total", measurement);
  canbench_reply_field("scopes", scopes);
  canbench_reply_byte(1), canbench_reply_byte(result);
}

static inline void canbench_reply(const canbench_measurement *total) {
  canbench_reply_types();
  ic0_msg_reply_data_append(total, sizeof *total);
  canbench_reply_number(canbench_scope_count);
  for (uint32_t i = 0; i < canbench_scope_count; i++) {
    const canbench_scope *scope = &canbench_scopes[i];
    canbench_reply_number(scope->name_size);
    ic0_msg_reply_data_append(scope->name, scope->name_size);
    ic0_msg_reply_data_append(&scope->sum, sizeof scope->sum);
  }
  ic0_msg_reply();
}

// Benchmarks -------------------------------------------------------------------------------------

static inline void canbench_no_setup(void) {}

#define CANBENCH(name) CANBENCH_AFTER(canbench_no_setup, name)

#define CANBENCH_AFTER(setup, name)                             \
  static inline void canbench_body_##name(void);                \
  CANISTER_QUERY(__canbench__##name) {                          \
    setup();                                                    \
    canbench_measurement total = {.calls = 1};                  \
    CANBENCH_START(total);                                      \
    canbench_body_##name();                                     \
    CANBENCH_END(total);                                        \
    canbench_reply(&total);                                     \
  }                                                             \
  static inline void canbench_body_##name(void)

#endif
