// Reading JSON that may be anything at all: bounded in depth, strict, without allocation but for
// strings. After the first mistake every function reports failure.
#ifndef RT_JSON_H
#define RT_JSON_H

#include <stdbool.h>

#include "rt_buffer.h"

typedef struct rt_json {
  const uint8_t *at;
  const uint8_t *end;
  bool has_failed;
} rt_json;

/// What is read of a key; longer ones are cut off, and match nothing.
#define RT_JSON_KEY_BYTES 48

/// Goes into an object or an array. Its members follow.
bool rt_json_begin(rt_json *json, char bracket);

/// Goes to the next member of an object and reads its key; false at the end. `*is_first` is true
/// before the first call.
bool rt_json_next_key(rt_json *json, bool *is_first, char key[RT_JSON_KEY_BYTES]);

/// Goes to the next element of an array; false at the end.
bool rt_json_next_element(rt_json *json, bool *is_first);

/// A whole number without sign, fraction or exponent.
uint64_t rt_json_uint64(rt_json *json);

bool rt_json_bool(rt_json *json);

/// The text of a number; false, and nothing is read, if there is none or it is longer.
#define RT_JSON_NUMBER_BYTES 48
bool rt_json_number(rt_json *json, char text[RT_JSON_NUMBER_BYTES]);

/// Whether the next value begins with this byte.
bool rt_json_is_next(rt_json *json, char first);

/// Replaces the buffer's content by the string's.
void rt_json_string(rt_json *json, rt_buffer *string);

/// Passes over a value of any kind.
void rt_json_skip(rt_json *json);

/// Whether all was read and nothing went wrong.
bool rt_json_end(rt_json *json);

#endif
