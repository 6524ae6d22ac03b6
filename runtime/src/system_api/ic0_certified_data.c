// System API: certified data (Interface Specification, "Certified data").
#include <string.h>

#include "system_api/host.h"

void ic0_certified_data_set(uint64_t src, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_certified_data_set, size);
  if (size > RT_CERTIFIED_DATA_BYTES_MAX) {
    rt_violate(canister,
               "ic0_certified_data_set failed because the passed data must be no larger than %d "
               "bytes. Found %llu bytes.",
               RT_CERTIFIED_DATA_BYTES_MAX, (unsigned long long)size);
  }
  const uint8_t *bytes = rt_heap(src, size);
  if (bytes == NULL) {
    rt_violate(canister,
               "ic0_certified_data_set failed because src + size is out of bounds. Found src = "
               "%llu and size = %llu while src + size must be <= %llu",
               (unsigned long long)src, (unsigned long long)size,
               (unsigned long long)rt_the_instance.memory_size_bytes);
  }
  rt_heap_touch(src, size, rt_page_mark_accessed);
  memcpy(canister->metadata.certified_data, bytes, (size_t)size);
  canister->metadata.certified_data_size = (uint8_t)size;
}

static bool has_certificate(const rt_canister *canister) {
  const rt_context queries = rt_context_non_replicated_query | rt_context_composite_query;
  return (canister->running.context & queries) != 0 &&
         canister->running.message->has_data_certificate;
}

uint32_t ic0_data_certificate_present(void) {
  return has_certificate(rt_begin(rt_row_data_certificate_present, 0));
}

uint64_t ic0_data_certificate_size(void) {
  rt_canister *canister = rt_begin(rt_row_data_certificate_size, 0);
  if (!has_certificate(canister)) rt_refuse_context(canister, rt_row_data_certificate_size);
  return canister->running.message->data_certificate.size;
}

void ic0_data_certificate_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_data_certificate_copy, size);
  if (!has_certificate(canister)) rt_refuse_context(canister, rt_row_data_certificate_copy);
  rt_bytes certificate = canister->running.message->data_certificate;
  // Unlike its like, this function looks at the source first, and in words of its own.
  if (size > certificate.size || offset > certificate.size - size) {
    rt_violate(canister,
               "ic0_data_certificate_copy failed because offset + size is out of bounds. Found "
               "offset = %llu and size = %llu while offset + size must be <= %zu",
               (unsigned long long)offset, (unsigned long long)size, certificate.size);
  }
  uint8_t *to = rt_heap(dst, size);
  if (to == NULL) {
    rt_violate(canister,
               "ic0_data_certificate_copy failed because dst + size is out of bounds. Found dst = "
               "%llu and size = %llu while dst + size must be <= %llu",
               (unsigned long long)dst, (unsigned long long)size,
               (unsigned long long)rt_the_instance.memory_size_bytes);
  }
  rt_heap_touch(dst, size, rt_page_mark_written);
  if (size != 0) memcpy(to, certificate.bytes + offset, (size_t)size);
}
