#include "state/metadata.h"

#include <string.h>

#include "base/wire.h"
#include "memory/region.h"
#include "state/globals.h"

void rt_metadata_encode(const rt_metadata *metadata, rt_buffer *bytes) {
  rt_wire_put_u8(bytes, metadata->is_installed);
  rt_wire_put_u8(bytes, metadata->has_enhanced_persistence);
  rt_wire_put_u8(bytes, metadata->hook_status);
  const uint64_t numbers[] = {metadata->generation,   metadata->address_bytes,
                              metadata->heap_bytes,   metadata->stable_bytes,
                              metadata->version,      metadata->global_timer,
                              metadata->module_bytes, metadata->taken_at_nanoseconds};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    rt_wire_put_u64(bytes, numbers[i]);
  }
  rt_wire_put_bytes(bytes, (rt_bytes){metadata->certified_data, metadata->certified_data_size});
  const rt_buffer *const buffers[] = {&metadata->module, &metadata->globals,
                                      &metadata->chunk_hashes};
  for (size_t i = 0; i < sizeof buffers / sizeof buffers[0]; i++) {
    rt_wire_put_bytes(bytes, (rt_bytes){buffers[i]->bytes, buffers[i]->size});
  }
}

bool rt_metadata_decode(rt_metadata *metadata, const uint8_t *bytes, size_t size) {
  rt_metadata_free(metadata);
  rt_wire_reader reader = {.at = bytes, .left = size};
  metadata->is_installed = rt_wire_u8(&reader) != 0;
  metadata->has_enhanced_persistence = rt_wire_u8(&reader) != 0;
  metadata->hook_status = (rt_hook_status)rt_wire_u8(&reader);
  uint64_t *const numbers[] = {&metadata->generation,   &metadata->address_bytes,
                               &metadata->heap_bytes,   &metadata->stable_bytes,
                               &metadata->version,      &metadata->global_timer,
                               &metadata->module_bytes, &metadata->taken_at_nanoseconds};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    *numbers[i] = rt_wire_u64(&reader);
  }
  rt_bytes certified_data = rt_wire_bytes(&reader);
  rt_bytes module = rt_wire_bytes(&reader);
  rt_bytes globals = rt_wire_bytes(&reader);
  rt_bytes chunk_hashes = rt_wire_bytes(&reader);
  if (reader.has_failed || reader.left != 0 || certified_data.size > RT_CERTIFIED_DATA_BYTES_MAX) {
    return false;
  }
  rt_buffer_append(&metadata->module, module.bytes, module.size);
  rt_buffer_append(&metadata->globals, globals.bytes, globals.size);
  rt_buffer_append(&metadata->chunk_hashes, chunk_hashes.bytes, chunk_hashes.size);
  metadata->certified_data_size = (uint8_t)certified_data.size;
  if (certified_data.size != 0) {
    memcpy(metadata->certified_data, certified_data.bytes, certified_data.size);
  }
  return rt_metadata_is_plausible(metadata);
}

uint64_t rt_metadata_checksum(const rt_metadata *metadata) {
  rt_metadata fixed = *metadata;
  fixed.version = fixed.module_bytes = fixed.taken_at_nanoseconds = 0;
  rt_buffer bytes = {0};
  rt_metadata_encode(&fixed, &bytes);
  uint64_t sum = 0;
  for (size_t i = 0; i < bytes.size; i++) {
    sum = (sum ^ bytes.bytes[i]) * UINT64_C(0x9E3779B97F4A7C15);
    sum ^= sum >> 29;
  }
  rt_buffer_free(&bytes);
  return sum;
}

bool rt_metadata_is_plausible(const rt_metadata *metadata) {
  return metadata->heap_bytes % RT_WASM_PAGE_BYTES == 0 &&
         metadata->heap_bytes < RT_MEMORY_RESERVATION_BYTES &&
         metadata->stable_bytes % RT_WASM_PAGE_BYTES == 0 &&
         metadata->stable_bytes <= RT_STABLE_MAXIMUM_PAGES * RT_WASM_PAGE_BYTES &&
         rt_globals_are_whole(&metadata->globals) &&
         metadata->chunk_hashes.size % RT_CHUNK_HASH_BYTES == 0 &&
         (unsigned)metadata->hook_status < RT_HOOK_STATUS_COUNT;
}

void rt_metadata_copy(rt_metadata *to, const rt_metadata *from) {
  rt_buffer module = to->module, globals = to->globals, chunk_hashes = to->chunk_hashes;
  *to = *from;
  to->module = module;
  to->globals = globals;
  to->chunk_hashes = chunk_hashes;
  rt_buffer *const copies[] = {&to->module, &to->globals, &to->chunk_hashes};
  const rt_buffer *const originals[] = {&from->module, &from->globals, &from->chunk_hashes};
  for (size_t i = 0; i < sizeof copies / sizeof copies[0]; i++) {
    rt_buffer_clear(copies[i]);
    rt_buffer_append(copies[i], originals[i]->bytes, originals[i]->size);
  }
}

void rt_metadata_free(rt_metadata *metadata) {
  rt_buffer_free(&metadata->module);
  rt_buffer_free(&metadata->globals);
  rt_buffer_free(&metadata->chunk_hashes);
  *metadata = (rt_metadata){0};
}
