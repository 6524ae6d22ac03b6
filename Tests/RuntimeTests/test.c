#define _GNU_SOURCE
#include "test.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { seconds_max = 60 };

static test_case *tests;
static char directory[64];

void test_register(test_case *test) {
  test->next = tests;
  tests = test;
}

void test_fail(const char *file, int line, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "%s:%d: ", file, line);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  _exit(1);
}

void test_check_text(const char *file, int line, const void *bytes, size_t size,
                     const char *expected) {
  if (size == strlen(expected) && (size == 0 || memcmp(bytes, expected, size) == 0)) return;
  test_fail(file, line, "found    \"%.*s\"\nexpected \"%s\"", (int)size, (const char *)bytes,
            expected);
}

const char *test_directory(void) { return directory; }

const char *test_path(const char *name) {
  char *path = NULL;
  if (asprintf(&path, "%s/%s", directory, name) < 0) abort();
  return path;
}

static int remove_entry(const char *path, const struct stat *information, int kind,
                        struct FTW *place) {
  (void)information;
  (void)kind;
  (void)place;
  return remove(path);
}

/// Runs one test in a child process; whether it passed.
static bool run(const test_case *test) {
  strcpy(directory, "/tmp/runtime-test-XXXXXX");
  if (mkdtemp(directory) == NULL) abort();
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    alarm(seconds_max);
    test->body();
    _exit(0);
  }
  int status = -1;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  if (WIFSIGNALED(status)) {
    fprintf(stderr, "%s: ended by %s\n", test->name, strsignal(WTERMSIG(status)));
  } else {
    fprintf(stderr, "%s: failed with status %d\n", test->name, WEXITSTATUS(status));
  }
  return false;
}

/// Runs the tests whose name contains the argument, or all.
int main(int count, char **arguments) {
  unsigned passed = 0, failed = 0;
  for (const test_case *test = tests; test != NULL; test = test->next) {
    if (count > 1 && strstr(test->name, arguments[1]) == NULL) continue;
    *(run(test) ? &passed : &failed) += 1;
  }
  printf("%u tests passed, %u failed\n", passed, failed);
  return failed != 0 || passed == 0;
}
