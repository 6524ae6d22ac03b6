// A counter that survives upgrades: it lives on the heap, which an upgrade clears, and moves
// through stable memory while one happens.
#include "candid.h"

static uint64_t counter;

CANISTER_UPDATE(inc) {
  counter++;
  candid_reply_nat64(counter);
}

CANISTER_QUERY(get) { candid_reply_nat64(counter); }

// Counts and then traps: a message that traps leaves no trace, so the counter stays as it was.
CANISTER_UPDATE(inc_and_trap) {
  counter++;
  DEBUG_PRINT("counted, but not for long");
  TRAP("on purpose");
}

// A query may change the counter, too; what it changes is dropped at its end.
CANISTER_QUERY(peek_next) {
  counter++;
  candid_reply_nat64(counter);
}

CANISTER_PRE_UPGRADE {
  if (ic0_stable64_size() == 0 && ic0_stable64_grow(1) == IC0_STABLE_GROW_FAILED) {
    TRAP("no stable memory left");
  }
  stable_write(0, &counter, sizeof counter);
}

CANISTER_POST_UPGRADE { stable_read(&counter, 0, sizeof counter); }
