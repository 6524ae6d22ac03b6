#define _GNU_SOURCE
#include "state/state_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fault_injection.h"
#include "base/file.h"
#include "state/state_lock.h"

const char *const rt_state_image_names[rt_memory_count] = {"wasm_memory.bin",
                                                           "stable_memory.bin"};
static const char metadata_name[] = "metadata";
static const char metadata_draft_name[] = "metadata.new";
static const off_t metadata_file_bytes_max = 17 * 1024 * 1024;
/// What snapshots have in their place, and had states of older versions.
static const char snapshot_metadata_name[] = "metadata.json";

static bool is_our_name(const char *name) {
  static const char *const names[] = {".", "..", metadata_name, metadata_draft_name, "journal",
                                      "lock", "handover", "wasm_memory.bin", "stable_memory.bin",
                                      "wasm_chunk_store"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (strcmp(name, names[i]) == 0) return true;
  }
  return false;
}

/// Whether the directory has no other files than ours: a state may begin only in such a one.
static bool has_only_our_names(int directory) {
  int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *stream = copy < 0 ? NULL : fdopendir(copy);
  if (stream == NULL) return false;
  bool is_ours = true;
  for (const struct dirent *entry; is_ours && (entry = readdir(stream)) != NULL;) {
    is_ours = is_our_name(entry->d_name);
  }
  closedir(stream);
  return is_ours;
}

int rt_state_file(const rt_state *state, const char *name, int flags) {
  int file = openat(state->directory, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
  // By a system call, since the C library's own function asks for more than confined processes may.
  struct stat information;
  if (file < 0 ||
      (syscall(__NR_fstat, file, &information) == 0 && S_ISREG(information.st_mode))) {
    return file;
  }
  close(file);
  errno = ENOTSUP;
  return -1;
}

bool rt_state_open_directory(rt_state *state, bool creates, rt_error *error) {
  if (creates && mkdir(state->path, 0777) != 0 && errno != EEXIST) {
    return rt_error_set_errno(error, "the directory %s can't be made", state->path);
  }
  state->directory = open(state->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (state->directory >= 0) return true;
  if (errno == ENOENT) {
    return rt_error_set(error, "there is no state in %s: no such directory (install first)",
                        state->path);
  }
  return rt_error_set_errno(error, "the directory %s can't be opened", state->path);
}

static bool open_file(const rt_state *state, const char *name, int *file, rt_error *error) {
  *file = rt_state_file(state, name, O_RDWR | O_CREAT);
  if (*file >= 0) return true;
  return rt_error_set_errno(error, "%s/%s can't be opened for writing", state->path, name);
}

/// Without metadata, the state is that before any installation, unless it has another form.
static bool check_absence(const rt_state *state, rt_error *error) {
  struct stat information;
  if (fstatat(state->directory, snapshot_metadata_name, &information, AT_SYMLINK_NOFOLLOW) != 0) {
    return true;
  }
  return rt_error_set(error, "%s has a %s: that is a snapshot, or the state of an older version."
                      " Install the canister from it: tinsmith state CODE --import FOLDER",
                      state->path, snapshot_metadata_name);
}

/// Reads the one record of the file.
static bool read_record(rt_state *state, int file, rt_error *error) {
  rt_record record = {0};
  struct stat information;
  errno = 0;
  char name[512];
  snprintf(name, sizeof name, "%s/%s", state->path, metadata_name);
  if (fstat(file, &information) != 0) return rt_error_set_errno(error, "%s can't be read", name);
  // One that is longer would only take time.
  bool is_whole = information.st_size <= metadata_file_bytes_max && rt_record_check(file, &record);
  if (!is_whole && errno != 0) return rt_error_set_errno(error, "%s can't be read", name);
  if (!is_whole || (uint64_t)information.st_size != record.end) {
    return rt_error_set(error, "%s is damaged", name);
  }
  return rt_record_metadata(file, &record, &state->committed, name, error);
}

static bool read_metadata(rt_state *state, bool *exists, rt_error *error) {
  int file = rt_state_file(state, metadata_name, O_RDONLY);
  *exists = file >= 0;
  if (file < 0) {
    if (errno == ENOENT) return check_absence(state, error);
    return rt_error_set_errno(error, "%s/%s can't be opened", state->path, metadata_name);
  }
  bool done = read_record(state, file, error);
  close(file);
  return done;
}

bool rt_state_open_files(rt_state *state, bool creates_directory, rt_error *error) {
  bool has_metadata = false;
  if (!rt_state_open_directory(state, creates_directory, error) ||
      !read_metadata(state, &has_metadata, error)) {
    return false;
  }
  if (!has_metadata && !has_only_our_names(state->directory)) {
    return rt_error_set(error, "%s is not the directory of a canister's state: it has other files"
                        " and no %s", state->path, metadata_name);
  }
  if (!open_file(state, "lock", &state->lock, error) ||
      !rt_state_lock(state, state->wait_seconds, error)) {
    return false;
  }
  // Only now no other process can change it.
  if (!read_metadata(state, &has_metadata, error)) return false;
  for (int i = 0; i < rt_memory_count; i++) {
    if (!open_file(state, rt_state_image_names[i], &state->images[i], error)) return false;
  }
  if (!open_file(state, "journal", &state->journal, error)) return false;
  if (state->is_durable && fsync(state->directory) != 0) {
    return rt_error_set_errno(error, "the directory %s can't be written", state->path);
  }
  return true;
}

static bool open_to_read(const rt_state *state, const char *name, int *file, rt_error *error) {
  *file = rt_state_file(state, name, O_RDONLY);
  if (*file >= 0) return true;
  return rt_error_set_errno(error, "%s/%s can't be opened", state->path, name);
}

bool rt_state_open_journal(rt_state *state, uint64_t *generation, rt_error *error) {
  bool has_metadata;
  if (!rt_state_open_directory(state, false, error) ||
      !read_metadata(state, &has_metadata, error)) {
    return false;
  }
  *generation = state->committed.generation;
  state->journal = rt_state_file(state, "journal", O_RDONLY);
  return state->journal >= 0 || errno == ENOENT ||
         rt_error_set_errno(error, "%s/journal can't be opened", state->path);
}

bool rt_state_open_observed(rt_state *state, rt_error *error) {
  uint64_t generation;
  if (!rt_state_open_journal(state, &generation, error)) return false;
  if (state->journal < 0) return rt_error_set(error, "%s has no journal", state->path);
  for (int i = 0; i < rt_memory_count; i++) {
    if (!open_to_read(state, rt_state_image_names[i], &state->images[i], error)) return false;
  }
  return true;
}

bool rt_state_write_metadata(rt_state *state, rt_error *error) {
  const rt_metadata *metadata = &state->committed;
  rt_record record = {.head = {.generation = metadata->generation,
                               .memory_bytes = {metadata->heap_bytes, metadata->stable_bytes}}};
  int file = rt_state_file(state, metadata_draft_name, O_WRONLY | O_CREAT | O_TRUNC);
  bool done = file >= 0 && rt_record_write(file, &record, metadata, NULL, NULL) &&
              (!state->is_durable || fsync(file) == 0);
  (void)RT_FAULT_AT("metadata drafted");
  done = done && renameat(state->directory, metadata_draft_name, state->directory,
                          metadata_name) == 0 &&
         (!state->is_durable || fsync(state->directory) == 0);
  int reason = errno;
  if (!done) {
    rt_error_set_errno(error, "%s/%s can't be written", state->path, metadata_name);
    unlinkat(state->directory, metadata_draft_name, 0);
  }
  if (file >= 0) close(file);
  errno = reason;
  return done;
}
