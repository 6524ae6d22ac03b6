#define _GNU_SOURCE
#include "rt_store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "execution/trap.h"

struct rt_store {
  rt_execution execution;
};

rt_store *rt_store_create(uint64_t stack_bytes) {
  rt_store *store = malloc(sizeof *store);
  if (store == NULL) return NULL;
  rt_error error = {0};
  if (rt_execution_create(&store->execution, store, stack_bytes, &error)) return store;
  free(store);
  return NULL;
}

void rt_store_destroy(rt_store *store) {
  rt_execution_destroy(&store->execution);
  free(store);
}

bool rt_store_invoke(rt_store *store, rt_invoker invoker, const rt_function *function,
                     uint64_t *values, rt_trap *trap) {
  rt_code reference = (rt_code)(uintptr_t)function;
  if (rt_enter(&store->execution, invoker, reference, values) == rt_exit_return) return true;
  *trap = store->execution.trap;
  return false;
}

// Memories ---------------------------------------------------------------------------------------

/// Makes the pages between two sizes accessible.
static bool extend(const rt_linear_memory *memory, uint64_t from_bytes, uint64_t to_bytes) {
  if (from_bytes == to_bytes) return true;
  return mprotect(memory->base + from_bytes, to_bytes - from_bytes, PROT_READ | PROT_WRITE) == 0;
}

bool rt_store_add_memory(rt_store *store, rt_linear_memory *memory, void *place,
                         uint64_t initial_pages, uint64_t maximum_pages) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  if (place != NULL) flags |= MAP_FIXED_NOREPLACE;
  void *base = mmap(place, RT_MEMORY_RESERVATION_BYTES, PROT_NONE, flags, -1, 0);
  if (base == MAP_FAILED) return false;
  uint64_t size_bytes = initial_pages * RT_WASM_PAGE_BYTES;
  *memory = (rt_linear_memory){
      .size_bytes = size_bytes, .maximum_pages = maximum_pages, .base = base};
  // An old system takes the place for a hint only.
  if ((place != NULL && base != place) || !extend(memory, 0, size_bytes)) {
    munmap(base, RT_MEMORY_RESERVATION_BYTES);
    return false;
  }
  memory->next = store->execution.memories;
  store->execution.memories = memory;
  return true;
}

void rt_store_remove_memory(rt_store *store, rt_linear_memory *memory) {
  rt_linear_memory **link = &store->execution.memories;
  while (*link != memory) link = &(*link)->next;
  *link = memory->next;
  munmap(memory->base, RT_MEMORY_RESERVATION_BYTES);
}

int64_t rt_linear_memory_grow(rt_linear_memory *memory, uint64_t delta_pages) {
  rt_require_host_stack(rt_active_execution());
  uint64_t old_pages = memory->size_bytes / RT_WASM_PAGE_BYTES;
  if (delta_pages > memory->maximum_pages || old_pages > memory->maximum_pages - delta_pages) {
    return -1;
  }
  uint64_t size_bytes = (old_pages + delta_pages) * RT_WASM_PAGE_BYTES;
  if (!extend(memory, memory->size_bytes, size_bytes)) return -1;
  memory->size_bytes = size_bytes;
  return (int64_t)old_pages;
}

// Tables -----------------------------------------------------------------------------------------

bool rt_table_create(rt_table *table, uint64_t size, uint64_t maximum) {
  // Never of no bytes, for which there may be no address.
  rt_reference *elements = calloc(size + 1, sizeof *elements);
  *table = (rt_table){.elements = elements, .size = size, .maximum = maximum};
  return elements != NULL;
}

void rt_table_destroy(rt_table *table) { free(table->elements); }

static void require_range(uint64_t start, uint64_t count, uint64_t size) {
  if (count > size || start > size - count) rt_raise(rt_trap_table_out_of_bounds);
}

static void fill(rt_table *table, uint64_t start, rt_reference reference, uint64_t count) {
  for (uint64_t i = 0; i < count; i++) table->elements[start + i] = reference;
}

int64_t rt_table_grow(rt_table *table, rt_reference reference, uint64_t delta) {
  rt_require_host_stack(rt_active_execution());
  uint64_t old_size = table->size;
  if (delta > table->maximum || old_size > table->maximum - delta) return -1;
  rt_reference *elements =
      realloc(table->elements, (old_size + delta + 1) * sizeof *table->elements);
  if (elements == NULL) return -1;
  table->elements = elements;
  table->size = old_size + delta;
  fill(table, old_size, reference, delta);
  return (int64_t)old_size;
}

void rt_table_fill(rt_table *table, uint64_t start, rt_reference reference, uint64_t count) {
  rt_require_host_stack(rt_active_execution());
  require_range(start, count, table->size);
  fill(table, start, reference, count);
}

void rt_table_copy(rt_table *destination, const rt_table *source, uint64_t to, uint64_t from,
                   uint64_t count) {
  rt_require_host_stack(rt_active_execution());
  require_range(from, count, source->size);
  require_range(to, count, destination->size);
  memmove(destination->elements + to, source->elements + from, count * sizeof *source->elements);
}

void rt_table_init(rt_table *table, const rt_elements *segment, uint64_t to, uint64_t from,
                   uint64_t count) {
  rt_require_host_stack(rt_active_execution());
  require_range(from, count, segment->count);
  require_range(to, count, table->size);
  if (count != 0) {
    memcpy(table->elements + to, segment->elements + from, count * sizeof *table->elements);
  }
}
