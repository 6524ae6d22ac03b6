// System API: what the message says (Interface Specification, "Entry points", "Blob-typed
// arguments and results").
#include "system_api/host.h"

static size_t argument_size(const rt_canister *canister) {
  return canister->running.message->argument.size;
}

uint64_t ic0_msg_arg_data_size(void) {
  return argument_size(rt_begin(rt_row_msg_arg_data_size, 0));
}

void ic0_msg_arg_data_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_msg_arg_data_copy, size);
  rt_copy_out(canister, rt_row_msg_arg_data_copy, dst, offset, size, "payload",
              canister->running.message->argument.bytes, argument_size(canister));
}

uint64_t ic0_msg_caller_size(void) {
  return rt_begin(rt_row_msg_caller_size, 0)->running.caller.size;
}

void ic0_msg_caller_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_msg_caller_copy, size);
  rt_copy_out(canister, rt_row_msg_caller_copy, dst, offset, size, "id",
              canister->running.caller.bytes, canister->running.caller.size);
}

uint64_t ic0_msg_caller_info_data_size(void) {
  return rt_begin(rt_row_msg_caller_info_data_size, 0)->running.message->caller_info.size;
}

void ic0_msg_caller_info_data_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_msg_caller_info_data_copy, size);
  rt_bytes info = canister->running.message->caller_info;
  rt_copy_out(canister, rt_row_msg_caller_info_data_copy, dst, offset, size, "data", info.bytes,
              info.size);
}

uint64_t ic0_msg_caller_info_signer_size(void) {
  return rt_begin(rt_row_msg_caller_info_signer_size, 0)->running.message->caller_info_signer.size;
}

void ic0_msg_caller_info_signer_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_msg_caller_info_signer_copy, size);
  rt_bytes signer = canister->running.message->caller_info_signer;
  rt_copy_out(canister, rt_row_msg_caller_info_signer_copy, dst, offset, size, "signer",
              signer.bytes, signer.size);
}

uint32_t ic0_msg_reject_code(void) {
  rt_canister *canister = rt_begin(rt_row_msg_reject_code, 0);
  const rt_context reply =
      rt_context_reply_callback | rt_context_composite_reply_callback;
  return (canister->running.context & reply) != 0 ? 0 : canister->running.message->reject_code;
}

uint64_t ic0_msg_reject_msg_size(void) {
  return rt_begin(rt_row_msg_reject_msg_size, 0)->running.message->reject_message.size;
}

void ic0_msg_reject_msg_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_msg_reject_msg_copy, size);
  rt_bytes text = canister->running.message->reject_message;
  rt_copy_out(canister, rt_row_msg_reject_msg_copy, dst, offset, size, "msg", text.bytes,
              text.size);
}

uint64_t ic0_msg_deadline(void) {
  return rt_begin(rt_row_msg_deadline, 0)->running.message->deadline_nanoseconds;
}

uint64_t ic0_msg_method_name_size(void) {
  return rt_begin(rt_row_msg_method_name_size, 0)->running.message->method.size;
}

void ic0_msg_method_name_copy(uint64_t dst, uint64_t offset, uint64_t size) {
  rt_canister *canister = rt_begin(rt_row_msg_method_name_copy, size);
  rt_bytes name = canister->running.message->method;
  rt_copy_out(canister, rt_row_msg_method_name_copy, dst, offset, size, "payload", name.bytes,
              name.size);
}

void ic0_accept_message(void) {
  rt_canister *canister = rt_begin(rt_row_accept_message, 0);
  if (canister->running.is_accepted) {
    rt_violate(canister, "ic0.accept_message: the function was already called.");
  }
  canister->running.is_accepted = true;
}
