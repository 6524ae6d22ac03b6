// What the runtime offers to compiled code that is loaded into its process: a linker finds the same
// in the archive.
#ifndef RT_SYMBOLS_H
#define RT_SYMBOLS_H

#include <stdint.h>

/// Something that compiled code refers to by name.
typedef struct rt_symbol {
  const char *name;
  uintptr_t address;
} rt_symbol;

/// All functions that loaded code may call, be it a canister's or that of plain modules; `index`
/// counts up to the first whose name is null.
rt_symbol rt_symbol_at(uint64_t index);

#endif
