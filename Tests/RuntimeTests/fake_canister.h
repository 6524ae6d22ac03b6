// A canister written in C, in the shape in which compiled ones come.
#ifndef FAKE_CANISTER_H
#define FAKE_CANISTER_H

#include "ic0.h"
#include "rt_canister.h"

extern const rt_module fake_module;
/// The same functions as another module, with one global more.
extern const rt_module other_module;
/// The same functions, of a module that counts instructions, with addresses of 32 or 64 bits.
extern const rt_module metered_module;
extern const rt_module metered_module_64;
/// One that has its counter to itself.
extern const rt_module hiding_module;
/// The same, of modules whose pages are charged by the memory tracker.
extern const rt_module tracking_module;
extern const rt_module tracking_module_64;

/// What the entry points named `run` call, and what start, init and the like call if set.
extern void (*fake_script)(void);
extern void (*fake_start)(void);
extern void (*fake_init)(void);
extern void (*fake_pre_upgrade)(void);
extern void (*fake_post_upgrade)(void);
extern void (*fake_callback)(uint64_t environment);

extern uint64_t fake_counter_global;
/// The module's message state.
extern uint64_t fake_dropped_segments;

/// Linear memory, as its code sees it.
#define HEAP ((uint8_t *)RT_MEMORY_BASE)
#define STABLE ((uint8_t *)RT_STABLE_BASE)
/// Stable memory that is about to be written: compiled code tells the runtime.
uint8_t *fake_written(uint64_t offset, uint64_t size);
#define STABLE_WRITTEN(offset) (*fake_written(offset, 1))

#endif
