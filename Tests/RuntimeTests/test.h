// A small test runner. Each test runs in a process of its own, since the memories have fixed
// addresses; a test fails by a failed CHECK, by a crash, or by taking too long.
#ifndef TEST_H
#define TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct test_case {
  const char *name;
  void (*body)(void);
  struct test_case *next;
} test_case;

void test_register(test_case *test);

/// Defines a test.
#define TEST(name)                                                      \
  static void name(void);                                               \
  __attribute__((constructor)) static void register_##name(void) {      \
    static test_case test = {#name, name, NULL};                        \
    test_register(&test);                                               \
  }                                                                     \
  static void name(void)

__attribute__((noreturn, format(printf, 3, 4))) void test_fail(const char *file, int line,
                                                               const char *format, ...);

#define CHECK(condition) \
  ((condition) ? (void)0 : test_fail(__FILE__, __LINE__, "%s", #condition))

#define CHECK_NUMBER(found, expected)                                                          \
  do {                                                                                         \
    unsigned long long found_number = (unsigned long long)(found);                             \
    unsigned long long expected_number = (unsigned long long)(expected);                       \
    if (found_number != expected_number) {                                                     \
      test_fail(__FILE__, __LINE__, "%s is %llu, not %llu", #found, found_number,              \
                expected_number);                                                              \
    }                                                                                          \
  } while (0)

/// Compares bytes with a string.
#define CHECK_TEXT(bytes, size, expected) \
  test_check_text(__FILE__, __LINE__, bytes, size, expected)
void test_check_text(const char *file, int line, const void *bytes, size_t size,
                     const char *expected);

/// A directory for the test alone, which is removed with all that is in it.
const char *test_directory(void);

/// A path in that directory; lasts as long as the test.
const char *test_path(const char *name);

#endif
