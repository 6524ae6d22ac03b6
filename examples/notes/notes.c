// Notes on the heap, which an upgrade clears: they move through stable memory while one happens,
// in a format that tells what it is, so that later versions can read what this one wrote.
#include "candid.h"

enum { NOTES_MAX = 1000, NOTE_BYTES_MAX = 240 };

typedef struct note {
  uint32_t size;
  char text[NOTE_BYTES_MAX];
} note;

static note notes[NOTES_MAX];
static uint64_t note_count;

CANISTER_UPDATE(add) {
  if (note_count == NOTES_MAX) TRAP("there is no room for another note");
  note *added = &notes[note_count];
  candid_reader reader;
  candid_open(&reader, "t");
  added->size = candid_take_text(&reader, added->text, NOTE_BYTES_MAX);
  candid_close(&reader);
  candid_reply_nat64(note_count++);
}

CANISTER_QUERY(get) {
  candid_reader reader;
  candid_open(&reader, "n");
  uint64_t index = candid_take_nat64(&reader);
  candid_close(&reader);
  _Bool is_present = index < note_count;
  candid_reply_optional_text(is_present ? notes[index].text : 0,
                             is_present ? notes[index].size : 0);
}

CANISTER_QUERY(count) { candid_reply_nat64(note_count); }

// Upgrades ---------------------------------------------------------------------------------------
//
//   offset 0     "notes-01"
//   offset 8     u64 number of notes
//   offset 16    for each, u32 size and as many bytes

static const uint64_t notes_magic = UINT64_C(0x31302d7365746f6e);

enum { NOTES_OFFSET = 16 };

CANISTER_PRE_UPGRADE {
  uint64_t size = NOTES_OFFSET;
  for (uint64_t i = 0; i < note_count; i++) size += sizeof notes[i].size + notes[i].size;
  uint64_t pages = (size + IC0_STABLE_PAGE_BYTES - 1) / IC0_STABLE_PAGE_BYTES;
  uint64_t present = ic0_stable64_size();
  if (pages > present && ic0_stable64_grow(pages - present) == IC0_STABLE_GROW_FAILED) {
    TRAP("no stable memory left");  // and the upgrade does not happen
  }
  stable_write(0, &notes_magic, sizeof notes_magic);
  stable_write(sizeof notes_magic, &note_count, sizeof note_count);
  uint64_t offset = NOTES_OFFSET;
  for (uint64_t i = 0; i < note_count; i++) {
    stable_write(offset, &notes[i].size, sizeof notes[i].size);
    offset += sizeof notes[i].size;
    stable_write(offset, notes[i].text, notes[i].size);
    offset += notes[i].size;
  }
}

CANISTER_POST_UPGRADE {
  uint64_t magic;
  stable_read(&magic, 0, sizeof magic);
  if (magic != notes_magic) TRAP("stable memory does not hold notes");
  stable_read(&note_count, sizeof magic, sizeof note_count);
  if (note_count > NOTES_MAX) TRAP("there are more notes than this version has room for");
  uint64_t offset = NOTES_OFFSET;
  for (uint64_t i = 0; i < note_count; i++) {
    stable_read(&notes[i].size, offset, sizeof notes[i].size);
    if (notes[i].size > NOTE_BYTES_MAX) TRAP("a note is longer than this version has room for");
    offset += sizeof notes[i].size;
    stable_read(notes[i].text, offset, notes[i].size);
    offset += notes[i].size;
  }
}
