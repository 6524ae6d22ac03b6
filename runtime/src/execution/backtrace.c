#include "execution/backtrace.h"

#include "execution/code_map.h"
#include "execution/unwind.h"

enum { half_count = RT_BACKTRACE_FRAMES_MAX / 2 };

/// What an error's text has room for. Of a longer one the IC keeps half of this at both ends.
static const size_t text_bytes_max = 8192;

void rt_backtrace_clear(rt_backtrace *backtrace) { backtrace->frame_count = 0; }

/// Where in the array a frame is noted, counted from the innermost.
static size_t position_of(uint64_t frame) {
  if (frame < RT_BACKTRACE_FRAMES_MAX) return (size_t)frame;
  return (size_t)(half_count + (frame - half_count) % half_count);
}

void rt_backtrace_add(rt_backtrace *backtrace, uint32_t function) {
  backtrace->functions[position_of(backtrace->frame_count)] = function;
  backtrace->frame_count++;
}

static void add_functions_at(void *backtrace, uint64_t address) {
  rt_code_location location = rt_code_map_find(address);
  while (location != RT_CODE_NOWHERE) {
    rt_backtrace_add(backtrace, rt_code_map_function(&location));
  }
}

void rt_backtrace_add_compiled(rt_backtrace *backtrace, const rt_execution *execution) {
  if (!rt_code_map_is_there()) return;
  rt_unwind(&execution->registers, (uintptr_t)execution->stack_bottom,
            (uintptr_t)execution->stack_top, add_functions_at, backtrace);
}

static rt_bytes name_of(const rt_module *module, uint32_t function) {
  if (function >= module->function_name_count) return (rt_bytes){0};
  uint32_t start = function == 0 ? 0 : module->function_name_ends[function - 1];
  return (rt_bytes){(const uint8_t *)module->function_names + start,
                    module->function_name_ends[function] - start};
}

/// At least so many bytes are printed of a function.
static size_t line_bytes_min(const rt_module *module, uint32_t function) {
  size_t size = name_of(module, function).size;
  return size == 0 ? sizeof "unknown function at index 0" : size + 1;
}

static void print_line(const rt_module *module, uint32_t function, rt_buffer *text) {
  rt_bytes name = name_of(module, function);
  if (name.size == 0) {
    rt_buffer_print(text, "unknown function at index %u\n", function);
  } else {
    rt_buffer_append(text, name.bytes, name.size);
    rt_buffer_append_text(text, "\n");
  }
}

static bool has_name(const rt_backtrace *backtrace, const rt_module *module) {
  uint64_t count = backtrace->frame_count;
  if (count > RT_BACKTRACE_FRAMES_MAX) count = RT_BACKTRACE_FRAMES_MAX;
  for (uint64_t i = 0; i < count; i++) {
    if (name_of(module, backtrace->functions[i]).size != 0) return true;
  }
  return false;
}

void rt_backtrace_print(const rt_backtrace *backtrace, const rt_module *module, rt_buffer *text) {
  if (!has_name(backtrace, module)) return;
  rt_buffer_append_text(text, "Canister Backtrace:\n");
  uint64_t count = backtrace->frame_count, tail_count = 0;
  // Names can be long: the middle is dropped where the text is shown.
  size_t tail_bytes = 0;
  while (tail_count < half_count && tail_count < count && tail_bytes < text_bytes_max) {
    tail_count++;
    tail_bytes += line_bytes_min(module, backtrace->functions[position_of(count - tail_count)]);
  }
  size_t start = text->size;
  for (uint64_t i = 0; i < count; i++) {
    bool is_in_head = i < half_count && text->size - start < text_bytes_max;
    if (!is_in_head && i < count - tail_count) i = count - tail_count;
    print_line(module, backtrace->functions[position_of(i)], text);
  }
}
