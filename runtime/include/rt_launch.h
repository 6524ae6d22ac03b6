// Starting a program that is a canister, confined before its first instruction.
#ifndef RT_LAUNCH_H
#define RT_LAUNCH_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/// The signal that interrupts what a canister's process executes, or is about to, since it is to be
/// repeated in better code; whatever else the process does is finished first.
#define RT_INTERRUPTION_SIGNAL SIGUSR1
/// The status with which a process ends that was interrupted: it has committed nothing.
#define RT_INTERRUPTED_STATUS 4

/// A program to start, and what it gets. Beside that it has the libraries that are installed, to
/// read and to load, and of the environment what concerns these; no network, no other process, no
/// descriptor but those here and standard error.
typedef struct rt_launch {
  /// The executable file's path.
  const char *program;
  /// Its words, a null pointer behind them; the first is its name.
  char *const *words;
  /// What becomes its standard input and output.
  int input;
  int output;
  /// The directory of the canister's state; null for none.
  const char *state;
  /// Files that it can read, and files that it can write; null, or a null pointer behind them.
  char *const *read_files;
  char *const *written_files;
  /// Whether it is trusted with all that the user may do: nothing is confined.
  bool is_unconfined;
} rt_launch;

/// Starts a program with the default disposition of signals, and none blocked. 0, or the system's
/// reason why it was not started. May be called by any thread.
int rt_launch_start(const rt_launch *launch, pid_t *process);

/// Whether the system can keep a program from files; without that, all other limits still hold.
bool rt_launch_confines_files(void);

#endif
