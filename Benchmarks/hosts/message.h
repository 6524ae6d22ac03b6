// A message for a canister that another engine runs, and what came of it: how each host of a peer
// takes its messages and tells what they took.
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REPLY_BYTES = 2 << 20 };

typedef struct message {
  uint8_t *argument;
  size_t argument_bytes;
  uint8_t reply[REPLY_BYTES];
  size_t reply_bytes;
  bool has_reply;
} message;

static message current;

static inline uint64_t nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static inline int hex_digit(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

// Takes the argument, in hexadecimal.
static inline void set_argument(const char *hex) {
  current.argument_bytes = strlen(hex) / 2;
  current.argument = realloc(current.argument, current.argument_bytes + 1);
  for (size_t i = 0; i < current.argument_bytes; i++) {
    current.argument[i] = (uint8_t)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
  }
}

static inline bool append_reply(const uint8_t *bytes, size_t count) {
  if (count > REPLY_BYTES - current.reply_bytes) return false;
  memcpy(current.reply + current.reply_bytes, bytes, count);
  current.reply_bytes += count;
  return true;
}

// Runs the same message several times, and writes a line: its reply, the nanoseconds that one took,
// those of the processor, and how many instructions were counted.
static inline void run_messages(int count, void (*execute)(void *), void *context,
                                int64_t (*counted)(void)) {
  uint64_t wall = nanoseconds(CLOCK_MONOTONIC), processor = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < count; i++) {
    current.reply_bytes = 0;
    current.has_reply = false;
    execute(context);
  }
  processor = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
  wall = nanoseconds(CLOCK_MONOTONIC) - wall;
  putchar('x');
  for (size_t i = 0; i < current.reply_bytes; i++) printf("%02x", current.reply[i]);
  printf(" %.0f %.0f %lld\n", (double)wall / count, (double)processor / count,
         (long long)counted());
  fflush(stdout);
}

static inline _Noreturn void fail(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

#endif
