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
#include <time.h>
#include <unistd.h>

#include "base/fault_injection.h"
#include "base/file.h"
#include "state/state_lock.h"

const char *const rt_state_image_names[rt_memory_count] = {"wasm_memory.bin",
                                                           "stable_memory.bin"};
static const char metadata_name[] = "metadata.json";
static const char metadata_draft_name[] = "metadata.json.new";
/// The canister's module in a snapshot, which we leave to others.
static const char module_name[] = "wasm_module.bin";
static const size_t metadata_file_bytes_max = 16 * 1024 * 1024;

static bool is_our_name(const char *name) {
  static const char *const names[] = {".",       "..",    metadata_name, metadata_draft_name,
                                      "journal", "lock",  "handover",    "wasm_memory.bin",
                                      "stable_memory.bin", module_name, "wasm_chunk_store"};
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

/// Tells the size of the module beside the state, 0 if there is none.
static bool size_module(rt_state *state, rt_error *error) {
  struct stat information;
  bool exists = fstatat(state->directory, module_name, &information, AT_SYMLINK_NOFOLLOW) == 0;
  state->committed.module_bytes = exists ? (uint64_t)information.st_size : 0;
  return exists || errno == ENOENT ||
         rt_error_set_errno(error, "%s/%s can't be read", state->path, module_name);
}

/// Reads metadata.json; without one, the state is that before any installation.
static bool read_metadata(rt_state *state, bool *exists, rt_error *error) {
  int file = rt_state_file(state, metadata_name, O_RDONLY);
  *exists = file >= 0;
  if (file < 0) {
    if (errno == ENOENT) return true;
    return rt_error_set_errno(error, "%s/%s can't be opened", state->path, metadata_name);
  }
  rt_buffer text = {0};
  bool done = rt_file_get_all(file, &text, metadata_file_bytes_max);
  if (!done) rt_error_set_errno(error, "%s/%s can't be read", state->path, metadata_name);
  char name[512];
  strncpy(name, state->path, sizeof name - sizeof metadata_name - 2);
  name[sizeof name - sizeof metadata_name - 2] = 0;
  strcat(strcat(name, "/"), metadata_name);
  done = done && rt_metadata_parse(&state->committed, text.bytes, text.size, name, error);
  rt_buffer_free(&text);
  close(file);
  return done && size_module(state, error);
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
  // Only now can nobody change it any more.
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
  rt_buffer text = {0};
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  state->committed.taken_at_nanoseconds =
      (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
  rt_metadata_print(&state->committed, &text);
  int file = rt_state_file(state, metadata_draft_name, O_WRONLY | O_CREAT | O_TRUNC);
  bool done = file >= 0 && rt_file_write(file, text.bytes, text.size, 0) &&
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
  rt_buffer_free(&text);
  errno = reason;
  return done;
}
