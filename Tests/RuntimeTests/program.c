#define _GNU_SOURCE
#include "program.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "test.h"

rt_buffer program_output;
rt_buffer program_errors;

const char *program_path(const char *name) {
  static char path[2][256];
  static unsigned next;
  char *text = path[next++ % 2];
  snprintf(text, sizeof path[0], "%s/%s", getenv("FAKE_CANISTERS"), name);
  return text;
}

/// Standard input, output and errors go through files, so that no order can block.
static int open_scratch(const char *name, const rt_buffer *content) {
  int file = open(test_path(name), O_RDWR | O_CREAT | O_TRUNC, 0666);
  CHECK(file >= 0);
  if (content != NULL) CHECK(rt_file_write(file, content->bytes, content->size, 0));
  return file;
}

int program_run(const char *name, const char *words, const char *directory,
                const rt_buffer *input) {
  int files[] = {open_scratch(".input", input), open_scratch(".output", NULL),
                 open_scratch(".errors", NULL)};
  char copy[512];
  char *list[32] = {(char *)program_path(name)};
  size_t count = 1;
  snprintf(copy, sizeof copy, "%s", words);
  for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
    list[count++] = strcmp(word, "%s") == 0 ? (char *)directory : word;
  }
  pid_t child = fork();
  if (child == 0) {
    for (int i = 0; i < 3; i++) dup2(files[i], i);
    execv(list[0], list);
    _exit(127);
  }
  int status;
  waitpid(child, &status, 0);
  rt_buffer *const buffers[] = {&program_output, &program_errors};
  for (int i = 0; i < 2; i++) {
    rt_buffer_clear(buffers[i]);
    lseek(files[i + 1], 0, SEEK_SET);
    CHECK(rt_file_get_all(files[i + 1], buffers[i], SIZE_MAX / 2));
  }
  for (int i = 0; i < 3; i++) close(files[i]);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
