// Which system calls a confined process has: the one definition of it.
//
// A process is confined twice. Its parent does so before its first instruction
// (`rt_launch`): it still has to be loaded, and to open its state. Before it runs a canister it
// gives up what only that needed.
#ifndef RT_SYSTEM_CALLS_H
#define RT_SYSTEM_CALLS_H

#include <stdbool.h>

/// How far a process has come.
typedef enum rt_stage {
  /// It is to be loaded yet, perhaps by an unknown program. What it may not do is an error
  /// there, as on a system that can't do it: libraries try what is new, and get over it.
  rt_stage_launched,
  /// It runs a canister whose state is in a directory; the first call it may not make ends it.
  rt_stage_running,
  /// The same, without any files.
  rt_stage_running_without_files,
} rt_stage;

/// Leaves the process, with all its threads, the calls of a stage. It must have given up new
/// privileges. Makes system calls only, so that it can be called between `vfork` and `execve`.
bool rt_system_calls_restrict(rt_stage stage);

#endif
