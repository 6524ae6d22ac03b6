// A canister in this process: executing one message at a time, as a transaction.
//
// What an outcome points to belongs to the canister and lasts until its next operation.
#ifndef RT_CANISTER_H
#define RT_CANISTER_H

#include "rt_abi.h"
#include "rt_execution_error.h"
#include "rt_prices.h"
#include "rt_protocol.h"

typedef struct rt_bytes {
  const uint8_t *bytes;
  size_t size;
} rt_bytes;

/// A list as the protocol has it: so many elements, one after the other.
typedef struct rt_list {
  const uint8_t *bytes;
  size_t size;
  uint32_t count;
} rt_list;

typedef struct rt_message {
  rt_entry entry;
  /// Keep the changes of a success pending; `rt_canister_commit` or `_rollback` must follow.
  bool hold;
  /// Begin with the changes that were set aside last, which must be those of the composite query
  /// that this is a callback of.
  bool continues;
  bool has_data_certificate;
  /// Keep the linear memory at an upgrade.
  bool keep_memory;
  /// Give it up at an upgrade although the old module keeps it.
  bool replace_memory;
  /// The call that a callback belongs to was answered before.
  bool is_answered;
  /// A callback belongs to a composite query.
  bool is_composite;
  /// A query transforms the response of an HTTP request.
  bool is_transform;
  uint64_t time_nanoseconds;
  /// When the caller stops waiting; 0 if never.
  uint64_t deadline_nanoseconds;
  /// At most 29 bytes.
  rt_bytes caller;
  /// What a canister that signed for the caller said of it, and that canister's id.
  rt_bytes caller_info;
  rt_bytes caller_info_signer;
  /// UTF-8.
  rt_bytes method;
  rt_bytes argument;
  /// What is left of the cycles that came with the call; none once it was answered.
  rt_cycles_amount cycles;
  /// Of a callback: what came back of the cycles that were sent.
  rt_cycles_amount cycles_refunded;
  uint32_t reject_code;
  rt_bytes reject_message;
  /// If there is one.
  rt_bytes data_certificate;
  /// Of a callback: its index in table 0 and what it is called with.
  uint64_t function;
  uint64_t environment;
  /// What earlier executions used: of a callback, those of its call context; of post_upgrade, the
  /// pre_upgrade before it.
  uint64_t instructions_before;
  /// Calls of earlier messages that wait for their responses.
  rt_list queues;
  /// How much of the memory for messages the calls of the whole subnet take, in bytes.
  uint64_t message_memory_taken;
} rt_message;

/// What ended the execution is no trap.
#define RT_NO_TRAP 255

/// The subnet's memory for messages is not bounded.
#define RT_MESSAGE_MEMORY_FREE UINT64_MAX

typedef struct rt_outcome {
  rt_result result;
  /// The reply or the reject message.
  rt_bytes response;
  // Of an error:
  rt_execution_error error;
  /// A row of traps.def, or `RT_NO_TRAP`.
  uint8_t trap;
  /// What the error's sentence says of it.
  rt_bytes subject;
  rt_bytes detail;
  /// Which functions were running at a trap, in the words of the IC; empty if they have no names.
  rt_bytes backtrace;
  rt_list prints;
  uint64_t nanoseconds;
  /// With the pages of the heap that were changed; at most the limit.
  uint64_t instructions;
  /// The message ended by a fault that hides what was used since the last call of the System API:
  /// `instructions` does not have it.
  bool is_count_hidden;
  uint64_t heap_pages_changed;
  uint64_t stable_pages_changed;
  /// The sizes of the memories at the end, in pages of 64 KiB.
  uint64_t heap_pages;
  uint64_t stable_pages;
  rt_cycles_amount cycles_accepted;
  rt_cycles_amount cycles_burned;
  rt_cycles_amount cycles_minted;
  uint64_t global_timer;
  rt_bytes certified_data;
  bool is_message_accepted;
  bool is_timer_set;
  rt_list calls;
  /// How many more calls come in responses of their own.
  uint32_t following_calls;
} rt_outcome;

/// What the canister can ask of its surroundings. All is copied.
typedef struct rt_settings {
  rt_bytes own_id;
  rt_bytes subnet_id;
  rt_cycles_amount cycle_balance;
  /// Cycles that are set aside for storage, and can't be spent otherwise.
  rt_cycles_amount reserved_cycles;
  /// How long the balance must last without being spent.
  uint64_t freezing_threshold_seconds;
  // `rt_resources`; the memory is what is used beside linear and stable memory.
  uint64_t memory_bytes;
  uint64_t memory_allocation_bytes;
  uint64_t message_memory_bytes;
  uint64_t compute_allocation_percent;
  /// How many nodes the subnet has; 0 for `rt_reference_nodes`, and for a `callback_prepayment`
  /// that goes with it.
  uint32_t nodes;
  /// Whether nothing costs anything, as on system subnets.
  bool is_free;
  /// What a call pays in advance for executing its callback.
  rt_cycles_amount callback_prepayment;
  /// 1 running, 2 stopping, 3 stopped, as in `ic0.canister_status`.
  uint8_t status;
  /// The canister's version, if the caller counts it; else the state does.
  bool has_version;
  uint64_t version;
  /// How many instructions a message may execute; 0 for what the options say.
  uint64_t instruction_limit;
  rt_list controllers;
  rt_list environment_variables;
  /// The network's public key in DER; empty if there is none.
  rt_bytes root_key;
  /// How large linear memory may become, in bytes; 0 for as large as any.
  uint64_t wasm_memory_limit_bytes;
} rt_settings;

typedef struct rt_options {
  /// The directory of the canister's state; null to keep it in memory.
  const char *directory;
  /// Whether the state in the directory is another process's, which waits meanwhile: it is only
  /// read, and what messages change is dropped.
  bool is_observed;
  /// Whether a directory that is not there yet is made.
  bool creates_directory;
  /// Whether what is committed survives the machine's sudden end, not only the process's.
  bool is_durable;
  /// 0 for the default.
  uint64_t stack_bytes;
  /// How many instructions a message of any kind may execute; 0 for the IC's limits.
  uint64_t instruction_limit;
  /// Whether the process goes on without being confined.
  bool is_unconfined;
  /// Whether a damaged journal is used, with those records that can be read.
  bool repairs;
  /// How long to wait for a process that has the state.
  uint64_t wait_seconds;
} rt_options;

typedef struct rt_status {
  uint64_t heap_pages;
  uint64_t stable_pages;
  bool is_installed;
  uint64_t version;
  uint64_t global_timer;
  rt_bytes certified_data;
  /// Of each global that a snapshot lists, in its order: index, type, size and bytes.
  rt_bytes globals;
} rt_status;

/// Why something outside of the canister could not be done: a sentence for the user.
typedef struct rt_error {
  char text[1024];
} rt_error;

typedef struct rt_canister rt_canister;

/// Reserves the memories and opens the state. Only one canister can be open in a process.
rt_canister *rt_canister_open(const rt_module *module, const rt_options *options,
                              rt_error *error);

/// Confines the process, unless the options say otherwise: from then on it has the files of the
/// state, what is open already, and nothing else. To be called before the canister runs.
bool rt_canister_confine(const rt_canister *canister, const rt_options *options, rt_error *error);

/// Forgets what is pending, makes the files complete, and closes them.
bool rt_canister_close(rt_canister *canister, rt_error *error);

void rt_canister_configure(rt_canister *canister, const rt_settings *settings);

/// How many instructions a message may execute on an application subnet of the IC.
uint64_t rt_default_instruction_limit(rt_entry entry, bool is_composite);

/// Executes a message. What the canister does wrong is an outcome; false is for what is wrong
/// with the state, after which only closing is left to do.
bool rt_canister_execute(rt_canister *canister, const rt_message *message, rt_outcome *outcome,
                         rt_error *error);

/// Ends an execution that was asked to `hold` and succeeded.
bool rt_canister_commit(rt_canister *canister, rt_error *error);
bool rt_canister_rollback(rt_canister *canister, rt_error *error);
bool rt_canister_is_pending(const rt_canister *canister);

/// Sets the pending changes of a composite query aside, on those that are aside already: the state
/// is the committed one again, until an execution `continues` with them. Until none is aside, only
/// queries can be executed.
bool rt_canister_set_aside(rt_canister *canister, rt_error *error);

/// Forgets the changes that were set aside last.
bool rt_canister_discard(rt_canister *canister, rt_error *error);

/// What is committed.
bool rt_canister_status(rt_canister *canister, rt_status *status, rt_error *error);

/// The command line of an executable (README.md), its `--serve` included; the exit status.
int rt_main(const rt_module *module, int argument_count, char **arguments);

#endif
