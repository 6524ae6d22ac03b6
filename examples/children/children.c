// A canister that makes others: it creates a child, gives it code, asks it, upgrades it, and
// deletes it again, all by calls of the management canister, as Motoko's actor classes do.
#include "candid.h"
#include "child.h"

IC0(call_new)
void ic0_call_new(
    const void *callee, uintptr_t callee_size, const void *method, uintptr_t method_size,
    void (*reply)(void *), void *reply_environment, void (*reject)(void *),
    void *reject_environment);
IC0(call_data_append) void ic0_call_data_append(const void *source, uintptr_t size);
IC0(call_cycles_add128) void ic0_call_cycles_add128(uint64_t high, uint64_t low);
IC0(call_perform) uint32_t ic0_call_perform(void);
IC0(msg_reject_msg_size) uintptr_t ic0_msg_reject_msg_size(void);
IC0(msg_reject_msg_copy)
void ic0_msg_reject_msg_copy(void *destination, uintptr_t offset, uintptr_t size);
IC0(msg_reject) void ic0_msg_reject(const void *text, uintptr_t size);

// What a child gets to live on.
#define CHILD_CYCLES UINT64_C(2000000000000)

enum { ID_BYTES = 10, TEXT_BYTES = 512 };

// The child, if there is one: the ids of canisters have ten bytes.
static uint8_t child[ID_BYTES];
static int has_child;

// `record { canister_id : principal }`, up to the bytes of the id.
static const uint8_t by_id[] = {
    'D', 'I', 'D', 'L', 1, 0x6c, 1, 0xb3, 0xc4, 0xb1, 0xf2, 0x04, 0x68, 1, 0, 1, ID_BYTES,
};

// The types of `record { arg : blob; wasm_module : blob; mode; canister_id : principal }`, whose
// fields are in the order of their hashes; they differ in the one mode that they know.
static const uint8_t install_types[] = {
    0x44, 0x49, 0x44, 0x4c, 0x03, 0x6c, 0x04, 0xd6, 0xfc, 0xa7, 0x02, 0x01, 0xa7, 0x9f, 0xc9,
    0x7e, 0x01, 0xe3, 0xa6, 0x83, 0xc3, 0x04, 0x02, 0xb3, 0xc4, 0xb1, 0xf2, 0x04, 0x68, 0x6d,
    0x7b, 0x6b, 0x01, 0x9b, 0xaa, 0xeb, 0xec, 0x08, 0x7f, 0x01, 0x00,
};
static const uint8_t upgrade_types[] = {
    0x44, 0x49, 0x44, 0x4c, 0x03, 0x6c, 0x04, 0xd6, 0xfc, 0xa7, 0x02, 0x01, 0xa7, 0x9f, 0xc9,
    0x7e, 0x01, 0xe3, 0xa6, 0x83, 0xc3, 0x04, 0x02, 0xb3, 0xc4, 0xb1, 0xf2, 0x04, 0x68, 0x6d,
    0x7b, 0x6b, 0x01, 0x9c, 0xe9, 0xc6, 0x99, 0x06, 0x7f, 0x01, 0x00,
};

// The caller of this message gets the reason why a call has failed.
static void pass_on_rejection(void *environment) {
  (void)environment;
  char text[TEXT_BYTES];
  uintptr_t size = ic0_msg_reject_msg_size();
  if (size > sizeof text) size = sizeof text;
  ic0_msg_reject_msg_copy(text, 0, size);
  ic0_msg_reject(text, size);
}

// Begins a call; `method` is a literal.
#define CALL(callee, callee_size, method, reply)                                     \
  ic0_call_new(callee, callee_size, method, sizeof(method) - 1, reply, 0, pass_on_rejection, 0)

// Begins a call of the management canister, whose id has no bytes.
#define MANAGE(method, reply) CALL("", 0, method, reply)

static void perform(void) {
  if (ic0_call_perform() != 0) TRAP("the call could not be made");
}

static void append_id(void) {
  if (!has_child) TRAP("there is no child");
  ic0_call_data_append(by_id, sizeof by_id);
  ic0_call_data_append(child, sizeof child);
}

static void append_blob(const uint8_t *bytes, uint32_t size) {
  uint8_t leb[] = {(uint8_t)((size & 0x7f) | 0x80), (uint8_t)(size >> 7)};
  ic0_call_data_append(leb, sizeof leb);
  ic0_call_data_append(bytes, size);
}

static void done(void *environment) {
  (void)environment;
  static const uint8_t nothing[] = {'D', 'I', 'D', 'L', 0, 0};
  ic0_msg_reply_data_append(nothing, sizeof nothing);
  ic0_msg_reply();
}

static void install(const uint8_t *types, uint32_t types_size, const uint8_t *module,
                    uint32_t module_size) {
  MANAGE("install_code", done);
  ic0_call_data_append(types, types_size);
  ic0_call_data_append("\0", 1);  // no argument
  append_blob(module, module_size);
  ic0_call_data_append("\0", 1);
  uint8_t head[] = {1, ID_BYTES};
  ic0_call_data_append(head, sizeof head);
  ic0_call_data_append(child, sizeof child);
  perform();
}

static void install_first(void *environment) {
  (void)environment;
  uint8_t reply[sizeof by_id + ID_BYTES];
  if (ic0_msg_arg_data_size() != sizeof reply) TRAP("the id has another form");
  ic0_msg_arg_data_copy(reply, 0, sizeof reply);
  __builtin_memcpy(child, reply + sizeof by_id, sizeof child);
  has_child = 1;
  install(install_types, sizeof install_types, first_child, sizeof first_child);
}

CANISTER_UPDATE(create) {
  if (has_child) TRAP("there is a child already");
  static const uint8_t no_settings[] = {'D', 'I', 'D', 'L', 1, 0x6c, 0, 1, 0};
  MANAGE("create_canister", install_first);
  ic0_call_data_append(no_settings, sizeof no_settings);
  ic0_call_cycles_add128(0, CHILD_CYCLES);
  perform();
}

CANISTER_UPDATE(upgrade) {
  if (!has_child) TRAP("there is no child");
  install(upgrade_types, sizeof upgrade_types, second_child, sizeof second_child);
}

// Answers with what the child answers.
static void pass_on_reply(void *environment) {
  (void)environment;
  uint8_t reply[TEXT_BYTES];
  uintptr_t size = ic0_msg_arg_data_size();
  if (size > sizeof reply) TRAP("the reply is too long");
  ic0_msg_arg_data_copy(reply, 0, size);
  ic0_msg_reply_data_append(reply, size);
  ic0_msg_reply();
}

CANISTER_UPDATE(name) {
  if (!has_child) TRAP("there is no child");
  CALL(child, sizeof child, "name", pass_on_reply);
  perform();
}

static void forget(void *environment) {
  has_child = 0;
  done(environment);
}

static void delete_stopped(void *environment) {
  (void)environment;
  MANAGE("delete_canister", forget);
  append_id();
  perform();
}

CANISTER_UPDATE(remove) {
  MANAGE("stop_canister", delete_stopped);
  append_id();
  perform();
}
