#include "rt_loading.h"

#include <string.h>

#include "ic0.h"
#include "rt_store.h"

rt_symbol rt_symbol_at(uint64_t index) {
#define SYMBOL(name) {#name, (uintptr_t)name}
  static const rt_symbol symbols[] = {
#define IC0(name, ...) SYMBOL(ic0_##name),
#include "ic0.def"
#undef IC0
      SYMBOL(rt_memory_grow), SYMBOL(rt_memory_initialize), SYMBOL(rt_stable_touch),
      SYMBOL(rt_stable_access), SYMBOL(rt_heap_touch), SYMBOL(rt_heap_touch_copy),
      SYMBOL(rt_raise), SYMBOL(rt_linear_memory_grow), SYMBOL(rt_table_grow),
      SYMBOL(rt_table_fill), SYMBOL(rt_table_copy), SYMBOL(rt_table_init),
      // LLVM makes calls of these out of loops and of copies of unknown length.
      SYMBOL(memcpy), SYMBOL(memmove), SYMBOL(memset), SYMBOL(memcmp),
  };
#undef SYMBOL
  return index < sizeof symbols / sizeof symbols[0] ? symbols[index] : (rt_symbol){0};
}
