#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "touched_pages.h"

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/// System calls that are harmless whatever their arguments, given the other rules.
static const uint32_t permitted[] = {
    // The descriptors that are open, and the state's files.
    __NR_read, __NR_write, __NR_pread64, __NR_pwrite64, __NR_readv, __NR_writev, __NR_lseek,
    __NR_fstat, __NR_newfstatat, __NR_fstatfs, __NR_ftruncate, __NR_fallocate, __NR_fsync,
    __NR_fdatasync, __NR_close, __NR_openat, __NR_renameat, __NR_unlinkat, __NR_flock,
    __NR_fcntl, __NR_ppoll,
#ifdef __NR_poll
    __NR_poll,
#endif
    // Memory, but see below.
    __NR_munmap, __NR_madvise, __NR_mremap, __NR_brk,
    // Signals, time, and what the C library needs for itself.
    __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_sigaltstack,
    __NR_restart_syscall, __NR_clock_gettime, __NR_futex, __NR_getrandom, __NR_getpid, __NR_gettid,
    __NR_exit, __NR_exit_group};

enum { permitted_count = sizeof permitted / sizeof permitted[0] };

#define LOAD(field) \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (count))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))

static bool install_filter(void) {
  const uint32_t failure = SECCOMP_RET_ERRNO;
  struct sock_filter filter[2 * permitted_count + 40];
  size_t size = 0;
  const struct sock_filter head[] = {
      LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
      ANSWER(SECCOMP_RET_KILL_PROCESS), LOAD(nr)};
  for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) filter[size++] = head[i];
  for (size_t i = 0; i < permitted_count; i++) {
    filter[size++] = (struct sock_filter)SKIP_UNLESS(permitted[i], 1);
    filter[size++] = (struct sock_filter)ANSWER(SECCOMP_RET_ALLOW);
  }
  const struct sock_filter tail[] = {
      // Memory that can be executed is made before code runs.
      SKIP_UNLESS(__NR_mmap, 1), BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
      SKIP_UNLESS(__NR_mprotect, 4), LOAD(args[2]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0), ANSWER(SECCOMP_RET_ALLOW),
      ANSWER(SECCOMP_RET_KILL_PROCESS),
      // Which pages were written; a terminal's settings are nobody's business.
      SKIP_UNLESS(__NR_ioctl, 4), LOAD(args[1]), SKIP_UNLESS(RT_PAGEMAP_SCAN, 1),
      ANSWER(SECCOMP_RET_ALLOW), ANSWER(failure | ENOTTY),
      // A process may send signals to itself: the C library ends it in that way.
      SKIP_UNLESS(__NR_tgkill, 3), LOAD(args[0]), SKIP_UNLESS((uint32_t)getpid(), 1),
      ANSWER(SECCOMP_RET_ALLOW), ANSWER(SECCOMP_RET_KILL_PROCESS)};
  for (size_t i = 0; i < sizeof tail / sizeof tail[0]; i++) filter[size++] = tail[i];
  const struct sock_fprog program = {.len = (unsigned short)size, .filter = filter};
  return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

/// Leaves of all files only those in the directory.
static bool confine_files(int directory) {
  // The rights that even the first version of Landlock knows: all that files have.
  const uint64_t needed = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                          LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                          LANDLOCK_ACCESS_FS_MAKE_REG;
  const struct landlock_ruleset_attr handled = {.handled_access_fs = (UINT64_C(1) << 13) - 1};
  int rules = (int)syscall(__NR_landlock_create_ruleset, &handled, sizeof handled, 0);
  if (rules < 0) return errno == ENOSYS || errno == EOPNOTSUPP;
  const struct landlock_path_beneath_attr rule = {.allowed_access = needed,
                                                  .parent_fd = directory};
  bool done = (directory < 0 || syscall(__NR_landlock_add_rule, rules,
                                        LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0) &&
              syscall(__NR_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return done;
}

bool rt_sandbox_enter(int directory, rt_error *error) {
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  // The sanitizer asks the system for more than this.
  (void)confine_files;
  (void)install_filter;
  (void)directory;
  (void)error;
  return true;
#endif
#endif
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && confine_files(directory) &&
      install_filter()) {
    return true;
  }
  return rt_error_set_errno(error, "the process can't be confined (--no-sandbox does without)");
}
