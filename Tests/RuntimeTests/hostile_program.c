// A program that tries what no canister's program may do, and writes down what it could do.
//
// It is run with words like those of the serve protocol, `--state DIR` among them. DIR/report gets
// a line for each thing that went well; beside DIR lie files that it must not touch.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *state = ".";
static int report;

static const char *path(const char *name) {
  static char text[4096];
  snprintf(text, sizeof text, "%s/%s", state, name);
  return text;
}

static bool opens(const char *name, int flags) {
  int file = open(name, flags | O_CLOEXEC, 0666);
  if (file >= 0) close(file);
  return file >= 0;
}

static bool makes_file(void) { return opens(path("../made"), O_WRONLY | O_CREAT); }
static bool changes_file(void) { return opens(path("../victim"), O_WRONLY); }
static bool reads_file(void) { return opens(path("../victim"), O_RDONLY); }
static bool reads_accounts(void) { return opens("/etc/passwd", O_RDONLY); }
static bool lists_files(void) { return opens("/", O_RDONLY | O_DIRECTORY); }
static bool cuts_file(void) {
  return opens(path("../victim"), O_RDONLY | O_TRUNC) ||
         opens(path("../victim"), O_ACCMODE | O_TRUNC) || truncate(path("../victim"), 0) == 0;
}
static bool removes_file(void) { return unlink(path("../victim")) == 0; }
static bool moves_file(void) { return rename(path("../victim"), path("taken")) == 0; }
static bool links_file(void) {
  return link(path("../victim"), path("link")) == 0 || symlink("../victim", path("link")) == 0;
}
static bool changes_mode(void) { return chmod(path("../victim"), 0777) == 0; }
static bool uses_network(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool uses_sockets(void) { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }
static bool starts_process(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  return child > 0;
}
static bool becomes_other(void) {
  // If that went well, the shell would have to say so.
  char command[4200];
  snprintf(command, sizeof command, "echo becomes_other >>%s", path("report"));
  execl("/bin/sh", "sh", "-c", command, NULL);
  return false;
}
static bool signals_parent(void) {
  siginfo_t information = {.si_code = SI_QUEUE};
  return kill(getppid(), 0) == 0 || kill(-1, 0) == 0 ||
         syscall(__NR_tgkill, getppid(), getppid(), 0) == 0 ||
         syscall(__NR_rt_sigqueueinfo, getppid(), 0, &information) == 0;
}
static bool signals_parent_by_file(void) {
  return fcntl(STDIN_FILENO, F_SETOWN, getppid()) == 0 ||
         fcntl(STDIN_FILENO, F_SETSIG, SIGKILL) == 0 ||
         fcntl(STDIN_FILENO, F_SETFL, O_ASYNC) == 0;
}
static bool reads_parent(void) {
  char byte, there[64];
  struct iovec own = {&byte, 1}, other = {&byte, 1};
  snprintf(there, sizeof there, "/proc/%d/environ", (int)getppid());
  return process_vm_readv(getppid(), &own, 1, &other, 1, 0) >= 0 || opens(there, O_RDONLY) ||
         ptrace(PTRACE_SEIZE, getppid(), NULL, NULL) == 0;
}
static bool has_secrets(void) { return getenv("SECRET") != NULL; }
static bool has_descriptors(void) {
  for (int file = 3; file < 1024; file++) {
    if (file != report && write(file, "x", 1) == 1) return true;
  }
  return false;
}
static bool raises_limits(void) {
  const struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  return setrlimit(RLIMIT_FSIZE, &limit) == 0 || setrlimit(RLIMIT_CORE, &limit) == 0;
}
static bool makes_huge_file(void) {
  signal(SIGXFSZ, SIG_IGN);
  int file = open(path("huge"), O_RDWR | O_CREAT, 0666);
  bool done = file < 0 || ftruncate(file, (off_t)1 << 42) == 0 ||
              fallocate(file, 0, 0, 1 << 20) == 0 ||
              fallocate(file, FALLOC_FL_KEEP_SIZE, (off_t)1 << 42, 1 << 20) == 0;
  unlink(path("huge"));
  return done;
}
static bool makes_directory(void) { return mkdir(path("folder"), 0777) == 0; }

int main(int count, char **words) {
  static const struct { const char *name; bool (*attempt)(void); } attempts[] = {
#define ATTEMPT(name) {#name, name}
      ATTEMPT(makes_file),     ATTEMPT(changes_file),   ATTEMPT(reads_file),
      ATTEMPT(reads_accounts), ATTEMPT(lists_files),    ATTEMPT(cuts_file),
      ATTEMPT(removes_file),   ATTEMPT(moves_file),     ATTEMPT(links_file),
      ATTEMPT(changes_mode),   ATTEMPT(uses_network),   ATTEMPT(uses_sockets),
      ATTEMPT(starts_process), ATTEMPT(signals_parent), ATTEMPT(signals_parent_by_file),
      ATTEMPT(reads_parent),   ATTEMPT(has_secrets),    ATTEMPT(has_descriptors),
      ATTEMPT(raises_limits),  ATTEMPT(makes_huge_file), ATTEMPT(makes_directory),
      ATTEMPT(becomes_other)};
  signal(SIGPIPE, SIG_IGN);
  for (int i = 1; i + 1 < count; i++) {
    if (strcmp(words[i], "--state") == 0) state = words[i + 1];
  }
  report = open(path("report"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (report < 0) return 2;
  for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
    if (attempts[i].attempt()) dprintf(report, "%s\n", attempts[i].name);
  }
  dprintf(report, "end\n");
  return 0;
}
