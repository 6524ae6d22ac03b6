// Programs that are confined before their first instruction.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "process/sandbox.h"
#include "program.h"
#include "rt_buffer.h"
#include "rt_launch.h"
#include "test.h"

static void write_text(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  CHECK(file >= 0 && rt_file_write(file, text, strlen(text), 0));
  close(file);
}

static void check_content(const char *path, const char *expected) {
  rt_buffer text = {0};
  int file = open(path, O_RDONLY);
  CHECK(file >= 0 && rt_file_get_all(file, &text, 4096));
  close(file);
  CHECK_TEXT(text.bytes, text.size, expected);
}

/// Starts a program with words and waits for its end, as `wait` tells it.
static int run(const char *program, char *const *words, bool is_unconfined) {
  int files[2];
  CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, files) == 0);
  const rt_launch launch = {.program = program,
                            .words = words,
                            .input = files[1],
                            .output = files[1],
                            .state = test_path("state"),
                            .is_unconfined = is_unconfined};
  pid_t process;
  CHECK_NUMBER(rt_launch_start(&launch, &process), 0);
  close(files[1]);
  int status;
  CHECK(waitpid(process, &status, 0) == process);
  close(files[0]);
  return status;
}

/// Has the hostile program try all it knows, beside a file that it must leave alone.
static void be_hostile(bool is_unconfined) {
  char *words[] = {"hostile", "--serve", "--state", (char *)test_path("state"), NULL};
  CHECK(mkdir(test_path("state"), 0777) == 0);
  write_text(test_path("victim"), "precious");
  setenv("SECRET", "secret", 1);
  // A descriptor that is not to be closed on exec, as careless programs have them.
  CHECK(open(test_path("victim"), O_RDWR | O_APPEND) >= 0);
  CHECK_NUMBER(run(program_path("hostile"), words, is_unconfined), 0);
}

TEST(launched_programs_reach_nothing_but_the_state) {
  if (RT_IS_SANITIZED) return;
  if (!rt_launch_confines_files()) {
    dprintf(STDERR_FILENO, "skipped: this system has no Landlock\n");
    return;
  }
  be_hostile(false);
  check_content(test_path("state/report"), "end\n");
  check_content(test_path("victim"), "precious");
  CHECK(access(test_path("made"), F_OK) != 0);
}

/// The attempts are real ones: without confinement they succeed.
TEST(hostile_programs_would_do_harm) {
  if (RT_IS_SANITIZED) return;
  be_hostile(true);
  CHECK(access(test_path("made"), F_OK) == 0 && access(test_path("victim"), F_OK) != 0);
}

TEST(launched_programs_begin_with_usual_signals) {
  char *words[] = {"sh", "-c", "kill -TERM $$", NULL};
  signal(SIGTERM, SIG_IGN);
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  sigprocmask(SIG_BLOCK, &blocked, NULL);
  CHECK(mkdir(test_path("state"), 0777) == 0);
  int status = run("/bin/sh", words, false);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
  // Those of this process stay as they were.
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  CHECK(sigismember(&now, SIGTERM) == 1 && sigismember(&now, SIGINT) == 0);
}

TEST(what_can_not_be_started_is_told) {
  char *words[] = {"x", NULL};
  rt_launch launch = {.program = test_path("absent"), .words = words, .input = 0, .output = 1};
  pid_t process;
  CHECK_NUMBER(rt_launch_start(&launch, &process), ENOENT);
  launch.program = test_directory();
  CHECK_NUMBER(rt_launch_start(&launch, &process), EACCES);
  CHECK(waitpid(-1, NULL, 0) < 0 && errno == ECHILD);
}
