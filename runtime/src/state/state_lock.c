#define _GNU_SOURCE
#include "state/state_lock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"

/// How long to sleep between two attempts, at first and at most; and how long to wait before
/// anything is said about it.
static const long first_pause_nanoseconds = 1000 * 1000;
static const long longest_pause_nanoseconds = 16 * 1000 * 1000;
static const uint64_t silence_nanoseconds = UINT64_C(500) * 1000 * 1000;

static uint64_t now_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * UINT64_C(1000000000) + (uint64_t)time.tv_nsec;
}

/// The process that has the lock, as it has written into the file; 0 if it has not.
static long holder(const rt_state *state) {
  char text[24] = {0};
  ssize_t size = pread(state->lock, text, sizeof text - 1, 0);
  return size > 0 ? strtol(text, NULL, 10) : 0;
}

static void name_holder(const rt_state *state) {
  char text[24];
  int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
  // Only for people to read: without it, the lock is one all the same.
  if (ftruncate(state->lock, 0) != 0 || pwrite(state->lock, text, (size_t)size, 0) != size) {
    errno = 0;
  }
}

/// Waits for the lock until it is there or the time is over, with the reason in `errno`.
static bool wait_for_lock(const rt_state *state, uint64_t wait_seconds) {
  uint64_t start = now_nanoseconds();
  bool is_told = !isatty(STDERR_FILENO);
  struct timespec pause = {.tv_nsec = first_pause_nanoseconds};
  while (flock(state->lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    uint64_t waited = now_nanoseconds() - start;
    if (errno != EWOULDBLOCK || waited / UINT64_C(1000000000) >= wait_seconds) return false;
    if (!is_told && waited > silence_nanoseconds) {
      fprintf(stderr, "waiting for process %ld, which has the state in %s\n", holder(state),
              state->path);
      is_told = true;
    }
    nanosleep(&pause, NULL);
    if (pause.tv_nsec < longest_pause_nanoseconds) pause.tv_nsec *= 2;
  }
  return true;
}

bool rt_state_lock(rt_state *state, uint64_t wait_seconds, rt_error *error) {
  if (wait_for_lock(state, wait_seconds)) {
    name_holder(state);
    state->is_locked = true;
    return true;
  }
  if (errno == EWOULDBLOCK) {
    return rt_error_set(error, "the state in %s is in use by another process (%ld)", state->path,
                        holder(state));
  }
  return rt_error_set_errno(error, "%s/lock can't be locked", state->path);
}

void rt_state_unlock(rt_state *state) {
  flock(state->lock, LOCK_UN);
  state->is_locked = false;
}
