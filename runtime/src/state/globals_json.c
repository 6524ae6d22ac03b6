#include "state/globals_json.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "state/globals.h"

enum { i32 = 0x7F, i64 = 0x7E, f32 = 0x7D, f64 = 0x7C, v128 = 0x7B, bytes_max = 16 };

/// Value types by their codes in the binary format, and their names in snapshots.
static const struct { uint8_t code; const char *name; } types[] = {
    {i32, "i32"}, {i64, "i64"}, {f32, "f32"}, {f64, "f64"}, {v128, "v128"}};
static const size_t type_count = sizeof types / sizeof types[0];

// Writing -----------------------------------------------------------------------------------------

/// The shortest number that reads as the same bits; JSON has none for infinities and what is no
/// number.
static void print_float(rt_buffer *json, double value, bool is_narrow) {
  if (!isfinite(value)) {
    rt_buffer_append_text(json, "null");
    return;
  }
  char text[RT_JSON_NUMBER_BYTES];
  double read;
  int digits = 0;
  do {
    snprintf(text, sizeof text, "%.*g", ++digits, value);
    read = is_narrow ? (double)strtof(text, NULL) : strtod(text, NULL);
  } while (read != value);
  rt_buffer_append_text(json, text);
}

/// A number of 128 bits as those write it who keep it in words of 32: lowest first, and no more
/// than it needs.
static void print_words(rt_buffer *json, const uint8_t *bytes) {
  uint32_t words[4];
  memcpy(words, bytes, sizeof words);
  size_t count = 4;
  while (count != 0 && words[count - 1] == 0) count--;
  rt_buffer_append_text(json, "[");
  for (size_t i = 0; i < count; i++) {
    rt_buffer_print(json, i == 0 ? "%" PRIu32 : ", %" PRIu32, words[i]);
  }
  rt_buffer_append_text(json, "]");
}

static void print_value(rt_buffer *json, uint8_t type, const uint8_t *bytes) {
  int32_t narrow_integer;
  int64_t integer;
  float narrow;
  double wide;
  switch (type) {
    case i32:
      memcpy(&narrow_integer, bytes, sizeof narrow_integer);
      rt_buffer_print(json, "%" PRId32, narrow_integer);
      break;
    case i64:
      memcpy(&integer, bytes, sizeof integer);
      rt_buffer_print(json, "%" PRId64, integer);
      break;
    case f32:
      memcpy(&narrow, bytes, sizeof narrow);
      print_float(json, narrow, true);
      break;
    case f64:
      memcpy(&wide, bytes, sizeof wide);
      print_float(json, wide, false);
      break;
    default: print_words(json, bytes);
  }
}

static const char *name_of(uint8_t code) {
  for (size_t i = 0; i < type_count; i++) {
    if (types[i].code == code) return types[i].name;
  }
  return "?";
}

/// Calls `print` for each global, and separates what it appends.
static void print_each(rt_buffer *json, const rt_buffer *globals, const char *indentation,
                       void (*print)(rt_buffer *json, rt_global_head head, const uint8_t *bytes)) {
  for (size_t at = 0; at < globals->size;) {
    rt_global_head head;
    memcpy(&head, globals->bytes + at, sizeof head);
    rt_buffer_append_text(json, at == 0 ? "\n" : ",\n");
    rt_buffer_append_text(json, indentation);
    print(json, head, globals->bytes + at + sizeof head);
    at += sizeof head + head.size;
  }
}

static void print_with_value(rt_buffer *json, rt_global_head head, const uint8_t *bytes) {
  rt_buffer_print(json, "{\"%s\": ", name_of(head.value_type));
  print_value(json, head.value_type, bytes);
  rt_buffer_append_text(json, "}");
}

static void print_with_bytes(rt_buffer *json, rt_global_head head, const uint8_t *bytes) {
  rt_buffer_print(json, "{\"index\": %" PRIu32 ", \"type\": %u, \"bytes\": \"", head.index,
                  head.value_type);
  rt_hex_print(json, bytes, head.size);
  rt_buffer_append_text(json, "\"}");
}

void rt_globals_print_values(rt_buffer *json, const rt_buffer *globals) {
  print_each(json, globals, "    ", print_with_value);
}

void rt_globals_print_exactly(rt_buffer *json, const rt_buffer *globals) {
  print_each(json, globals, "      ", print_with_bytes);
}

// Reading -----------------------------------------------------------------------------------------

static void append_global(rt_buffer *globals, uint32_t index, uint8_t type,
                          const uint8_t *bytes) {
  rt_global_head head = {
      .index = index, .value_type = type, .size = (uint8_t)rt_globals_type_bytes(type)};
  rt_buffer_append(globals, &head, sizeof head);
  rt_buffer_append(globals, bytes, head.size);
}

static bool parse_integer(rt_json *json, int64_t low, int64_t high, uint8_t *bytes) {
  char text[RT_JSON_NUMBER_BYTES], *end;
  if (!rt_json_number(json, text)) return false;
  errno = 0;
  int64_t value = strtoll(text, &end, 10);
  if (errno != 0 || *end != 0 || value < low || value > high) return false;
  memcpy(bytes, &value, sizeof value);
  return true;
}

static bool parse_float(rt_json *json, bool is_narrow, uint8_t *bytes) {
  char text[RT_JSON_NUMBER_BYTES], *end;
  if (!rt_json_number(json, text)) return false;
  float narrow = is_narrow ? strtof(text, &end) : 0;
  double wide = is_narrow ? narrow : strtod(text, &end);
  memcpy(bytes, is_narrow ? (const void *)&narrow : &wide, is_narrow ? sizeof narrow : sizeof wide);
  return *end == 0 && isfinite(wide);
}

static bool parse_decimal(const char *text, size_t size, unsigned __int128 *value) {
  const unsigned __int128 largest = ~(unsigned __int128)0;
  for (size_t i = 0; i < size; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    unsigned digit = (unsigned)(text[i] - '0');
    if (*value > (largest - digit) / 10) return false;
    *value = *value * 10 + digit;
  }
  return size != 0;
}

/// Reads a number of 128 bits: in words of 32, the lowest first; or in decimal, quoted or not.
static bool parse_vector(rt_json *json, uint8_t *bytes) {
  unsigned __int128 value = 0;
  bool is_first = true, done;
  if (rt_json_is_next(json, '[')) {
    int count = 0;
    done = rt_json_begin(json, '[');
    for (; rt_json_next_element(json, &is_first); count++) {
      uint64_t word = rt_json_uint64(json);
      done = done && word <= UINT32_MAX && count < 4;
      if (done) value |= (unsigned __int128)word << 32 * count;
    }
  } else if (rt_json_is_next(json, '"')) {
    rt_buffer text = {0};
    rt_json_string(json, &text);
    done = parse_decimal((const char *)text.bytes, text.size, &value);
    rt_buffer_free(&text);
  } else {
    char text[RT_JSON_NUMBER_BYTES];
    done = rt_json_number(json, text) && parse_decimal(text, strlen(text), &value);
  }
  memcpy(bytes, &value, sizeof value);
  return done && !json->has_failed;
}

static bool parse_value(rt_json *json, uint8_t type, uint8_t *bytes) {
  switch (type) {
    case i32: return parse_integer(json, INT32_MIN, INT32_MAX, bytes);
    case i64: return parse_integer(json, INT64_MIN, INT64_MAX, bytes);
    case f32: return parse_float(json, true, bytes);
    case f64: return parse_float(json, false, bytes);
    default: return parse_vector(json, bytes);
  }
}

bool rt_globals_parse_value(rt_json *json, rt_buffer *globals) {
  char key[RT_JSON_KEY_BYTES];
  bool is_first = true;
  rt_json start = *json;
  if (rt_json_is_next(json, '{') && rt_json_begin(json, '{') &&
      rt_json_next_key(json, &is_first, key)) {
    for (size_t i = 0; i < type_count; i++) {
      uint8_t bytes[bytes_max];
      if (strcmp(key, types[i].name) != 0 || !parse_value(json, types[i].code, bytes)) continue;
      if (rt_json_next_key(json, &is_first, key)) break;
      append_global(globals, RT_GLOBAL_INDEX_UNKNOWN, types[i].code, bytes);
      return true;
    }
  }
  *json = start;
  rt_json_skip(json);
  return false;
}

void rt_globals_parse_exactly(rt_json *json, rt_buffer *globals) {
  char key[RT_JSON_KEY_BYTES];
  uint64_t index = 0, type = 0;
  rt_buffer digits = {0}, bytes = {0};
  bool is_first = true;
  rt_json_begin(json, '{');
  while (rt_json_next_key(json, &is_first, key)) {
    if (strcmp(key, "index") == 0) {
      index = rt_json_uint64(json);
    } else if (strcmp(key, "type") == 0) {
      type = rt_json_uint64(json);
    } else if (strcmp(key, "bytes") == 0) {
      rt_json_string(json, &digits);
      rt_buffer_clear(&bytes);
      if (!rt_hex_parse(&bytes, (const char *)digits.bytes, digits.size)) json->has_failed = true;
    } else {
      rt_json_skip(json);
    }
  }
  if (index < RT_GLOBAL_INDEX_UNKNOWN && type <= UINT8_MAX && bytes.size != 0 &&
      bytes.size == rt_globals_type_bytes((uint8_t)type)) {
    append_global(globals, (uint32_t)index, (uint8_t)type, bytes.bytes);
  } else {
    json->has_failed = true;
  }
  rt_buffer_free(&digits);
  rt_buffer_free(&bytes);
}
