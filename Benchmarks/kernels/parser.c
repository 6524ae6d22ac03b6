// Parsing JSON: numbers, texts in UTF-8, lists and objects, all of it checked.
#include "kernel.h"

enum { TEXT_BYTES = 1000000, ROUNDS = 4 };

static uint8_t text[TEXT_BYTES + 64];
static uint32_t text_bytes, at;
static uint64_t sum;

static void write(const char *piece) {
  while (*piece) text[text_bytes++] = (uint8_t)*piece++;
}

static void write_number(uint64_t number) {
  if (number > 9) write_number(number / 10);
  text[text_bytes++] = (uint8_t)('0' + number % 10);
}

static void write_text(void) {
  uint64_t state = 10;
  text_bytes = 0;
  write("[0");
  while (text_bytes < TEXT_BYTES - 200) {
    uint64_t random = next_random(&state);
    write(",\n  {\"name\": \"caf\xc3\xa9 \xe2\x82\xac \\u00e9\\n\", \"id\": ");
    write_number(random >> (random & 63));
    write(random & 1 ? ", \"tags\": [true, null, -1.5e3]}" : ", \"next\": {\"empty\": [ ]}}");
  }
  write("]");
}

static void skip_space(void) {
  while (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r') at++;
}

// How many bytes the character takes that begins here; 0 if it is malformed.
static uint32_t character(const uint8_t *c) {
  if (c[0] < 0x80) return 1;
  uint32_t size = c[0] >= 0xf0 ? 4 : c[0] >= 0xe0 ? 3 : c[0] >= 0xc2 ? 2 : 0;
  for (uint32_t i = 1; i < size; i++) {
    if ((c[i] & 0xc0) != 0x80) return 0;
  }
  return size;
}

static int parse_string(void) {
  if (text[at++] != '"') return 0;
  while (text[at] != '"') {
    if (text[at] < ' ') return 0;
    if (text[at] == '\\') {
      sum += text[at + 1];
      at += text[at + 1] == 'u' ? 6 : 2;
      continue;
    }
    uint32_t size = character(text + at);
    if (size == 0) return 0;
    sum = 31 * sum + text[at + size - 1];
    at += size;
  }
  at++;
  return 1;
}

static int parse_number(void) {
  uint64_t value = 0;
  if (text[at] == '-') at++;
  if (text[at] < '0' || text[at] > '9') return 0;
  for (; text[at] >= '0' && text[at] <= '9'; at++) value = 10 * value + (text[at] - '0');
  if (text[at] == '.') at++;
  for (; text[at] >= '0' && text[at] <= '9'; at++) value = 10 * value + (text[at] - '0');
  if (text[at] == 'e') at++;
  for (; text[at] >= '0' && text[at] <= '9'; at++) value += text[at];
  sum += value;
  return 1;
}

static int parse_word(const char *word) {
  for (; *word; word++) {
    if (text[at++] != (uint8_t)*word) return 0;
  }
  sum++;
  return 1;
}

static int parse_value(uint32_t depth);

static int parse_members(uint8_t close, uint32_t depth) {
  at++;
  skip_space();
  if (text[at] == close) return ++at, 1;
  for (;;) {
    skip_space();
    if (close == '}') {
      if (!parse_string()) return 0;
      skip_space();
      if (text[at++] != ':') return 0;
    }
    if (!parse_value(depth + 1)) return 0;
    skip_space();
    uint8_t next = text[at++];
    if (next == close) return 1;
    if (next != ',') return 0;
  }
}

static int parse_value(uint32_t depth) {
  skip_space();
  if (depth > 100) return 0;
  switch (text[at]) {
    case '{': return parse_members('}', depth);
    case '[': return parse_members(']', depth);
    case '"': return parse_string();
    case 't': return parse_word("true");
    case 'f': return parse_word("false");
    case 'n': return parse_word("null");
    default: return parse_number();
  }
}

uint64_t kernel(void) {
  write_text();
  sum = 0;
  for (uint32_t round = 0; round < ROUNDS; round++) {
    at = 0;
    if (!parse_value(0) || at != text_bytes) return 0;
  }
  return sum;
}
