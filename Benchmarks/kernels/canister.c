// A kernel as a canister: the query `run` answers its number.
#include "candid.h"
#include "kernel.h"

CANISTER_QUERY(run) { candid_reply_nat64(kernel()); }
