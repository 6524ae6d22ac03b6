#include "frame.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "file.h"
#include "principal.h"
#include "utf8.h"

enum {
  flag_hold = 1,
  flag_certificate = 2,
  flag_keep = 4,
  flag_answered = 8,
  flag_composite = 16,
  flag_continues = 32,
  flag_replace = 64,
  flag_transform = 128,
};

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
  if (got != sizeof head || size > RT_FRAME_BYTES_MAX) return rt_frame_broken;
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
  if (content->size > RT_FRAME_BYTES_MAX) return false;
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

static void put_bytes(rt_buffer *frame, rt_bytes bytes) {
  rt_wire_put_bytes(frame, bytes.bytes, bytes.size);
}

void rt_frame_print_execute(rt_buffer *frame, const rt_message *message) {
  rt_wire_put_u8(frame, rt_request_execute);
  rt_wire_put_u8(frame, message->entry);
  rt_wire_put_u8(frame, (uint8_t)((message->hold ? flag_hold : 0) |
                                  (message->has_data_certificate ? flag_certificate : 0) |
                                  (message->keep_memory ? flag_keep : 0) |
                                  (message->is_answered ? flag_answered : 0) |
                                  (message->is_composite ? flag_composite : 0) |
                                  (message->continues ? flag_continues : 0) |
                                  (message->replace_memory ? flag_replace : 0) |
                                  (message->is_transform ? flag_transform : 0)));
  rt_wire_put_u64(frame, message->time_nanoseconds);
  put_bytes(frame, message->caller);
  put_bytes(frame, message->method);
  put_bytes(frame, message->argument);
  rt_wire_put_amount(frame, message->cycles);
  rt_wire_put_amount(frame, message->cycles_refunded);
  rt_wire_put_u32(frame, message->reject_code);
  put_bytes(frame, message->reject_message);
  rt_wire_put_u64(frame, message->function);
  rt_wire_put_u64(frame, message->environment);
  rt_wire_put_u64(frame, message->instructions_before);
  put_bytes(frame, message->data_certificate);
  rt_wire_put_u64(frame, message->deadline_nanoseconds);
  put_bytes(frame, message->caller_info);
  put_bytes(frame, message->caller_info_signer);
  rt_wire_put_u64(frame, message->message_memory_taken);
  rt_wire_put_u32(frame, message->queue_count);
  rt_buffer_append(frame, message->queues.bytes, message->queues.size);
}

/// Reads the queues of calls that wait, which stay as they are in the frame.
static bool parse_queues(rt_wire_reader *reader, rt_message *message) {
  message->queue_count = rt_wire_u32(reader);
  message->queues.bytes = reader->at;
  for (uint32_t i = 0; i < message->queue_count && !reader->has_failed; i++) {
    if (rt_wire_bytes(reader).size > RT_PRINCIPAL_BYTES_MAX) return false;
    rt_wire_u32(reader);
  }
  message->queues.size = (size_t)(reader->at - message->queues.bytes);
  return !reader->has_failed;
}

bool rt_frame_parse_execute(rt_wire_reader *reader, rt_message *message) {
  uint8_t entry = rt_wire_u8(reader), flags = rt_wire_u8(reader);
  *message = (rt_message){.entry = (rt_entry)(entry < RT_ENTRY_COUNT ? entry : 0),
                          .hold = (flags & flag_hold) != 0,
                          .has_data_certificate = (flags & flag_certificate) != 0,
                          .keep_memory = (flags & flag_keep) != 0,
                          .is_answered = (flags & flag_answered) != 0,
                          .is_composite = (flags & flag_composite) != 0,
                          .continues = (flags & flag_continues) != 0,
                          .replace_memory = (flags & flag_replace) != 0,
                          .is_transform = (flags & flag_transform) != 0};
  message->time_nanoseconds = rt_wire_u64(reader);
  message->caller = rt_wire_bytes(reader);
  message->method = rt_wire_bytes(reader);
  message->argument = rt_wire_bytes(reader);
  message->cycles = rt_wire_amount(reader);
  message->cycles_refunded = rt_wire_amount(reader);
  message->reject_code = rt_wire_u32(reader);
  message->reject_message = rt_wire_bytes(reader);
  message->function = rt_wire_u64(reader);
  message->environment = rt_wire_u64(reader);
  message->instructions_before = rt_wire_u64(reader);
  message->data_certificate = rt_wire_bytes(reader);
  message->deadline_nanoseconds = rt_wire_u64(reader);
  message->caller_info = rt_wire_bytes(reader);
  message->caller_info_signer = rt_wire_bytes(reader);
  message->message_memory_taken = rt_wire_u64(reader);
  return parse_queues(reader, message) && entry < RT_ENTRY_COUNT &&
         message->caller.size <= RT_PRINCIPAL_BYTES_MAX &&
         message->caller_info_signer.size <= RT_PRINCIPAL_BYTES_MAX &&
         (message->has_data_certificate || message->data_certificate.size == 0) &&
         rt_utf8_is_valid(message->method.bytes, message->method.size) &&
         rt_utf8_is_valid(message->reject_message.bytes, message->reject_message.size);
}

void rt_frame_print_configure(rt_buffer *frame, const rt_settings *settings) {
  rt_wire_put_u8(frame, rt_request_configure);
  put_bytes(frame, settings->own_id);
  put_bytes(frame, settings->subnet_id);
  rt_wire_put_amount(frame, settings->cycle_balance);
  rt_wire_put_u8(frame, (uint8_t)settings->status);
  rt_wire_put_u64(frame, settings->version);
  rt_wire_put_u64(frame, settings->instruction_limit);
  rt_wire_put_u32(frame, (uint32_t)settings->controller_count);
  for (size_t i = 0; i < settings->controller_count; i++) {
    put_bytes(frame, settings->controllers[i]);
  }
  rt_wire_put_amount(frame, settings->frozen_cycles);
  put_bytes(frame, settings->root_key);
  rt_wire_put_u64(frame, settings->wasm_memory_limit_bytes);
  rt_wire_put_u32(frame, (uint32_t)settings->environment_variable_count);
  for (size_t i = 0; i < 2 * settings->environment_variable_count; i++) {
    put_bytes(frame, settings->environment_variables[i]);
  }
  rt_wire_put_u8(frame, settings->is_free);
}

/// Reads names and values, which must be in the order of names, each there once.
static bool parse_variables(rt_wire_reader *reader, rt_settings *settings, rt_bytes *variables) {
  uint32_t count = rt_wire_u32(reader);
  if (count > RT_ENVIRONMENT_VARIABLES_MAX) return false;
  for (uint32_t i = 0; i < 2 * count; i++) {
    variables[i] = rt_wire_bytes(reader);
    if (!rt_utf8_is_valid(variables[i].bytes, variables[i].size)) return false;
    if (i % 2 == 0 && i > 0 && rt_bytes_compare(variables[i - 2], variables[i]) >= 0) return false;
  }
  settings->environment_variable_count = count;
  settings->environment_variables = variables;
  return !reader->has_failed;
}

bool rt_frame_parse_configure(rt_wire_reader *reader, rt_settings *settings,
                              rt_setting_lists *lists) {
  *settings = (rt_settings){.has_version = true, .controllers = lists->controllers};
  settings->own_id = rt_wire_bytes(reader);
  settings->subnet_id = rt_wire_bytes(reader);
  settings->cycle_balance = rt_wire_amount(reader);
  settings->status = rt_wire_u8(reader);
  settings->version = rt_wire_u64(reader);
  settings->instruction_limit = rt_wire_u64(reader);
  uint32_t count = rt_wire_u32(reader);
  if (reader->has_failed || count > RT_CONTROLLERS_MAX || settings->status < 1 ||
      settings->status > 3 || settings->own_id.size > RT_PRINCIPAL_BYTES_MAX ||
      settings->subnet_id.size > RT_PRINCIPAL_BYTES_MAX) {
    return false;
  }
  settings->controller_count = count;
  for (uint32_t i = 0; i < count; i++) {
    lists->controllers[i] = rt_wire_bytes(reader);
    if (lists->controllers[i].size > RT_PRINCIPAL_BYTES_MAX) return false;
  }
  settings->frozen_cycles = rt_wire_amount(reader);
  settings->root_key = rt_wire_bytes(reader);
  settings->wasm_memory_limit_bytes = rt_wire_u64(reader);
  if (!parse_variables(reader, settings, lists->variables)) return false;
  uint8_t is_free = rt_wire_u8(reader);
  settings->is_free = is_free != 0;
  return is_free <= 1 && !reader->has_failed;
}

static void skip_call(rt_wire_reader *reader) {
  // Callee, method, payload; cycles and three closures; whether there is a cleanup; the timeout.
  for (int i = 0; i < 3; i++) rt_wire_bytes(reader);
  for (int i = 0; i < 8; i++) rt_wire_u64(reader);
  rt_wire_u8(reader);
  rt_wire_u32(reader);
}

/// Moves calls from the list into the frame, as many as fit.
static void put_calls(rt_buffer *frame, rt_call_list *calls) {
  rt_call_list rest = *calls;
  while (rest.count != 0) {
    rt_wire_reader next = rest.rest;
    skip_call(&next);
    if ((size_t)(next.at - calls->rest.at) > frame_calls_bytes_max) break;
    rest = (rt_call_list){.rest = next, .count = rest.count - 1};
  }
  rt_wire_put_u32(frame, calls->count - rest.count);
  rt_buffer_append(frame, calls->rest.at, (size_t)(rest.rest.at - calls->rest.at));
  *calls = rest;
}

void rt_frame_print_outcome(rt_buffer *frame, const rt_outcome *outcome,
                            rt_call_list *calls) {
  rt_wire_put_u8(frame, rt_response_outcome);
  rt_wire_put_u8(frame, outcome->result);
  rt_wire_put_u32(frame, outcome->error_code);
  put_bytes(frame, outcome->response);
  rt_wire_put_u32(frame, outcome->print_count);
  rt_buffer_append(frame, outcome->prints.bytes, outcome->prints.size);
  rt_wire_put_u64(frame, outcome->nanoseconds);
  rt_wire_put_u64(frame, outcome->instructions);
  rt_wire_put_u64(frame, outcome->heap_pages_changed);
  rt_wire_put_u64(frame, outcome->stable_pages_changed);
  rt_wire_put_u64(frame, outcome->heap_pages);
  rt_wire_put_u64(frame, outcome->stable_pages);
  rt_wire_put_amount(frame, outcome->cycles_accepted);
  rt_wire_put_amount(frame, outcome->cycles_burned);
  rt_wire_put_amount(frame, outcome->cycles_minted);
  rt_wire_put_u64(frame, outcome->global_timer);
  put_bytes(frame, outcome->certified_data);
  rt_wire_put_u8(frame, (uint8_t)(outcome->is_message_accepted | outcome->is_timer_set << 1 |
                                  outcome->is_count_hidden << 2));
  *calls = (rt_call_list){.rest = {.at = outcome->calls.bytes, .left = outcome->calls.size},
                          .count = outcome->call_count};
  put_calls(frame, calls);
  put_bytes(frame, outcome->backtrace);
  rt_wire_put_u32(frame, calls->count);
}

bool rt_frame_print_calls(rt_buffer *frame, rt_call_list *calls) {
  if (calls->count == 0) return false;
  rt_wire_put_u8(frame, rt_response_calls);
  put_calls(frame, calls);
  return true;
}

bool rt_frame_parse_outcome(rt_wire_reader *reader, rt_outcome *outcome) {
  *outcome = (rt_outcome){0};
  if (rt_wire_u8(reader) != rt_response_outcome) return false;
  uint8_t result = rt_wire_u8(reader);
  if (result > rt_result_error) return false;
  outcome->result = (rt_result)result;
  outcome->error_code = rt_wire_u32(reader);
  outcome->response = rt_wire_bytes(reader);
  outcome->print_count = rt_wire_u32(reader);
  outcome->prints.bytes = reader->at;
  for (uint32_t i = 0; i < outcome->print_count && !reader->has_failed; i++) rt_wire_bytes(reader);
  if (reader->has_failed) return false;
  outcome->prints.size = (size_t)(reader->at - outcome->prints.bytes);
  outcome->nanoseconds = rt_wire_u64(reader);
  outcome->instructions = rt_wire_u64(reader);
  return !reader->has_failed;
}

void rt_frame_print_status(rt_buffer *frame, const rt_status *status) {
  rt_wire_put_u8(frame, rt_response_status);
  rt_wire_put_u64(frame, status->heap_pages);
  rt_wire_put_u64(frame, status->stable_pages);
  rt_wire_put_u8(frame, status->is_installed);
  rt_wire_put_u64(frame, status->version);
  rt_wire_put_u64(frame, status->global_timer);
  put_bytes(frame, status->certified_data);
  put_bytes(frame, status->globals);
}
