#define _GNU_SOURCE
#include "state/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "state/state_files.h"
#include "state/state_lock.h"

static const char handover_name[] = "handover";

bool rt_handover_give(rt_state *state, const rt_changes *changes, bool keeps_heap,
                      rt_error *error) {
  if (state->directory < 0) {
    return rt_error_set(error, "a canister without a state directory can't be upgraded");
  }
  if (!rt_state_checkpoint(state, error)) return false;
  state->handover = rt_state_file(state, handover_name, O_RDWR | O_CREAT | O_TRUNC);
  rt_metadata *metadata = changes->metadata;
  metadata->generation = state->committed.generation;
  rt_record record = {.head = {.generation = metadata->generation,
                               .memory_bytes = {keeps_heap ? metadata->heap_bytes : 0,
                                                metadata->stable_bytes}}};
  const rt_region *regions[rt_memory_count] = {
      keeps_heap ? changes->regions[rt_memory_heap] : NULL, changes->regions[rt_memory_stable]};
  // The lock shows, as long as this process lives, that an upgrade is under way.
  if (state->handover < 0 || flock(state->handover, LOCK_EX | LOCK_NB) != 0 ||
      !rt_record_write(state->handover, &record, metadata, regions, changes->changed)) {
    return rt_error_set_errno(error, "%s/%s can't be written", state->path, handover_name);
  }
  rt_state_unlock(state);
  return true;
}

bool rt_handover_take_back(rt_state *state, rt_error *error) {
  if (!rt_state_lock(state, 0, error)) return false;
  rt_handover_remove(state);
  close(state->handover);
  state->handover = -1;
  return true;
}

/// Whether the process that wrote the file still holds it.
static bool is_waited_for(int file) {
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return false;
  return errno == EWOULDBLOCK;
}

typedef struct receiver {
  rt_region *regions;
  bool keeps_heap;
  rt_ranges *written_stable;
} receiver;

static bool write_memory(void *context, rt_memory_kind memory, uint64_t offset,
                         const uint8_t *bytes, size_t size) {
  const receiver *receiver = context;
  if (memory == rt_memory_heap && !receiver->keeps_heap) return true;
  memcpy(receiver->regions[memory].base + offset, bytes, size);
  if (memory == rt_memory_stable) rt_ranges_append(receiver->written_stable, offset, size);
  return true;
}

/// Brings the memories to the sizes that the old module has left them.
static bool grow(const receiver *receiver, const rt_record_head *head) {
  for (int i = 0; i < rt_memory_count; i++) {
    if (i == rt_memory_heap && !receiver->keeps_heap) continue;
    if (!rt_region_grow(&receiver->regions[i], head->memory_bytes[i])) return false;
  }
  return true;
}

/// Whether what was handed over follows on the committed state, and has the heap if that is kept:
/// a memory never shrinks.
static bool fits(const rt_state *state, const rt_record_head *head, bool keeps_heap) {
  return head->generation == state->committed.generation &&
         head->memory_bytes[rt_memory_stable] >= state->committed.stable_bytes &&
         (!keeps_heap || head->memory_bytes[rt_memory_heap] >= state->committed.heap_bytes);
}

bool rt_handover_receive(rt_state *state, rt_region regions[rt_memory_count], bool keeps_heap,
                         rt_ranges *written_stable, rt_metadata *metadata, rt_error *error) {
  if (state->directory < 0) return true;
  int file = rt_state_file(state, handover_name, O_RDONLY);
  if (file < 0) {
    if (errno == ENOENT) return true;
    return rt_error_set_errno(error, "%s/%s can't be opened", state->path, handover_name);
  }
  rt_record record = {0};
  receiver receiver = {
      .regions = regions, .keeps_heap = keeps_heap, .written_stable = written_stable};
  bool done = true;
  if (!is_waited_for(file)) {
    rt_handover_remove(state);
  } else if (!rt_record_check(file, &record) || !fits(state, &record.head, keeps_heap)) {
    done = rt_error_set(error, "%s/%s does not fit the state", state->path, handover_name);
  } else if (!grow(&receiver, &record.head) ||
             !rt_record_for_each_run(file, &record, write_memory, &receiver)) {
    done = rt_error_set_errno(error, "%s/%s can't be read", state->path, handover_name);
  } else {
    done = rt_record_metadata(file, &record, metadata, handover_name, error);
  }
  close(file);
  return done;
}

void rt_handover_remove(const rt_state *state) {
  if (state->directory < 0 || state->is_observed) return;
  unlinkat(state->directory, handover_name, 0);
}
