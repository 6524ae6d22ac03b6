// Running messages on the fake canister.
#ifndef HARNESS_H
#define HARNESS_H

#include "fake_canister.h"
#include "test.h"

/// The canister of the test, its last outcome and error.
extern rt_canister *canister;
extern rt_outcome outcome;
extern rt_error error;
/// What later messages say of the executions before them.
extern uint64_t instructions_before;

/// Opens a canister; a null directory keeps the state in memory.
void open_fake(const rt_module *module, const char *directory);
void close_fake(void);

/// Opens a canister in memory and installs it.
void install_fake(void);

/// The items as a list of the protocol, of which `count` are counted: pairs count once.
rt_list list_of(const rt_bytes *items, size_t item_count, uint32_t count);

/// Executes a message, which must not find the state unusable.
void execute(const rt_message *message);

/// Executes an entry point without argument.
void enter(rt_entry entry, const char *method);

/// Runs code as the update method `run`.
void run_update(void (*script)(void));

/// Runs code as any entry point; the fake canister has one for each.
void run_as(rt_entry entry, void (*script)(void));

/// The sentence about an outcome's error, with a zero behind it, until the next is asked for.
const char *error_sentence(const rt_outcome *outcome);

/// Checks that the last message went well.
void check_ok(void);

/// Checks that it failed with this code and description.
#define CHECK_ERROR(code, text) check_error(__FILE__, __LINE__, code, text)
void check_error(const char *file, int line, uint32_t code, const char *text);

#endif
