#define _GNU_SOURCE
#include "state/state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault_injection.h"
#include "base/file.h"
#include "state/journal.h"
#include "state/room.h"
#include "state/state_files.h"

/// The journal is emptied when it is longer than this.
#ifndef RT_JOURNAL_BYTES_MAX
#define RT_JOURNAL_BYTES_MAX (UINT64_C(64) * 1024 * 1024)
#endif

static bool sync_file(const rt_state *state, int file) {
  if (RT_FAULT_AT("sync")) {
    errno = EIO;
    return false;
  }
  return !state->is_durable || fdatasync(file) == 0;
}

/// Clears an image if it is reset, and sets its size.
static bool size_image(int image, bool is_restarted, uint64_t bytes) {
  if (is_restarted && ftruncate(image, 0) != 0) return false;
  return ftruncate(image, (off_t)bytes) == 0;
}

static bool write_image(void *context, rt_memory_kind memory, uint64_t offset, const uint8_t *bytes,
                        size_t size) {
  const rt_state *state = context;
  return rt_file_write(state->images[memory], bytes, size, offset);
}

/// Brings the images to the sizes of a record; `sizes` are those they surely have, if that is
/// known.
static bool size_images(const rt_state *state, const rt_record_head *head,
                        const uint64_t *sizes) {
  for (int i = 0; i < rt_memory_count; i++) {
    bool is_restarted = (head->restarted_memories >> i & 1) != 0;
    if (sizes != NULL && !is_restarted && head->memory_bytes[i] == sizes[i]) continue;
    if (!size_image(state->images[i], is_restarted, head->memory_bytes[i])) return false;
  }
  return true;
}

static bool write_images(const rt_state *state, const rt_changes *changes) {
  for (int i = 0; i < rt_memory_count; i++) {
    for (size_t j = 0; j < changes->changed[i]->count; j++) {
      rt_range range = changes->changed[i]->items[j];
      if (!rt_file_write(state->images[i], changes->regions[i]->base + range.start, range.size,
                         range.start)) {
        return false;
      }
    }
  }
  return true;
}

bool rt_state_checkpoint(rt_state *state, rt_error *error) {
  if (state->directory < 0 || state->journal_bytes == 0) return true;
  for (int i = 0; i < rt_memory_count; i++) {
    if (!sync_file(state, state->images[i])) {
      return rt_error_set_errno(error, "%s: an image can't be written", state->path);
    }
  }
  if (!rt_state_write_metadata(state, error)) {
    // The journal has everything, and keeps it until there is room.
    return rt_room_is_short(errno);
  }
  // From here on the journal's records are old, and say so by their generation.
  (void)RT_FAULT_AT("metadata written");
  if (ftruncate(state->journal, 0) != 0) {
    return rt_error_set_errno(error, "%s: the journal can't be emptied", state->path);
  }
  state->journal_bytes = 0;
  return true;
}

/// Appends a record to the journal; if that can't be done, leaves the journal as it was.
static bool write_journal(rt_state *state, rt_record *record, const rt_changes *changes,
                          rt_error *error) {
  record->start = state->journal_bytes;
  if (rt_record_write(state->journal, record, changes->metadata, changes->regions,
                      changes->changed) &&
      sync_file(state, state->journal)) {
    state->journal_bytes = record->end;
    return true;
  }
  rt_error_set_errno(error, "%s: the journal can't be written", state->path);
  if (ftruncate(state->journal, (off_t)state->journal_bytes) != 0) {
    // Then the next record overwrites what is there, or recovery finds it torn.
    errno = 0;
  }
  return false;
}

bool rt_state_commit(rt_state *state, const rt_changes *changes, bool *is_intact,
                     rt_error *error) {
  rt_metadata *metadata = changes->metadata;
  *is_intact = true;
  metadata->generation = state->committed.generation + 1;
  rt_record record = {.head = {.generation = metadata->generation,
                               .memory_bytes = {metadata->heap_bytes, metadata->stable_bytes}}};
  for (int i = 0; i < rt_memory_count; i++) {
    record.head.restarted_memories |= (uint64_t)changes->regions[i]->is_restarted << i;
  }
  if (!rt_room_reserve(state, changes, error)) return false;
  if (state->directory >= 0 && !write_journal(state, &record, changes, error)) {
    rt_room_release(state);
    return false;
  }
  state->is_torn = true;
  *is_intact = false;
  (void)RT_FAULT_AT("journal written");
  const uint64_t sizes[] = {state->committed.heap_bytes, state->committed.stable_bytes};
  if (!size_images(state, &record.head, sizes) || !write_images(state, changes)) {
    return rt_error_set_errno(error, "%s: an image can't be written (what the message did is kept "
                              "in the journal)", state->path == NULL ? "memory" : state->path);
  }
  (void)RT_FAULT_AT("images written");
  state->is_torn = false;
  rt_metadata_copy(&state->committed, metadata);
  return state->journal_bytes <= RT_JOURNAL_BYTES_MAX || rt_state_checkpoint(state, error);
}

/// Applies a complete record to the images.
static bool replay(rt_state *state, const rt_record *record, rt_error *error) {
  if (!size_images(state, &record->head, NULL) ||
      !rt_record_for_each_run(state->journal, record, write_image, state)) {
    return rt_error_set_errno(error, "%s: the journal can't be applied to the images",
                              state->path);
  }
  return rt_record_metadata(state->journal, record, &state->committed, "the journal", error);
}

/// Whether the images have the sizes that the metadata says, or could have got them from the
/// records newer than the metadata: with these, they may be larger, and any size if they are reset.
static bool check_images(const rt_state *state, const rt_journal_survey *ahead, rt_error *error) {
  const uint64_t expected[] = {state->committed.heap_bytes, state->committed.stable_bytes};
  bool is_behind = ahead->generation > state->committed.generation;
  for (int i = 0; i < rt_memory_count; i++) {
    struct stat information;
    if (fstat(state->images[i], &information) != 0) {
      return rt_error_set_errno(error, "%s: an image can't be read", state->path);
    }
    uint64_t size = (uint64_t)information.st_size;
    bool fits = size == expected[i] || (is_behind && size > expected[i]) ||
                (ahead->restarted_memories >> i & 1) != 0;
    if (!fits) {
      return rt_error_set(error, "%s is damaged: %s has %llu bytes and metadata says %llu",
                          state->path, rt_state_image_names[i], (unsigned long long)size,
                          (unsigned long long)expected[i]);
    }
  }
  return true;
}

/// Applies those records of the journal that the images may lack.
static bool recover(rt_state *state, rt_error *error) {
  rt_journal_survey survey;
  if (!rt_journal_survey_records(state, &survey, error) ||
      !check_images(state, &survey, error)) {
    return false;
  }
  rt_record record = {0};
  state->is_torn = true;
  while (record.end < survey.end && rt_journal_next(state->journal, &record)) {
    if (record.head.generation > state->committed.generation && !replay(state, &record, error)) {
      return false;
    }
    (void)RT_FAULT_AT("record replayed");
  }
  // What follows the last complete record was never committed.
  state->journal_bytes = survey.end;
  if (ftruncate(state->journal, (off_t)state->journal_bytes) != 0) {
    return rt_error_set_errno(error, "%s: the journal can't be cut", state->path);
  }
  state->is_torn = false;
  return rt_state_checkpoint(state, error);
}

static bool open_in_memory(rt_state *state, rt_error *error) {
  for (int i = 0; i < rt_memory_count; i++) {
    state->images[i] = memfd_create(rt_state_image_names[i], MFD_CLOEXEC);
    if (state->images[i] < 0) {
      return rt_error_set_errno(error, "the canister's memory can't be made");
    }
  }
  return true;
}

bool rt_state_observe(rt_state *state, rt_error *error) {
  rt_journal_survey survey;
  rt_record record = {0};
  if (!rt_journal_survey_records(state, &survey, error)) return false;
  while (record.end < survey.end && rt_journal_next(state->journal, &record)) {
    if (record.head.generation > state->committed.generation &&
        !rt_record_metadata(state->journal, &record, &state->committed, "the journal", error)) {
      return false;
    }
  }
  return true;
}

bool rt_state_open(rt_state *state, const rt_options *options, rt_error *error) {
  *state = (rt_state){.directory = -1, .lock = -1, .images = {-1, -1}, .journal = -1,
                      .handover = -1, .is_durable = options->is_durable,
                      .is_observed = options->is_observed, .repairs = options->repairs,
                      .wait_seconds = options->wait_seconds};
  if (options->directory == NULL) return open_in_memory(state, error);
  state->path = strdup(options->directory);
  bool done = state->is_observed
                  ? rt_state_open_observed(state, error) && rt_state_observe(state, error)
                  : rt_state_open_files(state, options->creates_directory, error) &&
                        recover(state, error);
  const rt_journal_survey none = {.generation = state->committed.generation};
  return done && check_images(state, &none, error);
}

bool rt_state_close(rt_state *state, rt_error *error) {
  bool done = !state->is_locked || state->is_torn || rt_state_checkpoint(state, error);
  const int files[] = {state->images[0], state->images[1], state->journal, state->handover,
                       state->lock, state->directory};
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    if (files[i] >= 0) close(files[i]);
  }
  free(state->path);
  rt_metadata_free(&state->committed);
  *state = (rt_state){0};
  return done;
}
