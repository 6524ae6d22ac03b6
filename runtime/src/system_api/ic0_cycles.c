// System API: cycles (Interface Specification, "Cycles").
#include "execution/freezing.h"
#include "system_api/host.h"

/// The one canister that may make cycles.
static const rt_principal cycles_minting_canister = {{0, 0, 0, 0, 0, 0, 0, 4, 1, 1}, 10};

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
                  rt_liquid_balance(canister));
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
  return rt_cycles_of(canister->running.message->cycles_refunded);
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
      rt_cycles_min(rt_cycles_from(amount_high, amount_low), rt_liquid_balance(canister));
  canister->running.balance -= amount;
  canister->running.burned += amount;
  rt_store_cycles(canister, rt_row_cycles_burn128, dst, amount);
}

void ic0_mint_cycles128(uint64_t amount_high, uint64_t amount_low, uint64_t dst) {
  rt_canister *canister = rt_begin(rt_row_mint_cycles128, 0);
  const rt_principal *own_id = &canister->environment.own_id;
  if (!rt_principal_equal(own_id, &cycles_minting_canister)) {
    char own[RT_PRINCIPAL_TEXT_SIZE], minting[RT_PRINCIPAL_TEXT_SIZE];
    rt_principal_print(own_id, own);
    rt_principal_print(&cycles_minting_canister, minting);
    rt_violate(canister,
               "ic0.mint_cycles cannot be executed on non Cycles Minting Canister: %s != %s", own,
               minting);
  }
  rt_running *running = &canister->running;
  rt_cycles amount =
      rt_cycles_min(rt_cycles_from(amount_high, amount_low), ~(rt_cycles)0 - running->balance);
  running->balance += amount;
  running->minted += amount;
  rt_store_cycles(canister, rt_row_mint_cycles128, dst, amount);
}
