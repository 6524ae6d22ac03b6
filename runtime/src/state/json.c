#include "state/json.h"

#include <string.h>

static const int depth_max = 16;

static bool fail(rt_json *json) {
  json->has_failed = true;
  return false;
}

/// The next byte that is not white space; 0 at the end.
static uint8_t peek(rt_json *json) {
  while (json->at < json->end &&
         (*json->at == ' ' || *json->at == '\n' || *json->at == '\t' || *json->at == '\r')) {
    json->at++;
  }
  return json->at < json->end ? *json->at : 0;
}

static bool accept(rt_json *json, char expected) {
  if (json->has_failed || peek(json) != (uint8_t)expected) return false;
  json->at++;
  return true;
}

static bool expect(rt_json *json, char expected) { return accept(json, expected) || fail(json); }

static bool accept_word(rt_json *json, const char *word) {
  size_t size = strlen(word);
  if (json->has_failed || peek(json) != (uint8_t)word[0]) return false;
  if ((size_t)(json->end - json->at) < size || memcmp(json->at, word, size) != 0) return false;
  json->at += size;
  return true;
}

bool rt_json_begin(rt_json *json, char bracket) { return expect(json, bracket); }

/// Passes over a comma unless the container begins or ends here; false at its end.
static bool next(rt_json *json, bool *is_first, char closing) {
  if (json->has_failed || accept(json, closing)) return false;
  if (!*is_first && !expect(json, ',')) return false;
  *is_first = false;
  return true;
}

bool rt_json_next_element(rt_json *json, bool *is_first) { return next(json, is_first, ']'); }

static uint32_t hex_digit(rt_json *json) {
  if (json->at == json->end) return fail(json);
  uint8_t c = *json->at++;
  if (c >= '0' && c <= '9') return c - (uint32_t)'0';
  if (c >= 'a' && c <= 'f') return c - (uint32_t)'a' + 10;
  if (c >= 'A' && c <= 'F') return c - (uint32_t)'A' + 10;
  return fail(json);
}

/// Reads what follows a backslash. Of `\u` only ASCII, since that is all that we write so.
static uint8_t escape(rt_json *json) {
  if (json->at == json->end) return fail(json);
  uint8_t c = *json->at++;
  switch (c) {
    case '"': case '\\': case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': {
      uint32_t code = 0;
      for (int i = 0; i < 4; i++) code = code << 4 | hex_digit(json);
      return code < 0x80 ? (uint8_t)code : fail(json);
    }
    default: return fail(json);
  }
}

/// Reads a string, whose bytes go to the buffer, or the first of them to the key.
static void string(rt_json *json, rt_buffer *buffer, char *key, size_t key_max) {
  size_t key_size = 0;
  if (!expect(json, '"')) return;
  for (;;) {
    if (json->has_failed || json->at == json->end || *json->at < 0x20) {
      fail(json);
      break;
    }
    uint8_t c = *json->at++;
    if (c == '"') break;
    if (c == '\\') c = escape(json);
    if (buffer != NULL) rt_buffer_append(buffer, &c, 1);
    if (key != NULL && key_size < key_max) key[key_size++] = (char)c;
  }
  if (key != NULL) key[key_size] = 0;
}

bool rt_json_next_key(rt_json *json, bool *is_first, char key[RT_JSON_KEY_BYTES]) {
  key[0] = 0;
  if (!next(json, is_first, '}')) return false;
  string(json, NULL, key, RT_JSON_KEY_BYTES - 1);
  return expect(json, ':') && !json->has_failed;
}

uint64_t rt_json_uint64(rt_json *json) {
  uint8_t first = peek(json);
  if (json->has_failed || first < '0' || first > '9') return fail(json);
  uint64_t value = 0;
  const uint8_t *start = json->at;
  while (json->at < json->end && *json->at >= '0' && *json->at <= '9') {
    uint64_t digit = (uint64_t)(*json->at++ - '0');
    if (value > (UINT64_MAX - digit) / 10) return fail(json);
    value = value * 10 + digit;
  }
  if (first == '0' && json->at - start > 1) return fail(json);
  if (json->at < json->end && (*json->at == '.' || *json->at == 'e' || *json->at == 'E')) {
    return fail(json);
  }
  return value;
}

bool rt_json_bool(rt_json *json) {
  if (accept_word(json, "true")) return true;
  return accept_word(json, "false") ? false : fail(json);
}

bool rt_json_is_next(rt_json *json, char first) {
  return !json->has_failed && peek(json) == (uint8_t)first;
}

bool rt_json_number(rt_json *json, char text[RT_JSON_NUMBER_BYTES]) {
  uint8_t first = peek(json);
  if (json->has_failed || (first != '-' && (first < '0' || first > '9'))) return false;
  size_t size = 0;
  const uint8_t *at = json->at;
  while (at < json->end && *at != 0 && strchr("+-.eE0123456789", *at) != NULL) {
    if (size == RT_JSON_NUMBER_BYTES - 1) return false;
    text[size++] = (char)*at++;
  }
  text[size] = 0;
  json->at = at;
  return true;
}

void rt_json_string(rt_json *json, rt_buffer *buffer) {
  rt_buffer_clear(buffer);
  string(json, buffer, NULL, 0);
}

static void skip(rt_json *json, int depth) {
  char key[RT_JSON_KEY_BYTES];
  bool is_first = true;
  uint8_t first = peek(json);
  if (depth == depth_max) {
    fail(json);
  } else if (accept(json, '{')) {
    while (rt_json_next_key(json, &is_first, key)) skip(json, depth + 1);
  } else if (accept(json, '[')) {
    while (rt_json_next_element(json, &is_first)) skip(json, depth + 1);
  } else if (first == '"') {
    string(json, NULL, NULL, 0);
  } else if (first == '-' || (first >= '0' && first <= '9')) {
    while (json->at < json->end && *json->at != 0 && strchr("+-.eE0123456789", *json->at)) {
      json->at++;
    }
  } else if (!accept_word(json, "true") && !accept_word(json, "false") &&
             !accept_word(json, "null")) {
    fail(json);
  }
}

void rt_json_skip(rt_json *json) { skip(json, 0); }

bool rt_json_end(rt_json *json) {
  return !json->has_failed && peek(json) == 0 && json->at == json->end;
}
