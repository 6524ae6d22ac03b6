#define _GNU_SOURCE
#include "process/hangup.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/fatal.h"

static volatile sig_atomic_t watched_output = -1;
static volatile sig_atomic_t is_executing;

static void on_alarm(int number) {
  (void)number;
  int reason = errno;
  struct pollfd output = {.fd = watched_output};
  if (is_executing && poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0) {
    _exit(RT_FATAL_STATUS);
  }
  errno = reason;
}

void rt_hangup_watch(int output) {
  watched_output = output;
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  const struct itimerval second = {.it_interval = {.tv_sec = 1}, .it_value = {.tv_sec = 1}};
  if (sigaction(SIGALRM, &action, NULL) != 0 || setitimer(ITIMER_REAL, &second, NULL) != 0) {
    rt_fatal("no timer can be set");
  }
}

void rt_hangup_set_busy(bool is_busy) { is_executing = is_busy; }
