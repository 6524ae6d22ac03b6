#include "process/frame.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/file.h"

/// How much of a frame is for calls: more than any one of them, and so much less than the frame
/// that reply and prints fit beside.
static const size_t frame_calls_bytes_max = (size_t)23 * 1024 * 1024 / 2;

/// Reads what is there, at most so many bytes; 0 at the end of the input or on failure.
static size_t get_some(int file, uint8_t *bytes, size_t size) {
  for (;;) {
    ssize_t got = read(file, bytes, size);
    if (got < 0 && errno == EINTR) continue;
    return got < 0 ? 0 : (size_t)got;
  }
}

/// Reads so many bytes; the number read is smaller only at the end of the input.
static size_t get(rt_frame_source *source, bool reads_ahead, uint8_t *bytes, size_t size) {
  size_t done = 0;
  while (done < size) {
    size_t wanted = size - done, left = source->end - source->at;
    if (left != 0) {
      size_t taken = wanted < left ? wanted : left;
      memcpy(bytes + done, source->ahead + source->at, taken);
      source->at += taken;
      done += taken;
    } else if (reads_ahead && wanted < sizeof source->ahead) {
      source->at = 0;
      source->end = get_some(source->file, source->ahead, sizeof source->ahead);
      if (source->end == 0) break;
    } else {
      size_t got = get_some(source->file, bytes + done, wanted);
      if (got == 0) break;
      done += got;
    }
  }
  return done;
}

static rt_frame_end get_frame(rt_frame_source *source, bool reads_ahead, rt_buffer *frame) {
  uint8_t head[4];
  size_t got = get(source, reads_ahead, head, sizeof head);
  if (got == 0) return rt_frame_none;
  uint32_t size;
  memcpy(&size, head, sizeof size);
  if (got != sizeof head || size > rt_limit_frame_bytes) return rt_frame_broken;
  rt_buffer_clear(frame);
  // In steps, so that a length alone takes no memory.
  while (frame->size < size) {
    size_t step = size - frame->size < 65536 ? size - frame->size : 65536;
    if (get(source, reads_ahead, rt_buffer_extend(frame, step), step) != step) {
      return rt_frame_broken;
    }
  }
  return rt_frame_read;
}

rt_frame_end rt_frame_next(rt_frame_source *source, rt_buffer *frame) {
  return get_frame(source, true, frame);
}

rt_frame_end rt_frame_get(int file, rt_buffer *frame) {
  rt_frame_source source = {.file = file};
  return get_frame(&source, false, frame);
}

bool rt_frame_put(int file, const rt_buffer *content) {
  if (content->size > rt_limit_frame_bytes) return false;
  uint32_t size = (uint32_t)content->size;
  const struct iovec parts[] = {{&size, sizeof size}, {content->bytes, content->size}};
  ssize_t written;
  do {
    written = writev(file, parts, 2);
  } while (written < 0 && errno == EINTR);
  if (written < 0) return false;
  // Most frames are gone at once; of others the rest follows.
  size_t done = (size_t)written;
  if (done < sizeof size) {
    const uint8_t *rest = (const uint8_t *)&size + done;
    if (!rt_file_put(file, rest, sizeof size - done)) return false;
    done = sizeof size;
  }
  done -= sizeof size;
  return done == content->size || rt_file_put(file, content->bytes + done, content->size - done);
}

void rt_frame_print_hello(rt_buffer *frame) {
  const uint32_t version = rt_protocol_version;
  rt_wire_put_u8(frame, rt_request_hello);
#define RT_HELLO(type, name) rt_wire_put_##type(frame, name);
#include "serve.def"
}

bool rt_frame_parse_hello(rt_wire_reader *reader, uint32_t *version) {
#define RT_HELLO(type, name) *name = rt_wire_##type(reader);
#include "serve.def"
  return !reader->has_failed;
}

void rt_frame_print_execute(rt_buffer *frame, const rt_message *message) {
  rt_wire_put_u8(frame, rt_request_execute);
#define RT_EXECUTE(type, name) rt_wire_put_##type(frame, message->name);
#include "serve.def"
}

bool rt_frame_parse_execute(rt_wire_reader *reader, rt_message *message) {
  *message = (rt_message){0};
#define RT_EXECUTE(type, name) message->name = rt_wire_##type(reader);
#include "serve.def"
  return !reader->has_failed;
}

void rt_frame_print_configure(rt_buffer *frame, const rt_settings *settings) {
  rt_wire_put_u8(frame, rt_request_configure);
#define RT_CONFIGURE(type, name) rt_wire_put_##type(frame, settings->name);
#include "serve.def"
}

bool rt_frame_parse_configure(rt_wire_reader *reader, rt_settings *settings) {
  *settings = (rt_settings){.has_version = true};
#define RT_CONFIGURE(type, name) settings->name = rt_wire_##type(reader);
#include "serve.def"
  return !reader->has_failed && settings->status >= 1 && settings->status <= 3;
}

/// Takes from the list the first calls, as many as fit into a frame.
static rt_list take_calls(rt_list *calls) {
  rt_list taken = {.bytes = calls->bytes};
  rt_wire_reader rest = rt_wire_elements(*calls);
  while (taken.count < calls->count) {
    rt_wire_skip_call(&rest);
    size_t size = (size_t)(rest.at - taken.bytes);
    if (size > frame_calls_bytes_max) break;
    taken.size = size;
    taken.count++;
  }
  if (taken.count != 0) calls->bytes += taken.size;
  calls->size -= taken.size;
  calls->count -= taken.count;
  return taken;
}

void rt_frame_print_outcome(rt_buffer *frame, const rt_outcome *outcome, rt_list *calls) {
  rt_outcome sent = *outcome;
  *calls = outcome->calls;
  sent.calls = take_calls(calls);
  sent.following_calls = calls->count;
  rt_wire_put_u8(frame, rt_response_outcome);
#define RT_OUTCOME(type, name) rt_wire_put_##type(frame, sent.name);
#include "serve.def"
}

bool rt_frame_print_calls(rt_buffer *frame, rt_list *rest) {
  if (rest->count == 0) return false;
  const rt_list calls = take_calls(rest);
  rt_wire_put_u8(frame, rt_response_calls);
#define RT_CALLS(type, name) rt_wire_put_##type(frame, name);
#include "serve.def"
  return true;
}

bool rt_frame_parse_outcome(rt_wire_reader *reader, rt_outcome *outcome) {
  *outcome = (rt_outcome){0};
#define RT_OUTCOME(type, name) outcome->name = rt_wire_##type(reader);
#include "serve.def"
  return !reader->has_failed;
}

void rt_frame_print_done(rt_buffer *frame) { rt_wire_put_u8(frame, rt_response_done); }

void rt_frame_print_status(rt_buffer *frame, const rt_status *status) {
  rt_wire_put_u8(frame, rt_response_status);
#define RT_STATUS(type, name) rt_wire_put_##type(frame, status->name);
#include "serve.def"
}

void rt_frame_print_failure(rt_buffer *frame, const char *text) {
  const rt_bytes reason = {(const uint8_t *)text, strlen(text)};
  rt_wire_put_u8(frame, rt_response_failure);
#define RT_FAILURE(type, name) rt_wire_put_##type(frame, name);
#include "serve.def"
}
