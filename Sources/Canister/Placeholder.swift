// Canister
