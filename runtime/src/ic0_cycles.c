// System API: cycles (Interface Specification, "Cycles").
#include "host.h"

/// What the freezing threshold leaves of the balance. Nothing freezes here, so it is all.
static rt_cycles liquid_balance(const rt_canister *canister) { return canister->running.balance; }

uint64_t ic0_canister_cycle_balance(void) {
  return rt_cycles_in_64_bits(rt_begin(rt_row_canister_cycle_balance, 0)->running.balance);
}

void ic0_canister_cycle_balance128(uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_canister_cycle_balance128, 0);
  rt_store_cycles(canister, rt_row_canister_cycle_balance128, dst, canister->running.balance);
}

void ic0_canister_liquid_cycle_balance128(uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_canister_liquid_cycle_balance128, 0);
  rt_store_cycles(canister, rt_row_canister_liquid_cycle_balance128, dst,
                  liquid_balance(canister));
}

uint64_t ic0_msg_cycles_available(void) {
  return rt_cycles_in_64_bits(rt_begin(rt_row_msg_cycles_available, 0)->running.available);
}

void ic0_msg_cycles_available128(uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_msg_cycles_available128, 0);
  rt_store_cycles(canister, rt_row_msg_cycles_available128, dst, canister->running.available);
}

/// Only callbacks ask, and a callback's message says what came back.
static rt_cycles refunded(const rt_canister *canister) {
  rt_cycles_amount amount = canister->running.message->cycles;
  return rt_cycles_from(amount.high, amount.low);
}

uint64_t ic0_msg_cycles_refunded(void) {
  return rt_cycles_in_64_bits(refunded(rt_begin(rt_row_msg_cycles_refunded, 0)));
}

void ic0_msg_cycles_refunded128(uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_msg_cycles_refunded128, 0);
  rt_store_cycles(canister, rt_row_msg_cycles_refunded128, dst, refunded(canister));
}

/// Takes as much as is available, up to a maximum and to what the balance can hold.
static rt_cycles accept(rt_canister *canister, rt_cycles maximum) {
  rt_running *running = &canister->running;
  rt_cycles amount = rt_cycles_min(rt_cycles_min(maximum, running->available),
                                   ~(rt_cycles)0 - running->balance);
  running->available -= amount;
  running->accepted += amount;
  running->balance += amount;
  return amount;
}

uint64_t ic0_msg_cycles_accept(uint64_t maximum) {
  return (uint64_t)accept(rt_begin(rt_row_msg_cycles_accept, 0), maximum);
}

void ic0_msg_cycles_accept128(uint64_t maximum_high, uint64_t maximum_low, uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_msg_cycles_accept128, 0);
  rt_cycles amount = accept(canister, rt_cycles_from(maximum_high, maximum_low));
  rt_store_cycles(canister, rt_row_msg_cycles_accept128, dst, amount);
}

void ic0_cycles_burn128(uint64_t amount_high, uint64_t amount_low, uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_cycles_burn128, 0);
  rt_cycles amount =
      rt_cycles_min(rt_cycles_from(amount_high, amount_low), liquid_balance(canister));
  canister->running.balance -= amount;
  rt_store_cycles(canister, rt_row_cycles_burn128, dst, amount);
}
