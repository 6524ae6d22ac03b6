// The frames of the serve protocol (README.md), from both ends.
#ifndef RT_FRAME_H
#define RT_FRAME_H

#include "base/wire.h"
#include "rt_buffer.h"
#include "rt_canister.h"

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

/// Appends requests: the first of a process, and others.
void rt_frame_print_hello(rt_buffer *frame);
void rt_frame_print_execute(rt_buffer *frame, const rt_message *message);
void rt_frame_print_configure(rt_buffer *frame, const rt_settings *settings);

/// Reads the rest of a request after its kind. Bytes stay where they are in the frame. False for
/// anything that the other function could not have written.
bool rt_frame_parse_hello(rt_wire_reader *reader, uint32_t *version);
bool rt_frame_parse_execute(rt_wire_reader *reader, rt_message *message);
bool rt_frame_parse_configure(rt_wire_reader *reader, rt_settings *settings);

/// Appends an outcome, with as many of its calls as fit. The list gets the others, for responses of
/// their own.
void rt_frame_print_outcome(rt_buffer *frame, const rt_outcome *outcome, rt_list *calls);

/// Appends a response with the first calls of the list, and takes these from it; false if it has
/// none.
bool rt_frame_print_calls(rt_buffer *frame, rt_list *calls);

/// Appends other responses.
void rt_frame_print_done(rt_buffer *frame);
void rt_frame_print_status(rt_buffer *frame, const rt_status *status);
void rt_frame_print_failure(rt_buffer *frame, const char *text);

/// Reads the rest of a response after its kind.
bool rt_frame_parse_outcome(rt_wire_reader *reader, rt_outcome *outcome);

#endif
