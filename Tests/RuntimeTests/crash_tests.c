// A process under load, killed at random instants: while it recovers, executes, commits and empties
// its journal. What was acknowledged is there, and a message is there as a whole or not at all.
// CRASH_COUNT says how often (`make crash-test`: a thousand times).
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "process/frame.h"
#include "program.h"

enum { crash_count_default = 60, crash_seconds_max = 600 };

static uint64_t random_state = 7;

static uint64_t next(void) {
  random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return random_state >> 33;
}

static uint64_t now_microseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

typedef struct victim {
  pid_t process;
  int socket;
  uint64_t deadline;
} victim;

static victim start(const char *directory, uint64_t lifetime_microseconds) {
  int sockets[2];
  CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) == 0);
  pid_t process = fork();
  if (process == 0) {
    dup2(sockets[1], 0);
    dup2(sockets[1], 1);
    execl(program_path("fake"), "fake", "--serve", "--state", directory, "--durability", "none",
          NULL);
    _exit(127);
  }
  close(sockets[1]);
  rt_buffer frame = {0};
  rt_frame_print_hello(&frame);
  CHECK(rt_frame_put(sockets[0], &frame) && rt_frame_get(sockets[0], &frame) == rt_frame_read);
  rt_buffer_free(&frame);
  return (victim){.process = process,
                  .socket = sockets[0],
                  .deadline = now_microseconds() + lifetime_microseconds};
}

/// Kills the process if that has not been done; then what it has still answered can be read.
static void kill_now(victim *victim) {
  if (victim->process == 0) return;
  kill(victim->process, SIGKILL);
  CHECK(waitpid(victim->process, NULL, 0) == victim->process);
  victim->process = 0;
}

/// Executes a method and reads the number it replies with; false if the process was killed before.
static bool call(victim *victim, rt_entry entry, const char *method, uint64_t *number) {
  rt_buffer frame = {0};
  rt_message message = {.entry = entry, .method = {(const uint8_t *)method, strlen(method)}};
  rt_frame_print_execute(&frame, &message);
  CHECK(rt_frame_put(victim->socket, &frame));
  uint64_t now = now_microseconds();
  struct timespec patience = {0};
  if (victim->deadline > now) {
    patience.tv_sec = (time_t)((victim->deadline - now) / 1000000);
    patience.tv_nsec = (long)((victim->deadline - now) % 1000000 * 1000);
  }
  struct pollfd answer = {.fd = victim->socket, .events = POLLIN};
  if (ppoll(&answer, 1, &patience, NULL) == 0) kill_now(victim);
  bool is_answered = rt_frame_get(victim->socket, &frame) == rt_frame_read;
  if (is_answered) {
    rt_wire_reader reader = {.at = frame.bytes, .left = frame.size};
    if (rt_wire_u8(&reader) == rt_response_failure) {
      rt_bytes text = rt_wire_bytes(&reader);
      test_fail(__FILE__, __LINE__, "%.*s", (int)text.size, (const char *)text.bytes);
    }
    CHECK(rt_frame_parse_outcome(&reader, &outcome));
    check_ok();
    if (outcome.result == rt_result_reply) memcpy(number, outcome.response.bytes, sizeof *number);
  } else {
    // It may end only because we have killed it.
    CHECK(victim->process == 0);
  }
  rt_buffer_free(&frame);
  return is_answered;
}

TEST(a_process_killed_at_any_instant_loses_nothing_acknowledged) {
  const char *text = getenv("CRASH_COUNT");
  int crash_count = text == NULL ? crash_count_default : atoi(text);
  alarm(crash_seconds_max);
  const char *directory = test_path("state");
  victim first = start(directory, 10000000);
  uint64_t acknowledged = 0, unused;
  CHECK(call(&first, rt_entry_install, "", &unused));
  kill_now(&first);
  close(first.socket);
  uint64_t checked = 0, torn = 0;
  for (int i = 0; i < crash_count; i++) {
    // From an instant, in the midst of recovery, to long enough for the journal to be emptied.
    uint64_t lifetime = next() % ((uint64_t)200 << next() % 9);
    victim victim = start(directory, lifetime);
    uint64_t found = 0;
    if (call(&victim, rt_entry_query, "spread_check", &found)) {
      checked++;
      if (found != acknowledged && found != acknowledged + 1) {
        test_fail(__FILE__, __LINE__, "crash %d: %llu messages are there, %llu were acknowledged",
                  i, (unsigned long long)found, (unsigned long long)acknowledged);
      }
      torn += found != acknowledged;
      acknowledged = found;
      while (victim.process != 0) {
        if (call(&victim, rt_entry_update, "spread", &found)) {
          CHECK_NUMBER(found, acknowledged + 1);
          acknowledged = found;
        }
      }
    }
    kill_now(&victim);
    close(victim.socket);
  }
  CHECK(checked > 0 && acknowledged > 0);
  printf("%d crashes: %llu messages acknowledged, %llu more were complete\n", crash_count,
         (unsigned long long)acknowledged, (unsigned long long)torn);
  fflush(stdout);
}
