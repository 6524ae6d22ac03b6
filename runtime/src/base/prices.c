#include "rt_prices.h"

#include "base/cycles.h"

// On a subnet of `rt_reference_nodes` nodes.
static const uint64_t execution_price = 5000000;
static const uint64_t instruction_price_32 = 1;
static const uint64_t instruction_price_64 = 2;
static const uint64_t ingress_price = 1200000;
static const uint64_t ingress_byte_price = 2000;
static const uint64_t call_price = 260000;
static const uint64_t call_byte_price = 1000;
static const uint64_t creation_price = UINT64_C(500000000000);
static const uint64_t key_price = UINT64_C(10000000000);
/// For a GiB in a second, and once a second for a canister that uses memory at all.
static const uint64_t storage_price = 317500;
static const uint64_t canister_price = 10000;
/// For a percent of a processor in a second.
static const uint64_t compute_price = 10000000;

// For each node that makes an HTTP request: once, for each node of the subnet, and for each byte
// of the request and of the longest response that is allowed.
static const uint64_t http_price = 3000000;
static const uint64_t http_node_price = 60000;
static const uint64_t http_request_byte_price = 400;
static const uint64_t http_response_byte_price = 800;

static const uint64_t response_bytes_max = UINT64_C(2) * 1024 * 1024;
static const uint64_t seconds_per_day = 24 * 60 * 60;
static const uint64_t gib = UINT64_C(1) << 30;

/// How much memory of a subnet may be used before storage is paid for in advance.
static const uint64_t free_storage_bytes = UINT64_C(750) << 30;
static const uint64_t subnet_memory_bytes = UINT64_C(2) << 40;
/// For how long the last byte of a subnet is paid for in advance, in seconds.
static const uint64_t reservation_seconds = UINT64_C(300000000);
/// The IC takes each of its threads for a subnet of its own, with an equal part of the memory.
static const uint64_t execution_threads = 4;

/// A product, or the most that there can be.
static rt_cycles times(rt_cycles left, rt_cycles right) {
  rt_cycles product;
  return __builtin_mul_overflow(left, right, &product) ? ~(rt_cycles)0 : product;
}

static rt_cycles plus(rt_cycles left, rt_cycles right) {
  rt_cycles sum;
  return __builtin_add_overflow(left, right, &sum) ? ~(rt_cycles)0 : sum;
}

/// What a price for 13 nodes is on this subnet.
static rt_cycles scaled(rt_pricing pricing, rt_cycles cycles) {
  return pricing.is_free ? 0 : times(cycles, pricing.nodes) / rt_reference_nodes;
}

static rt_cycles price_of(uint64_t instructions, bool is_64_bit) {
  return times(instructions, is_64_bit ? instruction_price_64 : instruction_price_32);
}

rt_cycles_amount rt_instruction_cost(rt_pricing pricing, uint64_t instructions, bool is_64_bit) {
  return rt_cycles_amount_from(scaled(pricing, price_of(instructions, is_64_bit)));
}

rt_cycles_amount rt_execution_cost(rt_pricing pricing, uint64_t instructions, bool is_64_bit) {
  rt_cycles price = execution_price + price_of(instructions, is_64_bit);
  return rt_cycles_amount_from(scaled(pricing, price));
}

rt_cycles_amount rt_ingress_cost(rt_pricing pricing, uint64_t bytes) {
  rt_cycles of_bytes = times(scaled(pricing, ingress_byte_price), bytes);
  return rt_cycles_amount_from(plus(scaled(pricing, ingress_price), of_bytes));
}

static rt_cycles transmission_cost(rt_pricing pricing, uint64_t bytes) {
  return scaled(pricing, times(call_byte_price, bytes));
}

rt_cycles_amount rt_call_cost(rt_pricing pricing, uint64_t bytes) {
  return rt_cycles_amount_from(plus(
      scaled(pricing, call_price), plus(transmission_cost(pricing, bytes),
                                        transmission_cost(pricing, response_bytes_max))));
}

rt_cycles_amount rt_response_refund(rt_pricing pricing, uint64_t bytes) {
  rt_cycles paid = transmission_cost(pricing, response_bytes_max);
  rt_cycles due = transmission_cost(pricing, bytes);
  return rt_cycles_amount_from(paid > due ? paid - due : 0);
}

rt_cycles_amount rt_canister_creation_cost(rt_pricing pricing) {
  return rt_cycles_amount_from(scaled(pricing, creation_price));
}

rt_cycles_amount rt_http_request_cost(rt_pricing pricing, uint64_t request_bytes,
                                      uint64_t maximum_response_bytes) {
  if (pricing.is_free) return (rt_cycles_amount){0};
  rt_cycles of_node = http_price + (rt_cycles)http_node_price * pricing.nodes +
                      (rt_cycles)http_request_byte_price * request_bytes +
                      (rt_cycles)http_response_byte_price * maximum_response_bytes;
  return rt_cycles_amount_from(of_node * pricing.nodes);
}

rt_cycles_amount rt_key_cost(rt_pricing pricing) {
  return rt_cycles_amount_from(scaled(pricing, key_price));
}

/// What memory costs in a day.
static rt_cycles memory_cost(rt_pricing pricing, uint64_t bytes) {
  rt_cycles price = times(times(bytes, storage_price), seconds_per_day) / gib;
  return scaled(pricing, price);
}

rt_idle_cost rt_daily_cost(rt_pricing pricing, const rt_resources *resources) {
  uint64_t memory_bytes = resources->memory_bytes;
  if (memory_bytes < resources->memory_allocation_bytes) {
    memory_bytes = resources->memory_allocation_bytes;
  }
  rt_cycles of_canister = memory_bytes == 0 ? 0 : scaled(pricing, canister_price * seconds_per_day);
  rt_cycles of_compute = scaled(
      pricing, times(resources->compute_allocation_percent, compute_price * seconds_per_day));
  return (rt_idle_cost){
      .memory = rt_cycles_amount_from(plus(memory_cost(pricing, memory_bytes), of_canister)),
      .message_memory =
          rt_cycles_amount_from(memory_cost(pricing, resources->message_memory_bytes)),
      .compute_allocation = rt_cycles_amount_from(of_compute)};
}

rt_cycles_amount rt_cost_for_seconds(rt_pricing pricing, const rt_resources *resources,
                                     uint64_t seconds) {
  rt_idle_cost daily = rt_daily_cost(pricing, resources);
  rt_cycles sum = plus(plus(rt_cycles_of(daily.memory), rt_cycles_of(daily.message_memory)),
                       rt_cycles_of(daily.compute_allocation));
  return rt_cycles_amount_from(times(sum, seconds) / seconds_per_day);
}

/// What would be set aside for memory that is taken from the first byte on.
static rt_cycles reservation_from_zero(rt_pricing pricing, uint64_t used_bytes) {
  const uint64_t start = free_storage_bytes / execution_threads;
  const uint64_t end = subnet_memory_bytes / execution_threads;
  uint64_t used = used_bytes < end ? used_bytes : end;
  uint64_t above = used > start ? used - start : 0;
  uint64_t seconds = (uint64_t)((rt_cycles)above * reservation_seconds / (end - start));
  // The price grows evenly from 0, so the mean of it is that of half the time.
  return scaled(pricing, times(times(above, storage_price), seconds / 2) / gib);
}

rt_cycles_amount rt_storage_reservation(rt_pricing pricing, uint64_t used_bytes, uint64_t bytes) {
  uint64_t before = used_bytes / execution_threads;
  uint64_t after = bytes > UINT64_MAX - before ? UINT64_MAX : before + bytes;
  return rt_cycles_amount_from(reservation_from_zero(pricing, after) -
                               reservation_from_zero(pricing, before));
}

uint64_t rt_subnet_memory_bytes(void) { return subnet_memory_bytes; }
