// The globals that outlast a message, as bytes: those that a snapshot of the canister lists, in its
// order (`rt_module.globals`).
#ifndef RT_GLOBALS_H
#define RT_GLOBALS_H

#include "state/metadata.h"

/// Whether bytes, which may be anything, have the form of `rt_metadata.globals`.
bool rt_globals_are_whole(const rt_buffer *globals);

/// Replaces the buffer's content by the globals, in the form of `rt_metadata.globals`.
void rt_globals_save(const rt_module *module, rt_buffer *saved);

/// Gives the globals values that were saved from the same module; false if they are others.
bool rt_globals_restore(const rt_module *module, const rt_buffer *saved);

#endif
