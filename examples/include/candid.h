// As much of Candid as the examples in C speak: nat64, text, and a 128-bit word as a record.
//
// A word is `record { high : nat64; low : nat64 }`. Candid sorts the fields of a record by the
// hash of their names, and `low` comes first: its sixteen bytes are those of a little-endian
// `unsigned __int128`, on the wire as in memory. (Candid specification, "Binary Format".)
#ifndef CANDID_H
#define CANDID_H

#include "ic0.h"

typedef unsigned __int128 word;

enum { CANDID_NAT64 = 0x78, CANDID_TEXT = 0x71, CANDID_OPT = 0x6e, CANDID_RECORD = 0x6c };

// The type of a word: two fields, each a hash in LEB128 and a type.
#define CANDID_WORD_TYPE \
  CANDID_RECORD, 2, 0x94, 0xa9, 0xc9, 0x02, CANDID_NAT64, 0xe2, 0xee, 0xb8, 0xa8, 0x04, CANDID_NAT64

// The argument of the message. Unexpected data trap, and so change nothing.
typedef struct candid_reader {
  uint32_t size;
  uint32_t position;
  uint8_t bytes[512];
} candid_reader;

static inline void candid_expect(int condition) {
  if (!condition) TRAP("the argument has not the type that the interface tells");
}

// Copies the next `size` bytes. Invariant: position <= size, so the difference can't wrap.
static inline void candid_take(candid_reader *reader, void *destination, uint32_t size) {
  candid_expect(size <= reader->size - reader->position);
  __builtin_memcpy(destination, reader->bytes + reader->position, size);
  reader->position += size;
}

static inline uint8_t candid_take_byte(candid_reader *reader) {
  uint8_t byte;
  candid_take(reader, &byte, 1);
  return byte;
}

// The only types that a table may define here are words.
static inline void candid_take_word_type(candid_reader *reader) {
  static const uint8_t expected[] = {CANDID_WORD_TYPE};
  for (uint32_t i = 0; i < sizeof expected; i++) {
    candid_expect(candid_take_byte(reader) == expected[i]);
  }
}

// Opens the argument of the message, whose types must be those of `signature`, a letter each:
// 'n' is nat64, 't' is text, 'w' is a word. What is read next are the values.
static inline void candid_open(candid_reader *reader, const char *signature) {
  reader->position = 0;
  reader->size = ic0_msg_arg_data_size();
  candid_expect(reader->size <= sizeof reader->bytes);
  ic0_msg_arg_data_copy(reader->bytes, 0, reader->size);

  static const uint8_t magic[] = {'D', 'I', 'D', 'L'};
  for (uint32_t i = 0; i < sizeof magic; i++) {
    candid_expect(candid_take_byte(reader) == magic[i]);
  }
  uint8_t type_count = candid_take_byte(reader);
  candid_expect(type_count <= 2);
  for (uint8_t i = 0; i < type_count; i++) candid_take_word_type(reader);

  uint8_t argument_count = candid_take_byte(reader);
  for (uint8_t i = 0; i < argument_count; i++, signature++) {
    uint8_t type = candid_take_byte(reader);
    candid_expect(*signature == 'n'   ? type == CANDID_NAT64
                  : *signature == 't' ? type == CANDID_TEXT
                                      : *signature == 'w' && type < type_count);
  }
  candid_expect(*signature == 0);
}

static inline uint64_t candid_take_nat64(candid_reader *reader) {
  uint64_t value;
  candid_take(reader, &value, sizeof value);
  return value;
}

// A number in LEB128, as sizes are; none here takes more than two bytes.
static inline uint32_t candid_take_size(candid_reader *reader) {
  uint8_t low = candid_take_byte(reader);
  if (low < 0x80) return low;
  uint8_t high = candid_take_byte(reader);
  candid_expect(high < 0x80);
  return (uint32_t)high << 7 | (low & 0x7f);
}

// Copies a text of at most `capacity` bytes, and answers how many there are.
static inline uint32_t candid_take_text(candid_reader *reader, char *text, uint32_t capacity) {
  uint32_t size = candid_take_size(reader);
  if (size > capacity) TRAP("the text is too long");
  candid_take(reader, text, size);
  return size;
}

static inline word candid_take_word(candid_reader *reader) {
  word value;
  candid_take(reader, &value, sizeof value);
  return value;
}

// To be called after the last value.
static inline void candid_close(const candid_reader *reader) {
  candid_expect(reader->position == reader->size);
}

static inline void candid_reply_nat64(uint64_t value) {
  static const uint8_t header[] = {'D', 'I', 'D', 'L', 0, 1, CANDID_NAT64};
  ic0_msg_reply_data_append(header, sizeof header);
  ic0_msg_reply_data_append(&value, sizeof value);
  ic0_msg_reply();
}

// Replies with an `opt` word: null if `value` is.
static inline void candid_reply_optional_word(const word *value) {
  static const uint8_t header[] = {
      'D', 'I', 'D', 'L', 2, CANDID_OPT, 1, CANDID_WORD_TYPE, 1, 0,
  };
  uint8_t is_present = value != 0;
  ic0_msg_reply_data_append(header, sizeof header);
  ic0_msg_reply_data_append(&is_present, 1);
  if (value) ic0_msg_reply_data_append(value, sizeof *value);
  ic0_msg_reply();
}

// Appends bytes with their number before them, as texts and blobs have it.
static inline void candid_append_sized(const void *bytes, uint32_t size) {
  uint8_t leb[5];
  uint32_t count = 0;
  for (uint32_t rest = size; count == 0 || rest != 0; rest >>= 7) {
    leb[count++] = (uint8_t)((rest & 0x7f) | (rest >= 0x80 ? 0x80 : 0));
  }
  ic0_msg_reply_data_append(leb, count);
  ic0_msg_reply_data_append(bytes, size);
}

// Replies with an `opt` text: null if `text` is.
static inline void candid_reply_optional_text(const char *text, uint32_t size) {
  static const uint8_t header[] = {'D', 'I', 'D', 'L', 1, CANDID_OPT, CANDID_TEXT, 1, 0};
  uint8_t is_present = text != 0;
  ic0_msg_reply_data_append(header, sizeof header);
  ic0_msg_reply_data_append(&is_present, 1);
  if (text) candid_append_sized(text, size);
  ic0_msg_reply();
}

static inline void candid_reply_nothing(void) {
  ic0_msg_reply_data_append("DIDL\0\0", 6);
  ic0_msg_reply();
}

#endif
