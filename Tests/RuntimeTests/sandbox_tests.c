// What a confined process can and can't do, and that it ends when its parent does.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "memory/ranges.h"
#include "process/file_rules.h"
#include "process/frame.h"
#include "process/sandbox.h"
#include "program.h"

enum { is_confined = !RT_IS_SANITIZED };

/// Runs code in a confined process; how that ended, as `wait` tells it.
static int run_confined(int directory, void (*body)(void)) {
  pid_t child = fork();
  if (child == 0) {
    CHECK(rt_sandbox_enter(directory, &error));
    body();
    _exit(0);
  }
  int status;
  CHECK(waitpid(child, &status, 0) == child);
  return status;
}

static void open_socket(void) { socket(AF_INET, SOCK_STREAM, 0); }
static void start_process(void) { fork(); }
static void start_program(void) { execl("/bin/true", "true", NULL); }
static void signal_parent(void) { kill(getppid(), 0); }
static void make_executable(void) {
  mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static void become_executable(void) {
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static void queue_signal(void) {
  siginfo_t information = {.si_code = SI_QUEUE};
  syscall(__NR_rt_sigqueueinfo, getppid(), 0, &information);
}
static void send_signals_for_input(void) { fcntl(STDIN_FILENO, F_SETFL, O_ASYNC); }
static void send_signals_to_parent(void) { fcntl(STDIN_FILENO, F_SETOWN, getppid()); }
static void choose_signal(void) { fcntl(STDIN_FILENO, F_SETSIG, SIGKILL); }
static void read_parent(void) {
  char byte;
  struct iovec own = {&byte, 1}, other = {&byte, 1};
  process_vm_readv(getppid(), &own, 1, &other, 1, 0);
}
static void read_processor_state(void) { prctl(PR_GET_DUMPABLE); }
static void raise_limit(void) {
  const struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_FSIZE, &limit);
}
// The bit of the x32 interface, with a number that is harmless without it.
static void take_other_door(void) { syscall(0x40000000 | __NR_getpid); }

TEST(confined_processes_end_when_they_ask_for_more) {
  void (*const bodies[])(void) = {
      open_socket,     start_process,     start_program,          signal_parent,
      make_executable, become_executable, queue_signal,           send_signals_for_input,
      choose_signal,   read_parent,       send_signals_to_parent, read_processor_state,
      raise_limit,     take_other_door};
  for (size_t i = 0; is_confined && i < sizeof bodies / sizeof bodies[0]; i++) {
    int status = run_confined(-1, bodies[i]);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS) {
      test_fail(__FILE__, __LINE__, "case %zu: status %x", i, status);
    }
  }
}

static int directory_file;
static bool has_file_rules;

static void use_files(void) {
  int file = openat(directory_file, "inside", O_RDWR | O_CREAT | O_TRUNC, 0666);
  CHECK(file >= 0);
  CHECK(pwrite(file, "x", 1, 0) == 1 && ftruncate(file, 0) == 0);
  CHECK(renameat(directory_file, "inside", directory_file, "renamed") == 0);
  CHECK(unlinkat(directory_file, "renamed", 0) == 0);
  if (has_file_rules) {
    CHECK(open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES);
    CHECK(openat(directory_file, "../outside", O_RDWR | O_CREAT, 0666) < 0 && errno == EACCES);
  }
  struct stat information;
  CHECK(stat("/etc/passwd", &information) < 0 && errno == ENOSYS);
  CHECK(syscall(__NR_fstat, file, &information) == 0 && information.st_size == 0);
  CHECK(ioctl(file, 0x5401, NULL) < 0 && errno == ENOTTY);
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(page != MAP_FAILED && mprotect(page, 4096, PROT_READ) == 0);
}

TEST(confined_processes_have_memory_and_the_files_of_the_state) {
  directory_file = open(test_directory(), O_RDONLY | O_DIRECTORY);
  has_file_rules = rt_file_rules_exist();
  if (is_confined) CHECK_NUMBER(run_confined(directory_file, use_files), 0);
}

static void use_no_files(void) {
  CHECK(open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES);
  CHECK(openat(directory_file, "inside", O_RDWR | O_CREAT, 0666) < 0 && errno == EACCES);
}

TEST(confined_processes_without_a_state_have_no_files) {
  directory_file = open(test_directory(), O_RDONLY | O_DIRECTORY);
  if (is_confined) CHECK_NUMBER(run_confined(-1, use_no_files), 0);
}

/// Stable memory is the largest that a file can have: 500 GiB.
static void make_large_files(void) {
  int file = openat(directory_file, "large", O_RDWR | O_CREAT, 0666);
  CHECK(ftruncate(file, (off_t)500 << 30) == 0);
  CHECK(ftruncate(file, (off_t)600 << 30) < 0 && errno == EFBIG);
  CHECK(fallocate(file, 0, 0, 4096) < 0 && errno == EFBIG);
  CHECK(fallocate(file, FALLOC_FL_KEEP_SIZE, (off_t)1 << 40, 4096) < 0 && errno == EFBIG);
  CHECK(fallocate(file, FALLOC_FL_KEEP_SIZE, 0, 4096) == 0);
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  // Pages are the machine's: a process may not mark them as broken.
  CHECK(madvise(page, 4096, MADV_HWPOISON) < 0 && errno == EINVAL);
  CHECK(madvise(page, 4096, MADV_DONTNEED) == 0);
}

TEST(confined_processes_have_files_of_a_largest_size) {
  signal(SIGXFSZ, SIG_IGN);
  directory_file = open(test_directory(), O_RDONLY | O_DIRECTORY);
  if (is_confined) CHECK_NUMBER(run_confined(directory_file, make_large_files), 0);
}

static void order_ranges(void) {
  enum { count = 1000 };
  rt_ranges ranges = {0};
  for (uint64_t i = count; i-- > 0;) rt_ranges_append(&ranges, i * 8192, 4096);
  rt_ranges_normalize(&ranges, 4096, UINT64_MAX - 4095);
  CHECK_NUMBER(ranges.count, count);
  for (uint64_t i = 0; i < count; i++) CHECK_NUMBER(ranges.items[i].start, i * 8192);
  rt_ranges_free(&ranges);
}

TEST(confined_processes_can_put_many_ranges_in_order) {
  if (is_confined) CHECK_NUMBER(run_confined(-1, order_ranges), 0);
}

static void abort_now(void) { raise(SIGTERM); }

TEST(confined_processes_can_end_themselves_by_a_signal) {
  if (is_confined) CHECK_NUMBER(run_confined(-1, abort_now), SIGTERM);
}

/// Commands of an executable are confined as serving is.
TEST(canisters_are_confined_whatever_runs_them) {
  const char *const words[] = {"update escape --install 00", "query escape_query --install 00",
                               "update escape --state %s", "query escape_query --state %s"};
  const char *directory = test_path("state");
  CHECK_NUMBER(program_run("fake", "install --state %s", directory, NULL), 0);
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    char unconfined[128];
    snprintf(unconfined, sizeof unconfined, "%s --no-sandbox", words[i]);
    CHECK_NUMBER(program_run("fake", unconfined, directory, NULL), 1);
    if (is_confined) CHECK_NUMBER(program_run("fake", words[i], directory, NULL), -1);
  }
}

/// Writes a frame that asks for an execution.
static void ask(int file, rt_entry entry, const char *method) {
  rt_buffer frame = {0};
  rt_message message = {.entry = entry, .method = {(const uint8_t *)method, strlen(method)}};
  rt_frame_print_execute(&frame, &message);
  CHECK(rt_frame_put(file, &frame));
  rt_buffer_free(&frame);
}

TEST(a_busy_process_ends_when_nobody_listens) {
  int sockets[2];
  CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) == 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(sockets[1], 0);
    dup2(sockets[1], 1);
    execl(program_path("fake"), "fake", "--serve", NULL);
    _exit(127);
  }
  close(sockets[1]);
  rt_buffer frame = {0};
  rt_frame_print_hello(&frame);
  CHECK(rt_frame_put(sockets[0], &frame));
  ask(sockets[0], rt_entry_install, "");
  ask(sockets[0], rt_entry_update, "hang");
  // The first are answered, the last never.
  for (int i = 0; i < 2; i++) CHECK(rt_frame_get(sockets[0], &frame) == rt_frame_read);
  struct pollfd answer = {.fd = sockets[0], .events = POLLIN};
  CHECK(poll(&answer, 1, 1500) == 0);
  close(sockets[0]);
  int status;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
}
