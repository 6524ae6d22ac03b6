// What is said of each trap.
#include "rt_abi.h"

static const char *const wasm_texts[] = {
#define RT_TRAP(name, wasm_text, ic_text) wasm_text,
#include "traps.def"
#undef RT_TRAP
};

static const char *const ic_texts[] = {
#define RT_TRAP(name, wasm_text, ic_text) ic_text,
#include "traps.def"
#undef RT_TRAP
};

const char *rt_trap_wasm_text(rt_trap trap) { return wasm_texts[trap]; }

const char *rt_trap_ic_text(rt_trap trap) { return ic_texts[trap]; }
