// Starts programs, confined.
//
// What is allowed is prepared here; the child, which has this process's memory until it becomes the
// program (`vfork`), makes system calls only.
#define _GNU_SOURCE
#include "rt_launch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process/file_rules.h"
#include "process/sandbox.h"
#include "process/system_calls.h"

extern char **environ;

bool rt_launch_confines_files(void) { return rt_file_rules_exist(); }

/// What the child needs and is made before it.
typedef struct preparation {
  const rt_launch *launch;
  /// -1 if files are not confined.
  int rules;
  char **environment;
  /// Set by the child if it fails, which the compiler can't see.
  volatile int reason;
} preparation;

/// Whether a variable concerns the loader, the C library, or a sanitizer; all others are the
/// user's secrets.
static bool is_for_libraries(const char *variable) {
  static const char *const beginnings[] = {"LD_", "GLIBC_TUNABLES=", "SWIFT_"};
  for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
    if (strncmp(variable, beginnings[i], strlen(beginnings[i])) == 0) return true;
  }
  return strstr(variable, "SAN_OPTIONS=") != NULL;
}

/// The variables that a confined program gets; null if there is no memory. The texts stay ours.
static char **make_environment(void) {
  size_t count = 0;
  while (environ[count] != NULL) count++;
  char **kept = calloc(count + 1, sizeof *kept);
  for (size_t i = 0, place = 0; kept != NULL && i < count; i++) {
    if (is_for_libraries(environ[i])) kept[place++] = environ[i];
  }
  return kept;
}

/// Allows the folder of a library that this process has: a program is likely to need it as well.
static int allow_library(struct dl_phdr_info *library, size_t size, void *context) {
  (void)size;
  char folder[PATH_MAX];
  const char *end = strrchr(library->dlpi_name, '/');
  size_t length = end == NULL ? 0 : (size_t)(end - library->dlpi_name);
  if (library->dlpi_name[0] != '/' || length == 0 || length >= sizeof folder) return 0;
  memcpy(folder, library->dlpi_name, length);
  folder[length] = 0;
  return rt_file_rules_allow_path(*(const int *)context, folder, rt_access_run) ? 0 : 1;
}

static bool allow_paths(int rules, char *const *paths, rt_access access) {
  for (; paths != NULL && *paths != NULL; paths++) {
    if (!rt_file_rules_allow_path(rules, *paths, access)) return false;
  }
  return true;
}

/// The rules about files, but for the child's own folder in /proc; -1 if there are none.
static int make_rules(const rt_launch *launch, int *reason) {
  static char *const libraries[] = {"/lib", "/lib64", "/usr/lib", "/usr/lib64", NULL};
  static char *const lists[] = {"/etc/ld.so.cache", "/etc/ld.so.preload", NULL};
  char *const program[] = {(char *)launch->program, NULL};
  char *const state[] = {(char *)launch->state, NULL};
  if (launch->is_unconfined || RT_IS_SANITIZED || !rt_file_rules_exist()) return -1;
  int rules = rt_file_rules_create();
  if (rules >= 0 && allow_paths(rules, program, rt_access_run) &&
      allow_paths(rules, libraries, rt_access_run) && allow_paths(rules, lists, rt_access_read) &&
      dl_iterate_phdr(allow_library, &rules) == 0 &&
      allow_paths(rules, state, rt_access_state) &&
      allow_paths(rules, launch->read_files, rt_access_read) &&
      allow_paths(rules, launch->written_files, rt_access_state)) {
    return rules;
  }
  *reason = errno;
  if (rules >= 0) close(rules);
  return -1;
}

/// Confines the child.
static bool confine(int rules) {
  if (!rt_sandbox_limit()) return false;
  if (rules >= 0) {
    // It asks /proc which of its pages were written. The folder stays open: the rule is about what
    // stands for it in the system's memory, which lasts as long as it is open.
    int own = open("/proc/self", O_PATH);
    if (own >= 0 && !rt_file_rules_allow(rules, own, rt_access_read)) return false;
    if (!rt_file_rules_apply(rules)) return false;
  }
  return rt_system_calls_restrict(rt_stage_launched);
}

/// What the child does: it becomes the program, or ends.
__attribute__((noinline)) static _Noreturn void become(preparation *preparation) {
  const rt_launch *launch = preparation->launch;
  const struct sigaction usual = {.sa_handler = SIG_DFL};
  sigset_t none;
  for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
  if (dup2(launch->input, STDIN_FILENO) >= 0 && dup2(launch->output, STDOUT_FILENO) >= 0) {
    // Descriptors that this process has inherited without that mark are not passed on.
    syscall(__NR_close_range, 3, UINT_MAX, 1 << 2 /* CLOSE_RANGE_CLOEXEC */);
    if (launch->is_unconfined || RT_IS_SANITIZED || confine(preparation->rules)) {
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, NULL);
      execve(launch->program, launch->words, preparation->environment);
    }
  }
  preparation->reason = errno;
  _exit(127);
}

static pid_t start(preparation *preparation) {
  // No handler of ours may run in the child, which has our memory.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pid_t child = vfork();
  if (child == 0) become(preparation);
  int reason = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = reason;
  return child;
}

int rt_launch_start(const rt_launch *launch, pid_t *process) {
  int reason = 0;
  preparation preparation = {.launch = launch, .rules = make_rules(launch, &reason)};
  if (reason != 0) return reason;
  preparation.environment = launch->is_unconfined ? environ : make_environment();
  *process = preparation.environment == NULL ? -1 : start(&preparation);
  reason = *process < 0 ? errno : preparation.reason;
  if (*process > 0 && reason != 0) {
    while (waitpid(*process, NULL, 0) < 0 && errno == EINTR) {
    }
  }
  if (!launch->is_unconfined) free(preparation.environment);
  if (preparation.rules >= 0) close(preparation.rules);
  return reason;
}
