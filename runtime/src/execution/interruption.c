#define _GNU_SOURCE
#include "execution/interruption.h"

#include <signal.h>
#include <unistd.h>

#include "base/fatal.h"
#include "rt_launch.h"

static volatile sig_atomic_t executes;
/// The signal came, also if it came too early: while the process was about to execute something.
static volatile sig_atomic_t is_interrupted;

static void end_if_interrupted(void) {
  if (executes && is_interrupted) _exit(RT_INTERRUPTED_STATUS);
}

static void on_interruption(int number) {
  (void)number;
  is_interrupted = 1;
  end_if_interrupted();
}

void rt_interruption_watch(void) {
  struct sigaction action = {.sa_handler = on_interruption, .sa_flags = SA_RESTART | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  if (sigaction(RT_INTERRUPTION_SIGNAL, &action, NULL) != 0) rt_fatal("no signal can be handled");
}

void rt_interruption_set_executing(bool is_executing) {
  executes = is_executing;
  end_if_interrupted();
}
