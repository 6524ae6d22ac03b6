// Which functions of the module an instruction of compiled code stems from.
//
// The compiler says so by the tables in which compilers tell debuggers about lines (DWARF, "Line
// Number Information"): a "line" is the number of a place. A place is a function by itself, or a
// function that LLVM has inlined at another place. The tables are part of the executable, in
// sections of their own, and cost nothing until the first trap.
#ifndef RT_CODE_MAP_H
#define RT_CODE_MAP_H

#include "rt_abi.h"

/// A place by its number.
typedef uint32_t rt_code_place;
#define RT_CODE_NOWHERE 0u

/// Whether the executable has the tables.
bool rt_code_map_is_there(void);

/// The place of an instruction; nowhere if it stems from no function of the module.
rt_code_place rt_code_map_find(uint64_t address);

/// The function of a place, which becomes the place that it was inlined at.
uint32_t rt_code_map_function(rt_code_place *place);

#endif
