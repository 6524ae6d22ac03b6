#include "process/serve.h"

#include <signal.h>

#include "base/error.h"
#include "execution/canister.h"
#include "execution/interruption.h"
#include "process/frame.h"
#include "process/hangup.h"

typedef struct server {
  const rt_module *module;
  const rt_options *options;
  int output;
  /// The other end has said which version of the protocol it speaks.
  bool is_greeted;
  /// Opened by the first request that needs it, so that a process can be started before another
  /// one hands the state over.
  rt_canister *canister;
  /// The last configure request, for a canister that is not open yet.
  rt_buffer configuration;
  rt_buffer response;
} server;

static bool respond(server *server) { return rt_frame_put(server->output, &server->response); }

static bool respond_done(server *server) {
  rt_frame_print_done(&server->response);
  return respond(server);
}

/// Answers with a failure; always false, since serving ends with it.
static bool refuse(server *server, const char *text) {
  rt_buffer_clear(&server->response);
  rt_frame_print_failure(&server->response, text);
  respond(server);
  return false;
}

static bool apply_configuration(server *server, const rt_buffer *frame) {
  rt_settings settings;
  rt_wire_reader reader = {.at = frame->bytes + 1, .left = frame->size - 1};
  if (!rt_frame_parse_configure(&reader, &settings) || reader.left != 0) return false;
  if (server->canister != NULL) rt_canister_configure(server->canister, &settings);
  return true;
}

static bool open_canister(server *server, rt_error *error) {
  if (server->canister != NULL) return true;
  server->canister = rt_canister_open(server->module, server->options, error);
  if (server->canister == NULL) return false;
  if (!rt_canister_confine(server->canister, server->options, error)) return false;
  if (server->configuration.size != 0) apply_configuration(server, &server->configuration);
  return true;
}

static bool execute(server *server, const rt_message *message) {
  rt_error error;
  rt_outcome outcome;
  if (!open_canister(server, &error) ||
      !rt_canister_execute(server->canister, message, &outcome, &error)) {
    return refuse(server, error.text);
  }
  rt_list calls;
  rt_frame_print_outcome(&server->response, &outcome, &calls);
  do {
    if (!respond(server)) return false;
    rt_buffer_clear(&server->response);
  } while (rt_frame_print_calls(&server->response, &calls));
  return true;
}

/// Does what is answered by nothing more than that it is done.
static bool act(server *server, bool (*action)(rt_canister *, rt_error *)) {
  rt_error error;
  if (server->canister == NULL) return refuse(server, "nothing was executed yet");
  return action(server->canister, &error) ? respond_done(server) : refuse(server, error.text);
}

static bool tell_status(server *server) {
  rt_error error;
  rt_status status;
  if (!open_canister(server, &error) ||
      !rt_canister_status(server->canister, &status, &error)) {
    return refuse(server, error.text);
  }
  rt_frame_print_status(&server->response, &status);
  return respond(server);
}

static bool configure(server *server, const rt_buffer *frame) {
  if (!apply_configuration(server, frame)) return refuse(server, "malformed configure request");
  rt_buffer_clear(&server->configuration);
  rt_buffer_append(&server->configuration, frame->bytes, frame->size);
  return respond_done(server);
}

/// Answers the first request; after that, both sides use the same version of the protocol.
static bool greet(server *server, rt_wire_reader *reader) {
  uint32_t version;
  rt_error error;
  if (!rt_frame_parse_hello(reader, &version) || reader->left != 0) {
    return refuse(server, "malformed hello request");
  }
  if (version != rt_protocol_version) {
    rt_error_set(&error, "it speaks version %u of the protocol, and was asked in version %u",
                 (unsigned)rt_protocol_version, (unsigned)version);
    return refuse(server, error.text);
  }
  server->is_greeted = true;
  return respond_done(server);
}

/// Answers one request; false if that is the last.
static bool answer(server *server, const rt_buffer *frame) {
  rt_wire_reader reader = {.at = frame->bytes, .left = frame->size};
  uint8_t kind = rt_wire_u8(&reader);
  rt_buffer_clear(&server->response);
  bool is_pending = server->canister != NULL && rt_canister_is_pending(server->canister);
  bool ends_pending = kind == rt_request_commit || kind == rt_request_rollback ||
                      kind == rt_request_set_aside;
  if (is_pending && !ends_pending) {
    return refuse(server, "a commit or rollback must follow an execution that was held");
  }
  if (kind == rt_request_hello) return greet(server, &reader);
  if (!server->is_greeted) {
    return refuse(server, "the first request must be hello, with the version of the protocol");
  }
  bool has_fields = kind == rt_request_execute || kind == rt_request_configure;
  if (!has_fields && reader.left != 0) return refuse(server, "malformed request");
  switch (kind) {
    case rt_request_execute: {
      rt_message message;
      if (!rt_frame_parse_execute(&reader, &message) || reader.left != 0) {
        return refuse(server, "malformed execute request");
      }
      return execute(server, &message);
    }
    case rt_request_configure: return configure(server, frame);
    case rt_request_commit: return act(server, rt_canister_commit);
    case rt_request_rollback: return act(server, rt_canister_rollback);
    case rt_request_set_aside: return act(server, rt_canister_set_aside);
    case rt_request_discard: return act(server, rt_canister_discard);
    case rt_request_status: return tell_status(server);
    default: return refuse(server, "unknown kind of request");
  }
}

int rt_serve(const rt_module *module, const rt_options *options, int input, int output) {
  server server = {.module = module, .options = options, .output = output};
  rt_frame_source source = {.file = input};
  rt_buffer frame = {0};
  rt_frame_end end;
  bool is_fine = true;
  // A reader that has gone away is an error of writing.
  signal(SIGPIPE, SIG_IGN);
  rt_hangup_watch(output);
  rt_interruption_watch();
  while (is_fine && (end = rt_frame_next(&source, &frame)) != rt_frame_none) {
    rt_hangup_set_busy(true);
    is_fine = end == rt_frame_read ? answer(&server, &frame)
                                   : refuse(&server, "a frame is too long or breaks off");
    rt_hangup_set_busy(false);
  }
  rt_error error;
  if (server.canister != NULL && !rt_canister_close(server.canister, &error)) {
    is_fine = is_fine && refuse(&server, error.text);
  }
  rt_buffer_free(&frame);
  rt_buffer_free(&server.configuration);
  rt_buffer_free(&server.response);
  return is_fine ? 0 : 2;
}
