// Which files a process can reach from now on: Landlock (Linux 5.13), where the system has it.
//
// What is open already stays open. Only the process itself can be confined, and what it starts.
// But for `rt_file_rules_create` these make system calls only, so that they can be called between
// `vfork` and `execve`.
#ifndef RT_FILE_RULES_H
#define RT_FILE_RULES_H

#include <stdbool.h>

typedef enum rt_access {
  /// Reading files and lists of files.
  rt_access_read,
  /// Also running them.
  rt_access_run,
  /// What a canister's state takes: reading, writing, making, renaming and removing files, but no
  /// directories, links or devices.
  rt_access_state,
} rt_access;

/// Whether the system has such rules.
bool rt_file_rules_exist(void);

/// A descriptor of rules that allow nothing yet; -1 for an error.
int rt_file_rules_create(void);

/// Allows access to a file, or to all below a directory, that is open or has a path. What is not
/// there can't be reached anyway.
bool rt_file_rules_allow(int rules, int file, rt_access access);
bool rt_file_rules_allow_path(int rules, const char *path, rt_access access);

/// Leaves the process what was allowed. It must have given up new privileges.
bool rt_file_rules_apply(int rules);

#endif
