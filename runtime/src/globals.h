// The mutable globals of the module as bytes.
#ifndef RT_GLOBALS_H
#define RT_GLOBALS_H

#include "buffer.h"
#include "error.h"

/// Replaces the buffer's content by the globals, in the form of `rt_metadata.globals`.
void rt_globals_save(const rt_module *module, rt_buffer *saved);

/// Gives the globals values that were saved from the same module; false if they are others.
bool rt_globals_restore(const rt_module *module, const rt_buffer *saved);

#endif
