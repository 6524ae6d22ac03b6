// System API: what management calls would cost (Interface Specification, "Cycle cost
// calculation").
#include <string.h>

#include "base/utf8.h"
#include "base/wire.h"
#include "rt_prices.h"
#include "system_api/host.h"

/// Keys named `key_1` are those of a subnet with this many nodes.
static const uint32_t production_key_nodes = 34;

static uint64_t add_saturating(uint64_t left, uint64_t right) {
  return left > UINT64_MAX - right ? UINT64_MAX : left + right;
}

static void store_cost(rt_canister *canister, rt_row row, uint64_t dst, rt_cycles_amount cost) {
  rt_store_cycles(canister, row, dst, rt_cycles_of(cost));
}

void ic0_cost_call(uint64_t name_size, uint64_t payload_size, uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_cost_call, 0);
  const rt_environment *environment = &canister->environment;
  rt_cycles_amount cost =
      rt_call_cost(environment->pricing, add_saturating(name_size, payload_size));
  rt_store_cycles(canister, rt_row_cost_call, dst,
                  rt_cycles_of(cost) + environment->callback_prepayment);
}

void ic0_cost_create_canister(uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_cost_create_canister, 0);
  store_cost(canister, rt_row_cost_create_canister, dst,
             rt_canister_creation_cost(canister->environment.pricing));
}

void ic0_cost_http_request(uint64_t request_size, uint64_t maximum_response_bytes, uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_cost_http_request, 0);
  store_cost(canister, rt_row_cost_http_request, dst,
             rt_http_request_cost(canister->environment.pricing, request_size,
                                  maximum_response_bytes));
}

/// What an HTTP outcall of the second pricing is expected to use, as fields of a Candid record.
typedef struct http_usage {
  uint64_t request_bytes;
  uint64_t http_roundtrip_time_ms;
  uint64_t raw_response_bytes;
  uint64_t transformed_response_bytes;
  uint64_t transform_instructions;
} http_usage;

/// The field of this Candid id; null if there is none.
static uint64_t *field_of(http_usage *usage, uint64_t id) {
  const struct { const char *name; uint64_t *field; } fields[] = {
      {"request_bytes", &usage->request_bytes},
      {"http_roundtrip_time_ms", &usage->http_roundtrip_time_ms},
      {"raw_response_bytes", &usage->raw_response_bytes},
      {"transformed_response_bytes", &usage->transformed_response_bytes},
      {"transform_instructions", &usage->transform_instructions},
  };
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
    uint32_t hash = 0;
    for (const char *at = fields[i].name; *at != 0; at++) hash = hash * 223 + (uint8_t)*at;
    if (hash == id) return fields[i].field;
  }
  return NULL;
}

/// A number in LEB128 that fits into 32 bits.
static uint64_t take_leb128(rt_wire_reader *reader) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    uint8_t byte = rt_wire_u8(reader);
    value |= (uint64_t)(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  reader->has_failed = true;
  return 0;
}

/// Reads the record from Candid; null, or what is wrong. As in the IC nothing may be skipped: it
/// has these five fields and no others.
static const char *parse_usage(http_usage *usage, const uint8_t *bytes, uint64_t size) {
  enum { field_count = 5, candid_record = 0x6C, candid_nat64 = 0x78 };
  rt_wire_reader reader = {.at = bytes, .left = (size_t)size};
  if (rt_wire_u32(&reader) != 0x4C444944) return "it does not begin with DIDL";
  uint64_t *fields[field_count];
  uint64_t last = 0;
  if (take_leb128(&reader) != 1 || rt_wire_u8(&reader) != candid_record ||
      take_leb128(&reader) != field_count) {
    return "its type is not a record of five fields";
  }
  for (int i = 0; i < field_count; i++) {
    uint64_t id = take_leb128(&reader);
    fields[i] = field_of(usage, id);
    if ((i > 0 && id <= last) || fields[i] == NULL) return "it has an unexpected field";
    if (rt_wire_u8(&reader) != candid_nat64) return "a field is not of type nat64";
    last = id;
  }
  if (take_leb128(&reader) != 1 || rt_wire_u8(&reader) != 0) return "it is not one value";
  for (int i = 0; i < field_count; i++) *fields[i] = rt_wire_u64(&reader);
  return reader.has_failed || reader.left != 0 ? "it has too few or too many bytes" : NULL;
}

void ic0_cost_http_request_v2(uint64_t src, uint64_t size, uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_cost_http_request_v2, 0);
  const uint8_t *bytes = rt_require_heap(canister, "ic0.cost_http_request_v2 heap", src, size);
  http_usage usage = {0};
  const char *mistake = parse_usage(&usage, bytes, size);
  if (mistake != NULL) {
    rt_violate(canister, "Failed to decode HttpRequestV2CostParams from Candid: %s", mistake);
  }
  rt_pricing pricing = canister->environment.pricing;
  rt_cycles nodes = pricing.nodes;
  rt_cycles per_node = 1000000 + 140000 * nodes + 800 * nodes * nodes +
                       (rt_cycles)50 * usage.request_bytes +
                       (rt_cycles)300 * usage.http_roundtrip_time_ms +
                       (rt_cycles)50 * usage.raw_response_bytes +
                       usage.transform_instructions / rt_reference_nodes +
                       (10 * nodes + 650) * usage.transformed_response_bytes;
  rt_store_cycles(canister, rt_row_cost_http_request_v2, dst,
                  pricing.is_free ? 0 : per_node * nodes);
}

static bool is_name(const uint8_t *bytes, uint64_t size, const char *name) {
  return size == strlen(name) && memcmp(bytes, name, size) == 0;
}

/// How many nodes have the key with this name; 0 if there is no such key.
static uint32_t key_nodes(const uint8_t *name, uint64_t size) {
  if (is_name(name, size, "test_key_1") || is_name(name, size, "dfx_test_key")) {
    return rt_reference_nodes;
  }
  return is_name(name, size, "key_1") ? production_key_nodes : 0;
}

/// What the three functions about keys do: 0 and the fee, 1 for an unknown curve or algorithm, 2
/// for an unknown key.
static uint32_t key_cost(rt_row row, const char *what, uint64_t src, uint64_t size, uint32_t kind,
                         uint32_t kind_count, uint64_t dst) {
  rt_canister *canister = rt_begin(row, size);
  const uint8_t *name = rt_require_heap(canister, what, src, size);
  if (!rt_utf8_is_valid(name, (size_t)size)) {
    rt_buffer *text =
        &rt_begin_failure(canister, rt_execution_error_contract_violated)->detail;
    rt_buffer_append_text(text, "Failed to decode key name ");
    rt_utf8_append_lossy(text, name, (size_t)size);
    rt_leave(rt_exit_failure);
  }
  if (kind >= kind_count) return 1;
  rt_pricing pricing = {.nodes = key_nodes(name, size)};
  if (pricing.nodes == 0) return 2;
  store_cost(canister, row, dst, rt_key_cost(pricing));
  return 0;
}

uint32_t ic0_cost_sign_with_ecdsa(uint64_t src, uint64_t size, uint32_t curve, uint64_t dst) {
  return key_cost(rt_row_cost_sign_with_ecdsa, "ic0.cost_sign_with_ecdsa heap", src, size, curve, 1,
                  dst);
}

uint32_t ic0_cost_sign_with_schnorr(uint64_t src, uint64_t size, uint32_t algorithm,
                                    uint64_t dst) {
  return key_cost(rt_row_cost_sign_with_schnorr, "ic0.cost_sign_with_schnorr heap", src, size,
                  algorithm, 2, dst);
}

uint32_t ic0_cost_vetkd_derive_key(uint64_t src, uint64_t size, uint32_t curve, uint64_t dst) {
  return key_cost(rt_row_cost_vetkd_derive_key, "ic0.cost_vetkd_derive_key heap", src, size, curve,
                  1, dst);
}
