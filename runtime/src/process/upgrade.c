#define _GNU_SOURCE
#include "process/upgrade.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "process/frame.h"
#include "rt_launch.h"

static void close_all(const int *files, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (files[i] >= 0) close(files[i]);
  }
}

/// Starts the executable with pipes for its standard input and output.
static bool spawn(rt_predecessor *predecessor, const char *executable, const rt_options *options,
                  rt_error *error) {
  // The ends that it reads and writes, and ours.
  int files[] = {-1, -1, -1, -1};
  if (pipe2(files, O_CLOEXEC) != 0 || pipe2(files + 2, O_CLOEXEC) != 0) {
    close_all(files, 4);
    return rt_error_set_errno(error, "no pipe can be made");
  }
  char limit[21], wait[21];
  snprintf(limit, sizeof limit, "%llu", (unsigned long long)options->instruction_limit);
  snprintf(wait, sizeof wait, "%llu", (unsigned long long)options->wait_seconds);
  const char *words[12] = {executable, "--serve",
                           "--state", options->directory,
                           "--durability", options->is_durable ? "full" : "none",
                           "--wait", wait};
  size_t count = 8;
  if (options->is_unconfined) words[count++] = "--no-sandbox";
  if (options->instruction_limit != 0) {
    words[count++] = "--instruction-limit";
    words[count++] = limit;
  }
  const rt_launch launch = {.program = executable,
                            .words = (char *const *)words,
                            .input = files[0],
                            .output = files[3],
                            .state = options->directory,
                            .is_unconfined = options->is_unconfined};
  int reason = rt_launch_start(&launch, &predecessor->process);
  close_all((int[]){files[0], files[3]}, 2);
  predecessor->input = files[1];
  predecessor->output = files[2];
  if (reason == 0) return true;
  close_all((int[]){files[1], files[2]}, 2);
  errno = reason;
  return rt_error_set_errno(error, "%s can't be started", executable);
}

/// Sends the request in `frame` and puts the response in its place.
static bool ask(rt_predecessor *predecessor, rt_error *error) {
  if (!rt_frame_put(predecessor->input, &predecessor->frame) ||
      rt_frame_get(predecessor->output, &predecessor->frame) != rt_frame_read) {
    return rt_error_set(error, "the old executable does not answer");
  }
  rt_wire_reader reader = {.at = predecessor->frame.bytes, .left = predecessor->frame.size};
  if (rt_wire_u8(&reader) != rt_response_failure) return true;
  rt_bytes text = rt_wire_bytes(&reader);
  return rt_error_set(error, "the old executable: %.*s",
                      (int)(text.size < 800 ? text.size : 800), (const char *)text.bytes);
}

bool rt_predecessor_start(rt_predecessor *predecessor, const char *executable,
                          const rt_options *options, const rt_message *message,
                          rt_outcome *outcome, rt_error *error) {
  *predecessor = (rt_predecessor){.input = -1, .output = -1};
  if (!spawn(predecessor, executable, options, error)) return false;
  rt_frame_print_hello(&predecessor->frame);
  bool done = ask(predecessor, error);
  if (done) {
    rt_buffer_clear(&predecessor->frame);
    rt_frame_print_execute(&predecessor->frame, message);
    done = ask(predecessor, error);
  }
  if (done) {
    rt_wire_reader reader = {.at = predecessor->frame.bytes, .left = predecessor->frame.size};
    done = (rt_wire_u8(&reader) == rt_response_outcome &&
            rt_frame_parse_outcome(&reader, outcome)) ||
           rt_error_set(error, "the old executable's answer is not an outcome");
  }
  if (done) return true;
  rt_error ignored;
  rt_predecessor_end(predecessor, true, &ignored);
  return false;
}

bool rt_predecessor_end(rt_predecessor *predecessor, bool is_upgraded, rt_error *error) {
  bool done = true;
  if (!is_upgraded) {
    rt_buffer_clear(&predecessor->frame);
    rt_wire_put_u8(&predecessor->frame, rt_request_rollback);
    done = ask(predecessor, error);
  }
  // The end of its input ends it.
  close_all((int[]){predecessor->input, predecessor->output}, 2);
  while (waitpid(predecessor->process, NULL, 0) < 0 && errno == EINTR) {
  }
  rt_buffer_free(&predecessor->frame);
  return done;
}
