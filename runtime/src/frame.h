// The frames of the serve protocol (README.md), from both ends.
#ifndef RT_FRAME_H
#define RT_FRAME_H

#include "rt_buffer.h"
#include "rt_canister.h"
#include "wire.h"

#define RT_FRAME_BYTES_MAX ((size_t)16 * 1024 * 1024)

typedef enum rt_request : uint8_t {
  rt_request_execute = 1,
  rt_request_commit = 2,
  rt_request_rollback = 3,
  rt_request_configure = 4,
  rt_request_status = 5,
  rt_request_set_aside = 6,
  rt_request_discard = 7,
} rt_request;

typedef enum rt_response : uint8_t {
  rt_response_outcome = 1,
  rt_response_done = 2,
  rt_response_status = 3,
  rt_response_failure = 4,
  rt_response_calls = 5,
} rt_response;

typedef enum rt_frame_end {
  rt_frame_read,
  /// The other end is finished.
  rt_frame_none,
  /// It broke off, or sent too much.
  rt_frame_broken,
} rt_frame_end;

/// Where frames are read from, ahead of what is asked for: one system call brings a whole request,
/// or several.
typedef struct rt_frame_source {
  int file;
  size_t at;
  size_t end;
  uint8_t ahead[4096];
} rt_frame_source;

/// Reads one frame's content.
rt_frame_end rt_frame_next(rt_frame_source *source, rt_buffer *frame);

/// The same without reading ahead.
rt_frame_end rt_frame_get(int file, rt_buffer *frame);

/// Writes one frame.
bool rt_frame_put(int file, const rt_buffer *content);

/// Appends requests.
void rt_frame_print_execute(rt_buffer *frame, const rt_message *message);
void rt_frame_print_configure(rt_buffer *frame, const rt_settings *settings);

/// Reads the rest of a request after its kind. Bytes stay where they are in the frame. False for
/// anything that the other function could not have written.
bool rt_frame_parse_execute(rt_wire_reader *reader, rt_message *message);
/// `lists` is room for what the settings point to.
typedef struct rt_setting_lists {
  rt_bytes controllers[RT_CONTROLLERS_MAX];
  rt_bytes variables[2 * RT_ENVIRONMENT_VARIABLES_MAX];
} rt_setting_lists;
bool rt_frame_parse_configure(rt_wire_reader *reader, rt_settings *settings,
                              rt_setting_lists *lists);

/// Calls that are still to be sent.
typedef struct rt_call_list {
  rt_wire_reader rest;
  uint32_t count;
} rt_call_list;

/// Appends a response with the first calls of the list, and takes these from it; false if it has
/// none.
bool rt_frame_print_calls(rt_buffer *frame, rt_call_list *calls);

/// Appends responses. Those calls of an outcome that do not fit make up the list, for responses of
/// their own.
void rt_frame_print_outcome(rt_buffer *frame, const rt_outcome *outcome, rt_call_list *calls);
void rt_frame_print_status(rt_buffer *frame, const rt_status *status);

/// Reads what a caller shows of an outcome, from its kind on.
bool rt_frame_parse_outcome(rt_wire_reader *reader, rt_outcome *outcome);

#endif
