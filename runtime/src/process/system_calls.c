#define _GNU_SOURCE
#include "process/system_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/falloc.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "memory/touched_pages.h"

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// Numbers are compared whole: those of the x32 interface have a bit of their own, and no row.

/// Harmless with any arguments, given the other rules.
static const uint32_t harmless[] = {
    // The descriptors that are open.
    __NR_read, __NR_write, __NR_pread64, __NR_pwrite64, __NR_readv, __NR_writev, __NR_lseek,
    __NR_fstat, __NR_fstatfs, __NR_ftruncate, __NR_fsync, __NR_fdatasync, __NR_close, __NR_flock,
    __NR_ppoll,
#ifdef __NR_poll
    __NR_poll,
#endif
    // Memory, but see below.
    __NR_munmap, __NR_mremap, __NR_brk,
    // Signals to itself, time, the ends of children and its own.
    __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_sigaltstack,
    __NR_rt_sigtimedwait, __NR_restart_syscall, __NR_clock_gettime, __NR_futex, __NR_getrandom,
    __NR_clock_nanosleep, __NR_getpid, __NR_gettid, __NR_wait4, __NR_exit, __NR_exit_group,
    // How threads begin: one may have been made just before.
#ifdef __NR_rseq
    __NR_rseq,
#endif
    __NR_set_robust_list};

/// The files of a state; which ones there are is Landlock's matter.
static const uint32_t for_files[] = {__NR_renameat, __NR_unlinkat};

/// What loading a program, starting its libraries, opening a state and confining oneself take.
static const uint32_t for_start[] = {
    __NR_execve, __NR_mmap, __NR_mprotect, __NR_set_tid_address,
#ifdef __NR_arch_prctl
    __NR_arch_prctl, __NR_access, __NR_readlink, __NR_stat, __NR_lstat, __NR_mkdir,
#endif
    __NR_faccessat, __NR_readlinkat, __NR_newfstatat, __NR_statx, __NR_getdents64, __NR_mkdirat,
    __NR_getcwd, __NR_uname, __NR_sysinfo, __NR_getuid, __NR_geteuid, __NR_getgid, __NR_getegid,
    __NR_getppid, __NR_sched_getaffinity, __NR_sched_yield, __NR_clock_getres,
    __NR_memfd_create, __NR_setitimer, __NR_seccomp,
    __NR_landlock_create_ruleset, __NR_landlock_add_rule, __NR_landlock_restrict_self};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

typedef struct filter {
  struct sock_filter rules[2 * (COUNT(harmless) + COUNT(for_files) + COUNT(for_start)) + 80];
  size_t size;
} filter;

#define LOAD(field) \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
/// The halves of an argument. The system reads whole registers where a parameter has 64 bits.
#define LOAD_LOW(number) LOAD(args[number])
#define LOAD_HIGH(number)                 \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS,      \
           (uint32_t)(offsetof(struct seccomp_data, args) + 8 * (number) + 4))
#define MASK(bits) BPF_STMT(BPF_ALU | BPF_AND | BPF_K, (bits))
/// Skips so many rules unless what is loaded is, has, or is below a value.
#define UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (count))
#define UNLESS_BIT(bits, count) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, (count))
#define UNLESS_BELOW(value, count) BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (value), (count), 0)
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define ALLOW ANSWER(SECCOMP_RET_ALLOW)
#define REFUSE(reason) ANSWER(SECCOMP_RET_ERRNO | (reason))
#define END ANSWER(SECCOMP_RET_KILL_PROCESS)

static void append(filter *filter, const struct sock_filter *rules, size_t count) {
  for (size_t i = 0; i < count; i++) filter->rules[filter->size++] = rules[i];
}

#define APPEND(filter, ...)                                    \
  do {                                                         \
    const struct sock_filter rules[] = {__VA_ARGS__};          \
    append(filter, rules, COUNT(rules));                       \
  } while (0)

static void allow_all(filter *filter, const uint32_t *calls, size_t count) {
  for (size_t i = 0; i < count; i++) APPEND(filter, UNLESS(calls[i], 1), ALLOW);
}

/// What depends on arguments. A rule that knows a call answers it, by `refusal` if that is worse
/// than a mistake.
static void add_conditions(filter *filter, uint32_t refusal) {
  const uint32_t own_id = (uint32_t)getpid();
  APPEND(filter,
         // A copy of a descriptor, its flags; not who gets which signal when there is input.
         UNLESS(__NR_fcntl, 8), LOAD_LOW(1), UNLESS(F_GETFD, 1), ALLOW, UNLESS(F_SETFD, 1), ALLOW,
         UNLESS(F_GETFL, 1), ALLOW, ANSWER(refusal),
         // A thread's name, which one that begins may ask for and set.
         UNLESS(__NR_prctl, 8), LOAD_LOW(0), UNLESS(PR_SET_NAME, 1), ALLOW,
         UNLESS(PR_GET_NAME, 1), ALLOW, UNLESS(PR_SET_NO_NEW_PRIVS, 1), ALLOW, ANSWER(refusal),
         // Which pages were written, and whether a file is a terminal; not to change or feed one.
         UNLESS(__NR_ioctl, 6), LOAD_LOW(1), UNLESS(RT_PAGEMAP_SCAN, 1), ALLOW,
         UNLESS(TCGETS, 1), ALLOW, REFUSE(ENOTTY),
         // Advice about the process's own memory; from 100 on it is about the machine's.
         UNLESS(__NR_madvise, 4), LOAD_LOW(2), UNLESS_BELOW(100, 1), ALLOW, REFUSE(EINVAL),
         // Room within what a memory can be, in 2^40 bytes; the size of files has a limit apart.
         UNLESS(__NR_fallocate, 8), LOAD_LOW(1), UNLESS(FALLOC_FL_KEEP_SIZE, 5), LOAD_HIGH(2),
         UNLESS_BELOW(256, 3), LOAD_HIGH(3), UNLESS_BELOW(256, 1), ALLOW, REFUSE(EFBIG),
         // Signals to itself: the C library ends a process in that way.
         UNLESS(__NR_tgkill, 4), LOAD_LOW(0), UNLESS(own_id, 1), ALLOW, ANSWER(refusal),
         UNLESS(__NR_kill, 4), LOAD_LOW(0), UNLESS(own_id, 1), ALLOW, ANSWER(refusal));
}

/// Files are opened under Landlock's eyes, but early versions of it don't see that a file is cut
/// to nothing by opening it without the right to write.
static void add_opening(filter *filter) {
  APPEND(filter, UNLESS(__NR_openat, 8), LOAD_LOW(2), UNLESS_BIT(O_TRUNC, 4), MASK(O_ACCMODE),
         UNLESS(O_RDONLY, 1), REFUSE(EACCES), UNLESS_BELOW(O_ACCMODE, 1), ALLOW, REFUSE(EACCES));
}

static void add_start(filter *filter) {
  allow_all(filter, for_start, COUNT(for_start));
  APPEND(filter,
         // Limits are asked for, and never changed.
         UNLESS(__NR_prlimit64, 6), LOAD_LOW(2), UNLESS(0, 3), LOAD_HIGH(2), UNLESS(0, 1), ALLOW,
         REFUSE(EPERM));
}

static void add_running(filter *filter, bool has_files) {
  // Memory that can be executed is made before code runs.
  APPEND(filter, UNLESS(__NR_mmap, 4), LOAD_LOW(2), UNLESS_BIT(PROT_EXEC, 1), END, ALLOW,
         UNLESS(__NR_mprotect, 4), LOAD_LOW(2), UNLESS_BIT(PROT_EXEC, 1), END, ALLOW);
  // The C library asks for these but can do without: which files exist is kept secret.
  APPEND(filter, UNLESS(__NR_newfstatat, 1), REFUSE(ENOSYS));
  if (!has_files) APPEND(filter, UNLESS(__NR_openat, 1), REFUSE(EACCES));
}

bool rt_system_calls_restrict(rt_stage stage) {
  filter filter;
  filter.size = 0;
  APPEND(&filter, LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0), END,
         LOAD(nr));
  bool has_files = stage != rt_stage_running_without_files;
  allow_all(&filter, harmless, COUNT(harmless));
  if (has_files) allow_all(&filter, for_files, COUNT(for_files));
  if (stage == rt_stage_launched) {
    add_start(&filter);
  } else {
    add_running(&filter, has_files);
  }
  if (has_files) add_opening(&filter);
  bool is_strict = stage != rt_stage_launched;
  add_conditions(&filter, is_strict ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ERRNO | EPERM);
  APPEND(&filter, ANSWER(is_strict ? SECCOMP_RET_KILL_PROCESS : SECCOMP_RET_ERRNO | ENOSYS));
  const struct sock_fprog program = {.len = (unsigned short)filter.size, .filter = filter.rules};
  return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}
