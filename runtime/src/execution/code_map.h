// Which functions of the module an instruction of compiled code stems from.
//
// The compiler tells by the tables in which compilers tell debuggers about lines (DWARF, "Line
// Number Information"): a "line" is the number of a location, which is a function, or a function
// that LLVM has inlined at another location. The tables are part of the executable, in sections of
// their own, and cost nothing until the first trap.
#ifndef RT_CODE_MAP_H
#define RT_CODE_MAP_H

#include "rt_abi.h"

/// A location by its number.
typedef uint32_t rt_code_location;
#define RT_CODE_NOWHERE 0u

/// Whether the executable has the tables.
bool rt_code_map_is_there(void);

/// The location of an instruction; nowhere if it stems from no function of the module.
rt_code_location rt_code_map_find(uint64_t address);

/// The function of a location, which becomes the one that the function was inlined at.
uint32_t rt_code_map_function(rt_code_location *location);

#endif
