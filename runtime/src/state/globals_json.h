// The lists of globals in metadata.json: the one that every snapshot has, which gives values, and
// ours, which gives their bytes.
#ifndef RT_GLOBALS_JSON_H
#define RT_GLOBALS_JSON_H

#include "rt_buffer.h"
#include "state/json.h"

/// Appends the elements of a snapshot's list for globals in the form of `rt_metadata.globals`.
void rt_globals_print_values(rt_buffer *json, const rt_buffer *globals);

/// Appends the elements of our own list.
void rt_globals_print_exactly(rt_buffer *json, const rt_buffer *globals);

/// Reads an element of a snapshot's list, such as `{"i64": -5}`, and appends the global, whose
/// index stays unknown. False if there is no value that a global could have: the element is passed
/// over then.
bool rt_globals_parse_value(rt_json *json, rt_buffer *globals);

/// Reads an element of our own list.
void rt_globals_parse_exactly(rt_json *json, rt_buffer *globals);

#endif
