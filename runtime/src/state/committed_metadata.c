// The committed part of a state: read while a process may use it, written while none does.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "state/state_files.h"

/// The files can change while they are read: then they are read again, so many times.
enum { attempt_count_max = 50 };

static void close_files(rt_state *state) {
  if (state->journal >= 0) close(state->journal);
  if (state->directory >= 0) close(state->directory);
  state->journal = state->directory = -1;
}

/// Reads the metadata, and the journal behind it. Between two readings of the metadata with the
/// same generation the journal was not emptied.
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

bool rt_metadata_read(const char *directory, rt_metadata *metadata, rt_error *error) {
  if (access(directory, F_OK) != 0 && errno == ENOENT) return true;
  for (int i = 0;; i++) {
    rt_state state = {.directory = -1, .journal = -1};
    state.path = strdup(directory);
    bool is_consistent;
    bool done = read_once(&state, &is_consistent, error);
    close_files(&state);
    free(state.path);
    rt_metadata_free(metadata);
    *metadata = state.committed;
    if ((done && is_consistent) || i == attempt_count_max) return done;
    nanosleep(&(struct timespec){.tv_nsec = 1000 * 1000}, NULL);
  }
}

bool rt_metadata_write(const char *directory, const rt_metadata *metadata, rt_error *error) {
  rt_state state = {.path = strdup(directory), .directory = -1, .journal = -1, .is_durable = true};
  bool done = false;
  if (!rt_metadata_is_plausible(metadata)) {
    rt_error_set(error, "no state could have these metadata");
  } else if (rt_state_open_directory(&state, false, error)) {
    rt_metadata_copy(&state.committed, metadata);
    done = rt_state_write_metadata(&state, error);
  }
  close_files(&state);
  free(state.path);
  rt_metadata_free(&state.committed);
  return done;
}
