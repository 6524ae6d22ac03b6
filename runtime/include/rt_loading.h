// What compiled code that is loaded into the runtime's process needs, and what the runtime has to
// know of it: of executables, linkers see to both.
#ifndef RT_LOADING_H
#define RT_LOADING_H

#include "rt_abi.h"

/// Something that compiled code refers to by name.
typedef struct rt_symbol {
  const char *name;
  uintptr_t address;
} rt_symbol;

/// All functions that loaded code may call, of canisters and of plain modules; `index`
/// counts up to the first whose name is null.
rt_symbol rt_symbol_at(uint64_t index);

/// Makes the tables of a loaded object known, for backtraces: its sections `debug_line` and
/// `rt_inlined_locations`, which have to stay where they are.
void rt_add_code_tables(const void *lines, size_t lines_size, const rt_inlined_location *inlined,
                        size_t inlined_count);

#endif
