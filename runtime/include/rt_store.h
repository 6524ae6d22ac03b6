// Instances of plain modules, linked with each other in one process.
//
// Code that is loaded into this process refers to all that an instance has by address: to
// memories, tables, globals and functions, its own ones and imported ones alike. These are the
// records that lie there; the loader of the code (Sources/NativeLoader) makes and fills them.
#ifndef RT_STORE_H
#define RT_STORE_H

#include "rt_abi.h"

/// A function as references, tables and importers know it. The first two fields are those of
/// `rt_table_element`. The code expects the instance as its first argument.
typedef struct rt_function {
  uint64_t type;
  rt_code code;
  const void *instance;
} rt_function;

/// A reference: the address of an `rt_function`, or a number of the host; null is null.
typedef const void *rt_reference;

/// A memory. Its reservation of `RT_MEMORY_RESERVATION_BYTES` begins at `base` and never moves.
typedef struct rt_linear_memory {
  uint64_t size_bytes;
  uint64_t maximum_pages;
  uint8_t *base;
  /// The next memory of the same store.
  struct rt_linear_memory *next;
} rt_linear_memory;

/// A table. The elements move when it grows.
typedef struct rt_table {
  rt_reference *elements;
  uint64_t size;
  uint64_t maximum;
} rt_table;

/// What an element segment still has: nothing when it is dropped.
typedef struct rt_elements {
  const rt_reference *elements;
  uint64_t count;
} rt_elements;

/// What executes the functions of linked instances: a native stack, and the memories whose guard
/// pages tell accesses out of bounds.
typedef struct rt_store rt_store;

/// Null if the system has no memory for the stack.
rt_store *rt_store_create(uint64_t stack_bytes);

void rt_store_destroy(rt_store *store);

/// Confines this process, with all its threads: from now on it has no files but those that are
/// open, no network, no other processes, and can't load code. False if the system can't do that.
bool rt_store_confine(void);

/// Calls a function by an invoker of its type, which takes the address of the `rt_function` in
/// place of its code. False if it ends in a trap. Nothing that is called may call this.
bool rt_store_invoke(rt_store *store, rt_invoker invoker, const rt_function *function,
                     uint64_t *values, rt_trap *trap);

/// Reserves addresses for a memory, at `place` or, if that is null, anywhere, and adds it to the
/// store. False if the system has no room.
bool rt_store_add_memory(rt_store *store, rt_linear_memory *memory, void *place,
                         uint64_t initial_pages, uint64_t maximum_pages);

void rt_store_remove_memory(rt_store *store, rt_linear_memory *memory);

bool rt_table_create(rt_table *table, uint64_t size, uint64_t maximum);

void rt_table_destroy(rt_table *table);

// Called by compiled code; what can't be done otherwise ends in a trap.

/// The old size in pages, or -1 if the memory can't grow so far.
int64_t rt_linear_memory_grow(rt_linear_memory *memory, uint64_t delta_pages);

/// The old size, or -1 if the table can't grow so far.
int64_t rt_table_grow(rt_table *table, rt_reference reference, uint64_t delta);

void rt_table_fill(rt_table *table, uint64_t start, rt_reference reference, uint64_t count);

/// The ranges may overlap.
void rt_table_copy(rt_table *destination, const rt_table *source, uint64_t to, uint64_t from,
                   uint64_t count);

void rt_table_init(rt_table *table, const rt_elements *segment, uint64_t to, uint64_t from,
                   uint64_t count);

#endif
