// What canisters pay, in cycles: known to canisters, which can ask (`ic0.cost_call` and the like),
// and to the subnet, which charges them.
#ifndef RT_PRICES_H
#define RT_PRICES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct rt_cycles_amount {
  uint64_t low;
  uint64_t high;
} rt_cycles_amount;

/// What decides on the prices of a subnet.
typedef struct rt_pricing {
  /// How many nodes it has: most prices are proportional to it.
  uint32_t nodes;
  /// Whether nothing costs anything.
  bool is_free;
} rt_pricing;

/// What a canister holds of its subnet, and pays for as time passes.
typedef struct rt_resources {
  /// What it uses of the subnet's memory.
  uint64_t memory_bytes;
  /// What is set aside for it of the subnet's memory; it pays for the larger one.
  uint64_t memory_allocation_bytes;
  /// What its calls set aside for their responses.
  uint64_t message_memory_bytes;
  /// Its part of a processor, in percent.
  uint64_t compute_allocation_percent;
} rt_resources;

/// What resources cost a day.
typedef struct rt_idle_cost {
  rt_cycles_amount memory;
  rt_cycles_amount message_memory;
  rt_cycles_amount compute_allocation;
} rt_idle_cost;

/// The size of the subnets that prices are stated for.
enum { rt_reference_nodes = 13 };

/// So many instructions; those of modules with 64-bit addresses cost twice as much.
rt_cycles_amount rt_instruction_cost(rt_pricing pricing, uint64_t instructions, bool is_64_bit);

/// Executing a message with so many instructions.
rt_cycles_amount rt_execution_cost(rt_pricing pricing, uint64_t instructions, bool is_64_bit);

/// Taking in a message from outside of so many bytes.
rt_cycles_amount rt_ingress_cost(rt_pricing pricing, uint64_t bytes);

/// Sending a call of so many bytes, name and argument, and receiving the largest response.
rt_cycles_amount rt_call_cost(rt_pricing pricing, uint64_t bytes);

/// What is paid back of a call's cost when its response has so many bytes.
rt_cycles_amount rt_response_refund(rt_pricing pricing, uint64_t bytes);

rt_cycles_amount rt_canister_creation_cost(rt_pricing pricing);

/// An HTTP request of so many bytes, with a response of at most so many.
rt_cycles_amount rt_http_request_cost(rt_pricing pricing, uint64_t request_bytes,
                                      uint64_t maximum_response_bytes);

/// Signing with a key, or deriving one, on the subnet that has the key.
rt_cycles_amount rt_key_cost(rt_pricing pricing);

rt_idle_cost rt_daily_cost(rt_pricing pricing, const rt_resources *resources);

/// What resources cost in so many seconds: with so much a canister can go on without spending any.
rt_cycles_amount rt_cost_for_seconds(rt_pricing pricing, const rt_resources *resources,
                                     uint64_t seconds);

/// What is set aside of a canister's cycles when it takes so many more bytes of a subnet whose
/// canisters have `used_bytes`: nothing as long as that is not much, then more and more.
rt_cycles_amount rt_storage_reservation(rt_pricing pricing, uint64_t used_bytes, uint64_t bytes);

/// How much memory a subnet has for its canisters, in bytes.
uint64_t rt_subnet_memory_bytes(void);

#endif
