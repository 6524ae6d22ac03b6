// What an executable does when it is run: `rt_main`.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/wire.h"
#include "execution/failure.h"
#include "execution/module_check.h"
#include "process/arguments.h"
#include "process/serve.h"
#include "process/terminal.h"
#include "process/upgrade.h"

enum { status_reply = 0, status_no_reply = 1, status_unusable = 2 };

/// For people to read.
static void say(const rt_terminals *terminals, const void *bytes, size_t size) {
  rt_terminal_put(stderr, terminals->errors, bytes, size);
}

static int complain(const rt_terminals *terminals, const rt_error *error) {
  fputs("error: ", stderr);
  say(terminals, error->text, strlen(error->text));
  fputc('\n', stderr);
  return status_unusable;
}

static rt_bytes bytes_of(const rt_buffer *buffer) {
  return (rt_bytes){.bytes = buffer->bytes, .size = buffer->size};
}

static void print_prints(const rt_terminals *terminals, const rt_outcome *outcome) {
  rt_wire_reader reader = rt_wire_elements(outcome->prints);
  for (uint32_t i = 0; i < outcome->prints.count; i++) {
    rt_bytes text = rt_wire_bytes(&reader);
    say(terminals, text.bytes, text.size);
    fputc('\n', stderr);
  }
}

/// Bytes as they are, or in digits where a person would see them.
static bool put_reply(const rt_terminals *terminals, const rt_bytes *reply) {
  if (!terminals->output) {
    return rt_file_put(STDOUT_FILENO, (const char *)reply->bytes, reply->size);
  }
  rt_buffer text = {0};
  rt_hex_print(&text, reply->bytes, reply->size);
  rt_buffer_append(&text, "\n", 1);
  bool is_put = rt_file_put(STDOUT_FILENO, (const char *)text.bytes, text.size);
  rt_buffer_free(&text);
  return is_put;
}

/// Shows what came of a message; whether it went well.
static bool show(const rt_terminals *terminals, const rt_outcome *outcome) {
  print_prints(terminals, outcome);
  if (outcome->calls.count != 0) {
    fprintf(stderr, "note: %u calls to other canisters were not delivered\n",
            outcome->calls.count);
  }
  switch (outcome->result) {
    case rt_result_no_response: return true;
    case rt_result_reply: return put_reply(terminals, &outcome->response);
    case rt_result_reject: fprintf(stderr, "IC0406: "); break;
    case rt_result_error:
      fprintf(stderr, "IC%04u: ", rt_execution_error_code(outcome->error));
      break;
  }
  rt_buffer text = {0};
  if (outcome->result == rt_result_error) rt_failure_print(&text, outcome);
  rt_buffer_append(&text, outcome->response.bytes, outcome->response.size);
  rt_buffer_append_text(&text, "\n");
  say(terminals, text.bytes, text.size);
  rt_buffer_free(&text);
  say(terminals, outcome->backtrace.bytes, outcome->backtrace.size);
  return false;
}

static rt_message message_of(const rt_arguments *arguments, rt_entry entry) {
  rt_message message = {.entry = entry,
                        .time_nanoseconds = arguments->time_nanoseconds,
                        .keep_memory = arguments->keeps_memory,
                        .replace_memory = arguments->replaces_memory,
                        .caller = {arguments->caller.bytes, arguments->caller.size},
                        .argument = bytes_of(&arguments->argument)};
  if (arguments->method != NULL) {
    message.method = (rt_bytes){(const uint8_t *)arguments->method, strlen(arguments->method)};
  }
  return message;
}

static bool has_export(const rt_module *module, const char *kind, const char *method) {
  char prefix[32] = "canister_";
  strcat(strcat(prefix, kind), " ");
  size_t prefix_size = strlen(prefix), size = strlen(method);
  for (uint64_t i = 0; i < module->export_count; i++) {
    const rt_export *export = &module->exports[i];
    if (export->name_size == prefix_size + size &&
        memcmp(export->name, prefix, prefix_size) == 0 &&
        memcmp(export->name + prefix_size, method, size) == 0) {
      return true;
    }
  }
  return false;
}

/// How a method is called: a query method can also be called as an update, and composite query
/// methods are called like query methods.
static rt_entry entry_for(const rt_module *module, const rt_arguments *arguments) {
  bool is_query = has_export(module, "query", arguments->method);
  if (arguments->command == rt_command_update) {
    return is_query ? rt_entry_replicated_query : rt_entry_update;
  }
  bool is_composite = has_export(module, "composite_query", arguments->method);
  return is_composite ? rt_entry_composite_query : rt_entry_query;
}

/// The settings of a canister that stands by itself.
static void configure(rt_canister *canister, const rt_arguments *arguments) {
  static const uint8_t own_id[] = {0x80, 0, 0, 0, 0, 0x10, 0, 0, 1, 1};
  rt_buffer controller = {0}, variables = {0};
  rt_wire_put_bytes(&controller, (rt_bytes){arguments->caller.bytes, arguments->caller.size});
  for (size_t i = 0; i < 2 * arguments->variable_count; i++) {
    rt_wire_put_bytes(&variables, arguments->variables[i]);
  }
  rt_settings settings = {.own_id = {own_id, sizeof own_id},
                          .cycle_balance = {.low = UINT64_C(100000000000000)},
                          .status = 1,
                          .controllers = {controller.bytes, controller.size, 1},
                          .environment_variables = {variables.bytes, variables.size,
                                                    (uint32_t)arguments->variable_count}};
  rt_canister_configure(canister, &settings);
  rt_buffer_free(&controller);
  rt_buffer_free(&variables);
}

/// Opens the state; from then on the process is confined. Null, after a complaint, if that fails.
static rt_canister *open_confined(const rt_module *module, const rt_arguments *arguments) {
  const rt_options *options = &arguments->options;
  rt_error error, ignored;
  rt_canister *canister = rt_canister_open(module, options, &error);
  if (canister != NULL && !rt_canister_confine(canister, options, &error)) {
    rt_canister_close(canister, &ignored);
    canister = NULL;
  }
  if (canister == NULL) complain(&arguments->terminals, &error);
  return canister;
}

/// Executes a message and shows its outcome; the exit status.
static int execute(rt_canister *canister, const rt_terminals *terminals,
                   const rt_message *message) {
  rt_error error;
  rt_outcome outcome;
  if (!rt_canister_execute(canister, message, &outcome, &error)) return complain(terminals, &error);
  if (!show(terminals, &outcome)) return status_no_reply;
  bool wants_reply =
      message->entry >= rt_entry_update && message->entry <= rt_entry_composite_query;
  if (!wants_reply || outcome.result == rt_result_reply) return status_reply;
  fprintf(stderr, "IC0506: Canister did not reply to the call\n");
  return status_no_reply;
}

static int install_first(rt_canister *canister, const rt_arguments *arguments) {
  rt_error error;
  rt_status status;
  if (!arguments->installs) return status_reply;
  if (!rt_canister_status(canister, &status, &error)) {
    return complain(&arguments->terminals, &error);
  }
  if (status.is_installed) return status_reply;
  rt_message message = message_of(arguments, rt_entry_install);
  message.argument = bytes_of(&arguments->install_argument);
  return execute(canister, &arguments->terminals, &message);
}

static int run_message(const rt_module *module, rt_arguments *arguments) {
  rt_error error;
  bool is_call =
      arguments->command == rt_command_update || arguments->command == rt_command_query;
  rt_entry entry = is_call ? entry_for(module, arguments)
                   : arguments->command == rt_command_install ? rt_entry_install
                                                              : rt_entry_reinstall;
  arguments->options.creates_directory = !is_call || arguments->installs;
  rt_canister *canister = open_confined(module, arguments);
  if (canister == NULL) return status_unusable;
  configure(canister, arguments);
  int status = is_call ? install_first(canister, arguments) : status_reply;
  rt_message message = message_of(arguments, entry);
  if (status == status_reply) status = execute(canister, &arguments->terminals, &message);
  if (!rt_canister_close(canister, &error)) return complain(&arguments->terminals, &error);
  return status;
}

/// The new module's part of an upgrade.
static int run_post_upgrade(const rt_module *module, const rt_arguments *arguments,
                            uint64_t instructions_before) {
  rt_error error;
  rt_canister *canister = open_confined(module, arguments);
  if (canister == NULL) return status_unusable;
  configure(canister, arguments);
  rt_message message = message_of(arguments, rt_entry_post_upgrade);
  message.instructions_before = instructions_before;
  int status = execute(canister, &arguments->terminals, &message);
  if (!rt_canister_close(canister, &error)) return complain(&arguments->terminals, &error);
  return status;
}

static int run_upgrade(const rt_module *module, const rt_arguments *arguments) {
  rt_error error;
  rt_outcome outcome;
  rt_predecessor predecessor;
  if (arguments->skips_pre_upgrade) return run_post_upgrade(module, arguments, 0);
  signal(SIGPIPE, SIG_IGN);
  rt_message message = message_of(arguments, rt_entry_pre_upgrade);
  message.hold = true;
  message.argument = (rt_bytes){0};
  if (!rt_predecessor_start(&predecessor, arguments->old_executable, &arguments->options,
                            &message, &outcome, &error)) {
    return complain(&arguments->terminals, &error);
  }
  bool has_succeeded = show(&arguments->terminals, &outcome);
  int status = has_succeeded ? run_post_upgrade(module, arguments, outcome.instructions)
                             : status_no_reply;
  // One that failed by itself has gone back already.
  bool is_over = !has_succeeded || status == status_reply;
  return rt_predecessor_end(&predecessor, is_over, &error)
             ? status
             : complain(&arguments->terminals, &error);
}

static int list_methods(const rt_module *module, const rt_terminals *terminals) {
  static const char prefix[] = "canister_";
  for (uint64_t i = 0; i < module->export_count; i++) {
    const rt_export *export = &module->exports[i];
    size_t size = sizeof prefix - 1;
    if (export->name_size < size || memcmp(export->name, prefix, size) != 0) continue;
    rt_terminal_put(stdout, terminals->output, (const uint8_t *)export->name + size,
                    export->name_size - size);
    fputc('\n', stdout);
  }
  return 0;
}

int rt_main(const rt_module *module, int argument_count, char **words) {
  rt_arguments arguments;
  rt_error error;
  int status = status_unusable;
  if (!rt_arguments_parse(&arguments, argument_count, words, &error) ||
      !rt_module_check(module, &error)) {
    status = complain(&arguments.terminals, &error);
  } else {
    switch (arguments.command) {
      case rt_command_none: break;
      case rt_command_help: status = printf(rt_usage, words[0]) < 0; break;
      case rt_command_version: status = printf("%s\n", module->compiler) < 0; break;
      case rt_command_methods: status = list_methods(module, &arguments.terminals); break;
      case rt_command_upgrade: status = run_upgrade(module, &arguments); break;
      case rt_command_serve:
        arguments.options.creates_directory = true;
        status = rt_serve(module, &arguments.options, STDIN_FILENO, STDOUT_FILENO);
        break;
      case rt_command_install:
      case rt_command_reinstall:
      case rt_command_update:
      case rt_command_query: status = run_message(module, &arguments); break;
    }
  }
  rt_arguments_free(&arguments);
  return status;
}
