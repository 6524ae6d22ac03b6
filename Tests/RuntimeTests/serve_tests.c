// The serve protocol, from well-formed requests to hostile bytes.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"
#include "process/frame.h"
#include "program.h"

static rt_buffer input;

/// Appends a frame with this content to the input, and empties the content.
static void send_frame(rt_buffer *content) {
  rt_wire_put_u32(&input, (uint32_t)content->size);
  rt_buffer_append(&input, content->bytes, content->size);
  rt_buffer_clear(content);
}

static void send_kind(rt_request kind) {
  rt_buffer content = {0};
  rt_wire_put_u8(&content, kind);
  send_frame(&content);
  rt_buffer_free(&content);
}

static void send_execute(rt_entry entry, const char *method, bool hold) {
  rt_buffer content = {0};
  rt_message message = {.entry = entry,
                        .hold = hold,
                        .method = {(const uint8_t *)method, strlen(method)}};
  rt_frame_print_execute(&content, &message);
  send_frame(&content);
  rt_buffer_free(&content);
}

static rt_wire_reader output;

/// Runs a program on the input, with any first frame; its status.
static int run_ungreeted(const char *words, const char *directory) {
  int status = program_run("fake", words, directory, &input);
  rt_buffer_clear(&input);
  output = (rt_wire_reader){.at = program_output.bytes, .left = program_output.size};
  return status;
}

/// The same after the first request of a process.
static int run_greeted(const char *words, const char *directory) {
  rt_buffer requests = input, hello = {0};
  input = (rt_buffer){0};
  rt_frame_print_hello(&hello);
  send_frame(&hello);
  rt_buffer_append(&input, requests.bytes, requests.size);
  rt_buffer_free(&requests);
  rt_buffer_free(&hello);
  int status = run_ungreeted(words, directory);
  rt_bytes done = rt_wire_bytes(&output);
  CHECK(done.size == 1 && done.bytes[0] == rt_response_done);
  return status;
}

/// Serves the input in a process of its own; its status.
static int serve(const char *directory) {
  return run_greeted(directory == NULL ? "--serve" : "--serve --state %s", directory);
}

/// The next response; its kind is read already.
static rt_wire_reader receive(rt_response kind) {
  rt_bytes frame = rt_wire_bytes(&output);
  rt_wire_reader reader = {.at = frame.bytes, .left = frame.size};
  CHECK(frame.size > 0);
  CHECK_NUMBER(rt_wire_u8(&reader), kind);
  return reader;
}

static void receive_outcome(rt_result result, const char *response) {
  rt_wire_reader reader = receive(rt_response_outcome);
  rt_outcome parsed;
  CHECK(rt_frame_parse_outcome(&reader, &parsed));
  CHECK_NUMBER(parsed.result, result);
  if (result == rt_result_error) {
    CHECK(strcmp(error_sentence(&parsed), response) == 0);
  } else {
    CHECK_TEXT(parsed.response.bytes, parsed.response.size, response);
  }
}

static void receive_failure(const char *text) {
  rt_wire_reader reader = receive(rt_response_failure);
  rt_bytes found = rt_wire_bytes(&reader);
  CHECK_TEXT(found.bytes, found.size, text);
  CHECK_NUMBER(output.left, 0);
}

TEST(requests_are_answered_in_turn) {
  const char *directory = test_path("state");
  send_execute(rt_entry_install, "", false);
  send_execute(rt_entry_update, "count", true);
  send_kind(rt_request_rollback);
  send_execute(rt_entry_update, "count", true);
  send_kind(rt_request_commit);
  send_execute(rt_entry_update, "count", false);
  send_execute(rt_entry_query, "peek", false);
  send_execute(rt_entry_update, "print_and_trap", true);
  send_execute(rt_entry_update, "reject", false);
  send_kind(rt_request_status);
  CHECK_NUMBER(serve(directory), 0);
  receive_outcome(rt_result_no_response, "");
  receive_outcome(rt_result_reply, "\1\1\1");
  receive(rt_response_done);
  receive_outcome(rt_result_reply, "\1\1\1");
  receive(rt_response_done);
  receive_outcome(rt_result_reply, "\2\2\2");
  receive_outcome(rt_result_reply, "\3\3\3");
  receive_outcome(rt_result_error, "Canister called `ic0.trap` with message: 'some'");
  receive_outcome(rt_result_reject, "not today");
  rt_wire_reader reader = receive(rt_response_status);
  CHECK_NUMBER(rt_wire_u64(&reader), 1);
  CHECK_NUMBER(rt_wire_u64(&reader), 1);
  CHECK_NUMBER(rt_wire_u8(&reader), 1);
  rt_wire_u64(&reader);
  rt_wire_u64(&reader);
  CHECK_NUMBER(rt_wire_bytes(&reader).size, 0);
  CHECK_NUMBER(rt_wire_bytes(&reader).size, 46);
  CHECK(reader.left == 0 && output.left == 0);
}

TEST(what_is_held_at_the_end_is_dropped) {
  const char *directory = test_path("state");
  send_execute(rt_entry_install, "", false);
  send_execute(rt_entry_update, "count", true);
  CHECK_NUMBER(serve(directory), 0);
  send_execute(rt_entry_update, "count", false);
  CHECK_NUMBER(serve(directory), 0);
  receive_outcome(rt_result_reply, "\1\1\1");
}

/// Serves the input in a process of its own from the state that this one has; its status.
static int observe(const char *directory) {
  return run_greeted("--serve --observe --state %s", directory);
}

TEST(an_observer_sees_what_is_committed_and_changes_nothing) {
  const char *directory = test_path("state");
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  for (int i = 0; i < 3; i++) enter(rt_entry_update, "count");
  for (int round = 0; round < 2; round++) {
    send_execute(rt_entry_update, "count", false);
    send_execute(rt_entry_update, "count", true);
    send_execute(rt_entry_pre_upgrade, "", true);
    CHECK_NUMBER(observe(directory), 0);
    receive_outcome(rt_result_reply, "\4\4\4");
    receive_outcome(rt_result_reply, "\4\4\4");
    receive_outcome(rt_result_no_response, "");
    CHECK(access(test_path("state/handover"), F_OK) != 0);
  }
  enter(rt_entry_query, "peek");
  CHECK_TEXT(outcome.response.bytes, outcome.response.size, "\4\4\4");
  close_fake();
}

/// So that callbacks of a composite query can be repeated.
TEST(an_observer_holds_the_changes_of_queries) {
  const char *directory = test_path("state");
  open_fake(&fake_module, directory);
  enter(rt_entry_install, "");
  send_execute(rt_entry_query, "peek", true);
  send_kind(rt_request_set_aside);
  send_execute(rt_entry_query, "peek", false);
  send_kind(rt_request_discard);
  send_kind(rt_request_discard);
  // The last request is refused.
  CHECK_NUMBER(observe(directory), 2);
  receive_outcome(rt_result_reply, "\1\1\1");
  receive(rt_response_done);
  receive_outcome(rt_result_reply, "\1\1\1");
  receive(rt_response_done);
  receive_failure("no changes are set aside");
  close_fake();
}

TEST(an_observer_needs_a_state) {
  CHECK_NUMBER(program_run("fake", "--serve --observe", NULL, NULL), 2);
  CHECK_NUMBER(program_run("fake", "query peek --observe --state %s", test_directory(), NULL), 2);
  send_kind(rt_request_status);
  CHECK_NUMBER(observe(test_path("absent")), 2);
  CHECK(access(test_path("absent"), F_OK) != 0);
}

TEST(the_settings_are_those_of_the_last_configuration) {
  const rt_bytes controllers[] = {{(const uint8_t *)"c", 1}};
  rt_settings settings = {.own_id = {(const uint8_t *)"own", 3},
                          .subnet_id = {(const uint8_t *)"net", 3},
                          .status = 1,
                          .version = 9,
                          .controllers = list_of(controllers, 1, 1)};
  rt_buffer content = {0};
  rt_frame_print_configure(&content, &settings);
  send_frame(&content);
  send_execute(rt_entry_install, "", false);
  settings.version = 10;
  rt_frame_print_configure(&content, &settings);
  send_frame(&content);
  send_execute(rt_entry_update, "count", false);
  send_kind(rt_request_status);
  CHECK_NUMBER(serve(NULL), 0);
  receive(rt_response_done);
  receive_outcome(rt_result_no_response, "");
  receive(rt_response_done);
  receive_outcome(rt_result_reply, "\1\1\1");
  rt_wire_reader reader = receive(rt_response_status);
  rt_wire_u64(&reader);
  rt_wire_u64(&reader);
  rt_wire_u8(&reader);
  CHECK_NUMBER(rt_wire_u64(&reader), 10);
}

/// Sends raw bytes as a frame's content.
static void send_bytes(const void *bytes, size_t size) {
  rt_buffer content = {0};
  rt_buffer_append(&content, bytes, size);
  send_frame(&content);
  rt_buffer_free(&content);
}

TEST(what_is_malformed_is_refused) {
  const struct { uint8_t bytes[2]; size_t size; const char *text; } cases[] = {
      {{0}, 0, "malformed hello request"},
      {{rt_request_hello}, 1, "malformed hello request"},
      {{rt_request_count}, 1, "unknown kind of request"},
      {{rt_request_set_aside}, 1, "nothing was executed yet"},
      {{rt_request_discard, 1}, 2, "malformed request"},
      {{rt_request_execute}, 1, "malformed execute request"},
      {{rt_request_commit, 1}, 2, "malformed request"},
      {{rt_request_commit}, 1, "nothing was executed yet"},
      {{rt_request_rollback}, 1, "nothing was executed yet"},
      {{rt_request_configure}, 1, "malformed configure request"},
      {{rt_request_status, 0}, 2, "malformed request"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    send_bytes(cases[i].bytes, cases[i].size);
    send_kind(rt_request_status);
    CHECK_NUMBER(serve(NULL), 2);
    receive_failure(cases[i].text);
  }
}

TEST(the_first_request_must_tell_the_version) {
  send_kind(rt_request_status);
  CHECK_NUMBER(run_ungreeted("--serve", NULL), 2);
  receive_failure("the first request must be hello, with the version of the protocol");
  const uint8_t later[] = {rt_request_hello, rt_protocol_version + 1, 0, 0, 0};
  send_bytes(later, sizeof later);
  CHECK_NUMBER(run_ungreeted("--serve", NULL), 2);
  char text[128];
  snprintf(text, sizeof text, "it speaks version %d of the protocol, and was asked in version %d",
           rt_protocol_version, rt_protocol_version + 1);
  receive_failure(text);
}

TEST(frames_that_break_off_or_are_too_long_are_refused) {
  const char *text = "a frame is too long or breaks off";
  const struct { const char *bytes; size_t size; } cases[] = {
      {"\1", 1}, {"\1\0\0", 3}, {"\1\0\0\0", 4}, {"\2\0\0\0\1", 5}, {"\1\0\0\1", 4},
      {"\xFF\xFF\xFF\xFF", 4}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    rt_buffer_append(&input, cases[i].bytes, cases[i].size);
    CHECK_NUMBER(serve(NULL), 2);
    receive_failure(text);
  }
}

/// Each cut and each changed byte of a request is either refused, or a request of its own.
TEST(mutated_requests_never_crash) {
  rt_buffer content = {0};
  rt_message message = {.entry = rt_entry_update,
                        .caller = {(const uint8_t *)"abc", 3},
                        .method = {(const uint8_t *)"count", 5},
                        .argument = {(const uint8_t *)"argument", 8},
                        .reject_message = {(const uint8_t *)"r", 1}};
  rt_frame_print_execute(&content, &message);
  for (size_t i = 0; i < content.size; i++) {
    rt_wire_reader reader = {.at = content.bytes + 1, .left = i == 0 ? 0 : i - 1};
    rt_message parsed;
    CHECK(!rt_frame_parse_execute(&reader, &parsed));
    for (unsigned bit = 0; bit < 8; bit++) {
      content.bytes[i] ^= (uint8_t)(1u << bit);
      reader = (rt_wire_reader){.at = content.bytes + 1, .left = content.size - 1};
      if (rt_frame_parse_execute(&reader, &parsed)) {
        CHECK(parsed.entry < rt_entry_count && parsed.caller.size <= 29);
      }
      content.bytes[i] ^= (uint8_t)(1u << bit);
    }
  }
  rt_buffer_free(&content);
}

TEST(a_held_execution_must_be_ended) {
  send_execute(rt_entry_install, "", true);
  send_kind(rt_request_status);
  CHECK_NUMBER(serve(NULL), 2);
  receive_outcome(rt_result_no_response, "");
  receive_failure("a commit or rollback must follow an execution that was held");
}

TEST(a_state_that_can_not_be_used_is_a_failure) {
  send_execute(rt_entry_update, "count", false);
  CHECK_NUMBER(serve("/dev/null"), 2);
  rt_wire_reader reader = receive(rt_response_failure);
  CHECK(rt_wire_bytes(&reader).size > 0);
}

/// A small generator, so that the frames are the same each time.
static uint64_t next_random(void) {
  static uint64_t state = 11;
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return state >> 33;
}

/// Spoils a frame: changed bytes, numbers at their edges, a cut.
static void spoil(rt_buffer *frame) {
  for (uint64_t i = next_random() % 4; i > 0; i--) {
    size_t at = next_random() % frame->size;
    frame->bytes[at] = next_random() % 2 == 0 ? 0xFF : (uint8_t)next_random();
  }
  if (next_random() % 4 == 0) frame->size = 1 + next_random() % frame->size;
}

TEST(spoiled_frames_are_parsed_or_refused) {
  const rt_bytes texts[] = {{(const uint8_t *)"A", 1}, {(const uint8_t *)"value", 5},
                            {(const uint8_t *)"B", 1}, {(const uint8_t *)"", 0}};
  rt_settings settings = {.own_id = {(const uint8_t *)"own", 3},
                          .status = 1,
                          .controllers = list_of(texts, 3, 3),
                          .environment_variables = list_of(texts, 4, 2),
                          .root_key = {(const uint8_t *)"key", 3}};
  rt_message message = {.entry = rt_entry_update,
                        .caller = {(const uint8_t *)"caller", 6},
                        .method = {(const uint8_t *)"count", 5},
                        .argument = {(const uint8_t *)"argument", 8},
                        .has_data_certificate = true,
                        .data_certificate = {(const uint8_t *)"certificate", 11}};
  size_t parsed = 0, refused = 0;
  for (int i = 0; i < 100000; i++) {
    rt_buffer frame = {0};
    bool configures = i % 2 == 0;
    configures ? rt_frame_print_configure(&frame, &settings)
               : rt_frame_print_execute(&frame, &message);
    spoil(&frame);
    // Of the exact size, so that the sanitizer sees a step beyond.
    uint8_t *exact = malloc(frame.size);
    memcpy(exact, frame.bytes, frame.size);
    rt_wire_reader reader = {.at = exact + 1, .left = frame.size - 1};
    rt_settings settings_read;
    rt_message message_read;
    bool done = configures ? rt_frame_parse_configure(&reader, &settings_read)
                           : rt_frame_parse_execute(&reader, &message_read);
    *(done ? &parsed : &refused) += 1;
    free(exact);
    rt_buffer_free(&frame);
  }
  CHECK(parsed > 1000 && refused > 1000);
}
