// A key-value store of 128-bit keys and values: the canister around btree.c. Its methods are told
// in kv.did.
#include "btree.h"

// The pseudo-random sequence: SplitMix64 (Steele, Lea, Flood, 2014), twice for each key.
static uint64_t mix(uint64_t x) {
  x = (x + 1) * UINT64_C(0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

static word nth_key(uint64_t n) { return (word)mix(2 * n) << 64 | mix(2 * n + 1); }
static word nth_value(uint64_t n) { return (word)~n << 64 | n; }

CANISTER_INIT { btree_initialize(); }

// The tree is where it was; there is nothing to move.
CANISTER_POST_UPGRADE { btree_check(); }

CANISTER_UPDATE(insert) {
  candid_reader reader;
  candid_open(&reader, "ww");
  word key = candid_take_word(&reader);
  word value = candid_take_word(&reader);
  candid_close(&reader);
  word previous;
  _Bool was_present = btree_insert(key, value, &previous);
  candid_reply_optional_word(was_present ? &previous : 0);
}

CANISTER_UPDATE(insert_many) {
  candid_reader reader;
  candid_open(&reader, "n");
  uint64_t count = candid_take_nat64(&reader);
  candid_close(&reader);
  uint64_t position = btree_position();
  word previous;
  for (uint64_t i = 0; i < count; i++, position++) {
    btree_insert(nth_key(position), nth_value(position), &previous);
  }
  btree_set_position(position);
  candid_reply_nat64(btree_count());
}

CANISTER_QUERY(get) {
  candid_reader reader;
  candid_open(&reader, "w");
  word key = candid_take_word(&reader);
  candid_close(&reader);
  word value;
  candid_reply_optional_word(btree_get(key, &value) ? &value : 0);
}

CANISTER_QUERY(get_many) {
  candid_reader reader;
  candid_open(&reader, "n");
  uint64_t count = candid_take_nat64(&reader);
  candid_close(&reader);
  uint64_t found_count = 0;
  word value;
  for (uint64_t i = 0; i < count; i++) {
    found_count += btree_get(nth_key(i), &value) && value == nth_value(i);
  }
  candid_reply_nat64(found_count);
}

CANISTER_QUERY(len) { candid_reply_nat64(btree_count()); }
