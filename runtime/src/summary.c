// What is committed of a state, read beside whoever has it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "error.h"
#include "state_files.h"
#include "transaction.h"

/// The files can change while they are read: then they are read again, so many times.
enum { attempt_count_max = 50 };

static void close_files(rt_state *state) {
  if (state->journal >= 0) close(state->journal);
  if (state->directory >= 0) close(state->directory);
  state->journal = state->directory = -1;
}

/// Reads metadata.json, and the journal behind it. Between two readings of metadata.json with the
/// same generation nobody has emptied the journal.
static bool read_once(rt_state *state, bool *is_consistent, rt_error *error) {
  rt_state later = {.path = state->path, .directory = -1, .journal = -1};
  rt_error ignored;
  uint64_t generation = 0;
  bool done = rt_state_open_journal(state, &generation, error) &&
              (state->journal < 0 || rt_state_observe(state, error));
  uint64_t generation_after = 0;
  *is_consistent = rt_state_open_journal(&later, &generation_after, &ignored) &&
                   generation_after == generation;
  close_files(&later);
  rt_metadata_free(&later.committed);
  return done;
}

static void summarize(const rt_metadata *committed, rt_summary *summary) {
  *summary = (rt_summary){.is_installed = committed->is_installed,
                          .is_foreign = committed->is_foreign,
                          .heap_pages = committed->heap_bytes / RT_WASM_PAGE_BYTES,
                          .stable_pages = committed->stable_bytes / RT_WASM_PAGE_BYTES,
                          .version = committed->version,
                          .global_timer = committed->global_timer,
                          .certified_data_size = committed->certified_data_size};
  memcpy(summary->certified_data, committed->certified_data, committed->certified_data_size);
  size_t size = committed->module.size;
  if (size > sizeof summary->module) size = sizeof summary->module;
  if (size != 0) memcpy(summary->module, committed->module.bytes, size);
}

bool rt_summary_read(const char *directory, rt_summary *summary, rt_error *error) {
  *summary = (rt_summary){0};
  if (access(directory, F_OK) != 0 && errno == ENOENT) return true;
  for (int i = 0;; i++) {
    rt_state state = {.directory = -1, .journal = -1};
    state.path = strdup(directory);
    bool is_consistent;
    bool done = read_once(&state, &is_consistent, error);
    if (done) summarize(&state.committed, summary);
    close_files(&state);
    free(state.path);
    rt_metadata_free(&state.committed);
    if ((done && is_consistent) || i == attempt_count_max) return done;
    nanosleep(&(struct timespec){.tv_nsec = 1000 * 1000}, NULL);
  }
}
