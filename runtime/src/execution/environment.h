// What the canister can ask of its surroundings.
#ifndef RT_ENVIRONMENT_H
#define RT_ENVIRONMENT_H

#include "base/cycles.h"
#include "base/principal.h"
#include "rt_buffer.h"
#include "rt_canister.h"

/// What the canister can ask of its surroundings; `rt_settings`, copied.
typedef struct rt_environment {
  rt_principal own_id;
  rt_principal subnet_id;
  rt_cycles balance;
  /// Set aside for storage, beside the balance.
  rt_cycles reserved;
  uint64_t freezing_threshold_seconds;
  /// Without linear and stable memory.
  rt_resources resources;
  rt_pricing pricing;
  /// What a call pays in advance for executing its callback.
  rt_cycles callback_prepayment;
  uint32_t status;
  /// Without settings, the version is what the state says.
  bool has_version;
  uint64_t version;
  /// 0 if settings do not say.
  uint64_t instruction_limit;
  rt_principal *controllers;
  size_t controller_count;
  /// Names and values by turns.
  rt_buffer *variables;
  /// How many pairs.
  size_t variable_count;
  /// Empty for the default.
  rt_buffer root_key;
  /// 0 for none.
  uint64_t wasm_memory_limit_bytes;
} rt_environment;

/// That of a canister which runs by itself, and has addresses of this width.
void rt_environment_begin(rt_environment *environment, bool is_64_bit);

/// Replaces it by what the settings say.
void rt_environment_set(rt_environment *environment, const rt_settings *settings, bool is_64_bit);

bool rt_is_controller(const rt_environment *environment, const rt_principal *principal);

void rt_environment_free(rt_environment *environment);

#endif
