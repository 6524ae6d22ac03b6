#include "state/globals.h"

#include <string.h>

/// The size of a value of the type with this code in the binary format; 0 if no global has it.
static size_t type_bytes(uint8_t value_type) {
  switch (value_type) {
    case 0x7F: case 0x7D: return 4;
    case 0x7E: case 0x7C: return 8;
    case 0x7B: return 16;
    default: return 0;
  }
}

bool rt_globals_are_whole(const rt_buffer *globals) {
  size_t at = 0;
  while (globals->size - at >= sizeof(rt_global_head)) {
    rt_global_head head;
    memcpy(&head, globals->bytes + at, sizeof head);
    at += sizeof head;
    if (head.size == 0 || head.size != type_bytes(head.value_type) ||
        head.size > globals->size - at) {
      return false;
    }
    at += head.size;
  }
  return at == globals->size;
}

static rt_global_head head_of(const rt_global *global) {
  return (rt_global_head){.index = global->index,
                          .value_type = (uint8_t)global->value_type,
                          .size = (uint8_t)global->size};
}

void rt_globals_save(const rt_module *module, rt_buffer *saved) {
  rt_buffer_clear(saved);
  for (uint64_t i = 0; i < module->global_count; i++) {
    const rt_global *global = &module->globals[i];
    rt_global_head head = head_of(global);
    rt_buffer_append(saved, &head, sizeof head);
    rt_buffer_append(saved, global->address, global->size);
  }
}

/// Whether all that is left is one i64 of another program's snapshot: replicas used to list their
/// counter of instructions behind the module's globals.
static bool is_instruction_counter(const uint8_t *bytes, size_t size) {
  rt_global_head head;
  if (size != sizeof head + 8) return false;
  memcpy(&head, bytes, sizeof head);
  return head.index == RT_GLOBAL_INDEX_UNKNOWN && head.value_type == 0x7E;
}

bool rt_globals_restore(const rt_module *module, const rt_buffer *saved) {
  size_t at = 0;
  for (uint64_t i = 0; i < module->global_count; i++) {
    const rt_global *global = &module->globals[i];
    rt_global_head head = head_of(global), found;
    if (saved->size - at < sizeof head + global->size) return false;
    memcpy(&found, saved->bytes + at, sizeof found);
    if (found.index == RT_GLOBAL_INDEX_UNKNOWN) found.index = head.index;
    if (memcmp(&found, &head, sizeof head) != 0) return false;
    if (global->is_mutable) {
      memcpy(global->address, saved->bytes + at + sizeof head, global->size);
    }
    at += sizeof head + global->size;
  }
  return at == saved->size || is_instruction_counter(saved->bytes + at, saved->size - at);
}
