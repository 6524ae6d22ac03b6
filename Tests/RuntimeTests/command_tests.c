// The command line of an executable.
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"
#include "test.h"

typedef struct command_case {
  const char *program;
  const char *words;
  int status;
  const char *output;
  /// Part of what goes to standard error; null for nothing at all.
  const char *errors;
} command_case;

static void check_case(const command_case *expected, const char *directory) {
  int status = program_run(expected->program, expected->words, directory, NULL);
  rt_buffer_append(&program_errors, "", 1);
  const char *errors = (const char *)program_errors.bytes;
  bool has_errors = expected->errors == NULL ? errors[0] == 0
                                             : strstr(errors, expected->errors) != NULL;
  bool has_output = program_output.size == strlen(expected->output) &&
                    (program_output.size == 0 ||
                     memcmp(program_output.bytes, expected->output, program_output.size) == 0);
  if (status != expected->status || !has_output || !has_errors) {
    test_fail(__FILE__, __LINE__, "%s %s: status %d, %zu bytes, \"%s\"", expected->program,
              expected->words, status, program_output.size, errors);
  }
}

TEST(a_canister_is_used_from_the_command_line) {
  const command_case cases[] = {
      {"fake", "update count --state %s", 2, "", "no such directory (install first)"},
      {"fake", "install --state %s", 0, "", NULL},
      {"fake", "install --state %s", 1, "", "IC0514: "},
      {"fake", "update count --state %s", 0, "\1\1\1", NULL},
      {"fake", "query peek --state %s", 0, "\2\2\2", NULL},
      {"fake", "update peek --state=%s", 2, "", "no such directory"},
      {"fake", "update peek --state %s", 0, "\2\2\2", NULL},
      {"fake", "--durability none update count --state %s", 0, "\2\2\2", NULL},
      {"fake", "update print_and_trap --state %s", 1, "",
       "some words\nIC0503: Canister called `ic0.trap` with message: 'some'\n"},
      {"fake", "update reject --state %s", 1, "", "IC0406: not today\n"},
      {"fake", "update say_nothing --state %s", 1, "",
       "IC0506: Canister did not reply to the call"},
      {"fake", "query count --state %s", 1, "", "IC0536: Canister has no query method 'count'.\n"},
      {"fake", "update echo --arg 616263 --state %s", 0, "abc", NULL},
      {"fake", "reinstall --state %s", 0, "", NULL},
      {"fake", "query peek --state %s", 0, "\1\1\1", NULL},
      {"other", "query peek --state %s", 2, "", "the state belongs to another module"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    check_case(&cases[i], test_path("state"));
  }
}

TEST(without_a_directory_nothing_is_left) {
  const command_case cases[] = {
      {"fake", "update count", 1, "", "IC0537: Attempted to execute a message"},
      {"fake", "update count --install 00", 0, "\1\1\1", NULL},
      {"fake", "install", 0, "", NULL},
      {"fake", "update echo --install= --arg-file -", 0, "", NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) check_case(&cases[i], NULL);
}

TEST(arguments_are_read_from_files_and_standard_input) {
  rt_buffer input = {0};
  rt_buffer_append(&input, "in\0put", 6);
  CHECK(program_run("fake", "update echo --install 00 --arg-file -", NULL, &input) == 0);
  CHECK(program_output.size == 6 && memcmp(program_output.bytes, "in\0put", 6) == 0);
  const char *path = test_path(".input");
  CHECK(program_run("fake", "update echo --install 00 --arg-file %s", path, &input) == 0);
  CHECK(program_output.size == 6);
}

TEST(mistakes_in_the_command_line_are_told) {
  const command_case cases[] = {
      {"fake", "", 2, "", "no command is given (see --help)"},
      {"fake", "dance", 2, "", "dance is not expected here"},
      {"fake", "update", 2, "", "the name of a method is missing"},
      {"fake", "update count again", 2, "", "again is not expected here"},
      {"fake", "install reinstall", 2, "", "reinstall is not expected here"},
      {"fake", "--arg 0 install", 2, "", "--arg takes an even number of hexadecimal digits"},
      {"fake", "--arg xy install", 2, "", "--arg takes an even number of hexadecimal digits"},
      {"fake", "--arg", 2, "", "--arg is unknown or has no value"},
      {"fake", "--color red install", 2, "", "unknown option --color"},
      {"fake", "--caller me install", 2, "", "me is not a principal"},
      {"fake", "--time soon install", 2, "", "--time takes a number, not soon"},
      {"fake", "--time 18446744073709551616 install", 2, "", "--time takes a number"},
      {"fake", "--durability some install", 2, "", "--durability is full or none, not some"},
      {"fake", "--stack 1 install", 2, "", "--stack takes 262144 to"},
      {"fake", "--env NAME install", 2, "", "--env takes NAME=VALUE"},
      {"fake", "--env A=1 --env A=2 install", 2, "", "that name is given twice"},
      {"fake", "--arg-file /nonexistent install", 2, "", "No such file or directory"},
      {"fake", "upgrade --from x", 2, "", "an upgrade needs --state"},
      {"fake", "upgrade --state %s", 2, "", "an upgrade needs --from OLD"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    check_case(&cases[i], test_path("state"));
  }
}

TEST(the_program_tells_of_itself) {
  CHECK(program_run("fake", "--help", NULL, NULL) == 0);
  CHECK(program_output.size > 1000 && memcmp(program_output.bytes, "usage: ", 7) == 0);
  CHECK(program_run("fake", "--version", NULL, NULL) == 0);
  CHECK_TEXT(program_output.bytes, program_output.size, "fake canister\n");
  CHECK(program_run("fake", "methods", NULL, NULL) == 0);
  rt_buffer_append(&program_output, "", 1);
  CHECK(strstr((const char *)program_output.bytes, "\nquery run query\n") != NULL);
  CHECK(strstr((const char *)program_output.bytes, "memory_of_mine") == NULL);
}

TEST(a_directory_that_can_not_be_written_is_refused) {
  CHECK(program_run("fake", "install --state %s", test_path("state"), NULL) == 0);
  if (geteuid() == 0) {
    // Root may write everywhere; become another user.
    CHECK(chmod(test_directory(), 0777) == 0);
    const char *scratch[] = {".input", ".output", ".errors"};
    for (int i = 0; i < 3; i++) CHECK(chmod(test_path(scratch[i]), 0666) == 0);
    if (access(program_path("fake"), X_OK) != 0) return;
    CHECK(setgid(65534) == 0 && setuid(65534) == 0);
    if (access(program_path("fake"), X_OK) != 0) return;
  } else {
    CHECK(chmod(test_path("state/lock"), 0444) == 0);
  }
  CHECK(program_run("fake", "update count --state %s", test_path("state"), NULL) == 2);
  rt_buffer_append(&program_errors, "", 1);
  CHECK(strstr((const char *)program_errors.bytes,
               "lock can't be opened for writing: Permission denied") != NULL);
}
