#define _GNU_SOURCE
#include "process/arguments.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "base/wire.h"
#include "execution/trap.h"

static const size_t argument_bytes_max = (size_t)16 * 1024 * 1024;

/// The words that are left to read.
typedef struct words {
  char **at;
  char **end;
} words;

static const struct { const char *name; rt_command command; } commands[] = {
    {"install", rt_command_install},     {"reinstall", rt_command_reinstall},
    {"upgrade", rt_command_upgrade},     {"update", rt_command_update},
    {"query", rt_command_query},         {"methods", rt_command_methods},
    {"--serve", rt_command_serve},       {"--help", rt_command_help},
    {"-h", rt_command_help},             {"--version", rt_command_version},
};

static bool parse_hex(rt_buffer *bytes, const char *digits, const char *option, rt_error *error) {
  rt_buffer_clear(bytes);
  if (strncmp(digits, "0x", 2) == 0) digits += 2;
  return rt_hex_parse(bytes, digits, strlen(digits)) ||
         rt_error_set(error, "%s takes an even number of hexadecimal digits", option);
}

static bool read_argument(rt_buffer *bytes, const char *path, rt_error *error) {
  bool is_input = strcmp(path, "-") == 0;
  int file = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  rt_buffer_clear(bytes);
  bool done = file >= 0 && rt_file_get_all(file, bytes, argument_bytes_max);
  if (!done) rt_error_set_errno(error, "the argument can't be read from %s", path);
  if (!is_input && file >= 0) close(file);
  return done;
}

static bool parse_number(uint64_t *number, const char *text, const char *option,
                         rt_error *error) {
  char *end;
  errno = 0;
  *number = strtoull(text, &end, 10);
  return (errno == 0 && *end == 0 && *text >= '0' && *text <= '9') ||
         rt_error_set(error, "%s takes a number, not %s", option, text);
}

static bool parse_principal(rt_principal *principal, const char *text, rt_error *error) {
  rt_buffer bytes = {0};
  bool done = strncmp(text, "0x", 2) == 0
                  ? rt_hex_parse(&bytes, text + 2, strlen(text + 2)) &&
                        rt_principal_from_bytes(principal, bytes.bytes, bytes.size)
                  : rt_principal_parse(principal, text);
  rt_buffer_free(&bytes);
  return done || rt_error_set(error, "%s is not a principal", text);
}

/// Inserts a variable at its place in the order of names.
static bool add_variable(rt_arguments *arguments, const char *text, rt_error *error) {
  const char *value = strchr(text, '=');
  if (value == NULL || !rt_utf8_is_valid((const uint8_t *)text, strlen(text))) {
    return rt_error_set(error, "--env takes NAME=VALUE, not %s", text);
  }
  if (arguments->variable_count == rt_limit_environment_variables) {
    return rt_error_set(error, "a canister has at most %d environment variables",
                        rt_limit_environment_variables);
  }
  rt_bytes name = {(const uint8_t *)text, (size_t)(value - text)};
  rt_bytes *pairs = arguments->variables;
  size_t place = 0;
  while (place < arguments->variable_count && rt_bytes_compare(pairs[2 * place], name) < 0) place++;
  if (place < arguments->variable_count && rt_bytes_compare(pairs[2 * place], name) == 0) {
    return rt_error_set(error, "--env %s: that name is given twice", text);
  }
  memmove(&pairs[2 * place + 2], &pairs[2 * place],
          2 * (arguments->variable_count - place) * sizeof *pairs);
  pairs[2 * place] = name;
  pairs[2 * place + 1] = (rt_bytes){(const uint8_t *)value + 1, strlen(value + 1)};
  arguments->variable_count++;
  return true;
}

static bool parse_durability(rt_arguments *arguments, const char *text, rt_error *error) {
  arguments->options.is_durable = strcmp(text, "full") == 0;
  return arguments->options.is_durable || strcmp(text, "none") == 0 ||
         rt_error_set(error, "--durability is full or none, not %s", text);
}

static bool parse_stack(rt_arguments *arguments, const char *text, rt_error *error) {
  uint64_t *bytes = &arguments->options.stack_bytes;
  if (!parse_number(bytes, text, "--stack", error)) return false;
  return (*bytes >= RT_STACK_BYTES_MIN && *bytes <= RT_STACK_BYTES_MAX) ||
         rt_error_set(error, "--stack takes %llu to %llu bytes",
                      (unsigned long long)RT_STACK_BYTES_MIN,
                      (unsigned long long)RT_STACK_BYTES_MAX);
}

static bool parse_instruction_limit(rt_arguments *arguments, const char *text, rt_error *error) {
  uint64_t *limit = &arguments->options.instruction_limit;
  if (!parse_number(limit, text, "--instruction-limit", error)) return false;
  return *limit != 0 || rt_error_set(error, "--instruction-limit takes at least 1");
}

static bool parse_value(rt_arguments *arguments, const char *option, const char *value,
                        rt_error *error) {
  if (strcmp(option, "--state") == 0) {
    arguments->options.directory = value;
    return true;
  }
  if (strcmp(option, "--from") == 0) {
    arguments->old_executable = value;
    return true;
  }
  if (strcmp(option, "--install") == 0) {
    arguments->installs = true;
    return parse_hex(&arguments->install_argument, value, option, error);
  }
  if (strcmp(option, "--arg") == 0) return parse_hex(&arguments->argument, value, option, error);
  if (strcmp(option, "--arg-file") == 0) return read_argument(&arguments->argument, value, error);
  if (strcmp(option, "--caller") == 0) return parse_principal(&arguments->caller, value, error);
  if (strcmp(option, "--time") == 0) {
    return parse_number(&arguments->time_nanoseconds, value, option, error);
  }
  if (strcmp(option, "--wait") == 0) {
    return parse_number(&arguments->options.wait_seconds, value, option, error);
  }
  if (strcmp(option, "--env") == 0) return add_variable(arguments, value, error);
  if (strcmp(option, "--durability") == 0) return parse_durability(arguments, value, error);
  if (strcmp(option, "--stack") == 0) return parse_stack(arguments, value, error);
  if (strcmp(option, "--instruction-limit") == 0) {
    return parse_instruction_limit(arguments, value, error);
  }
  return rt_error_set(error, "unknown option %s (see --help)", option);
}

static bool parse_option(rt_arguments *arguments, words *words, char *word, rt_error *error) {
  if (strcmp(word, "--skip-pre-upgrade") == 0) return arguments->skips_pre_upgrade = true;
  if (strcmp(word, "--no-sandbox") == 0) return arguments->options.is_unconfined = true;
  if (strcmp(word, "--observe") == 0) return arguments->options.is_observed = true;
  if (strcmp(word, "--repair") == 0) return arguments->options.repairs = true;
  if (strcmp(word, "--keep-memory") == 0) return arguments->keeps_memory = true;
  if (strcmp(word, "--replace-memory") == 0) return arguments->replaces_memory = true;
  char *value = strchr(word, '=');
  if (value != NULL) {
    *value++ = 0;
  } else if (words->at == words->end) {
    return rt_error_set(error, "%s is unknown or has no value (see --help)", word);
  } else {
    value = *words->at++;
  }
  return parse_value(arguments, word, value, error);
}

static bool parse_word(rt_arguments *arguments, words *words, rt_error *error) {
  char *word = *words->at++;
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
    if (strcmp(word, commands[i].name) != 0) continue;
    if (arguments->command != rt_command_none) break;
    arguments->command = commands[i].command;
    return true;
  }
  if (word[0] == '-' && word[1] != 0) return parse_option(arguments, words, word, error);
  bool takes_method =
      arguments->command == rt_command_update || arguments->command == rt_command_query;
  if (!takes_method || arguments->method != NULL) {
    return rt_error_set(error, "%s is not expected here (see --help)", word);
  }
  arguments->method = word;
  return rt_utf8_is_valid((const uint8_t *)word, strlen(word)) ||
         rt_error_set(error, "the method's name is not UTF-8");
}

bool rt_arguments_parse(rt_arguments *arguments, int count, char **words, rt_error *error) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *arguments = (rt_arguments){
      .terminals = rt_terminals_here(),
      .options = {.is_durable = true, .wait_seconds = 60},
      .caller = {.bytes = {4}, .size = 1},
      .time_nanoseconds = (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec};
  struct words left = {.at = words + 1, .end = words + count};
  while (left.at < left.end) {
    if (!parse_word(arguments, &left, error)) return false;
  }
  rt_command command = arguments->command;
  if (command == rt_command_none) return rt_error_set(error, "no command is given (see --help)");
  if ((command == rt_command_update || command == rt_command_query) && arguments->method == NULL) {
    return rt_error_set(error, "the name of a method is missing");
  }
  if (arguments->options.is_observed &&
      (command != rt_command_serve || arguments->options.directory == NULL)) {
    return rt_error_set(error, "--observe goes with --serve and --state");
  }
  if (command != rt_command_upgrade) return true;
  if (arguments->options.directory == NULL) {
    return rt_error_set(error, "an upgrade needs --state: the state to take over");
  }
  return arguments->old_executable != NULL || arguments->skips_pre_upgrade ||
         rt_error_set(error, "an upgrade needs --from OLD, or --skip-pre-upgrade");
}

void rt_arguments_free(rt_arguments *arguments) {
  rt_buffer_free(&arguments->argument);
  rt_buffer_free(&arguments->install_argument);
}
