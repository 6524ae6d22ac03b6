// The words of an executable's command line.
#ifndef RT_ARGUMENTS_H
#define RT_ARGUMENTS_H

#include "base/error.h"
#include "base/principal.h"
#include "process/terminal.h"
#include "rt_buffer.h"

typedef enum rt_command {
  rt_command_none,
  rt_command_install,
  rt_command_reinstall,
  rt_command_upgrade,
  rt_command_update,
  rt_command_query,
  rt_command_methods,
  rt_command_serve,
  rt_command_help,
  rt_command_version,
} rt_command;

typedef struct rt_arguments {
  rt_command command;
  /// Looked at early, as long as this process may ask.
  rt_terminals terminals;
  const char *method;
  rt_options options;
  rt_buffer argument;
  /// Install with this argument first if the canister is not installed.
  bool installs;
  rt_buffer install_argument;
  rt_principal caller;
  uint64_t time_nanoseconds;
  const char *old_executable;
  bool skips_pre_upgrade;
  bool keeps_memory;
  bool replaces_memory;
  /// Names and values by turns, sorted by name; they point into the words.
  rt_bytes variables[2 * rt_limit_environment_variables];
  size_t variable_count;
} rt_arguments;

/// What `--help` prints, with the program's name for each %s.
extern const char rt_usage[];

bool rt_arguments_parse(rt_arguments *arguments, int count, char **words, rt_error *error);

void rt_arguments_free(rt_arguments *arguments);

#endif
