// The serve protocol as data: what serve.def says, expanded.
//
// Swift writes and reads a record by a switch over its fields, in the order that they have here.
#ifndef RT_PROTOCOL_H
#define RT_PROTOCOL_H

#include <stdint.h>

enum {
#define RT_VERSION(number) rt_protocol_version = number,
#include "serve.def"
};

enum {
#define RT_LIMIT(name, number) rt_limit_##name = number,
#include "serve.def"
};

#define RT_ENUM enum __attribute__((enum_extensibility(closed)))

typedef RT_ENUM rt_request : uint8_t {
#define RT_REQUEST(name) rt_request_##name,
#include "serve.def"
} rt_request;

typedef RT_ENUM rt_response : uint8_t {
#define RT_RESPONSE(name) rt_response_##name,
#include "serve.def"
} rt_response;

/// What a message wants to run.
typedef RT_ENUM rt_entry : uint8_t {
#define RT_ENTRY(name) rt_entry_##name,
#include "serve.def"
} rt_entry;

/// How an execution ended.
typedef RT_ENUM rt_result : uint8_t {
#define RT_RESULT(name) rt_result_##name,
#include "serve.def"
} rt_result;

typedef RT_ENUM rt_execute_field : uint8_t {
#define RT_EXECUTE(type, name) rt_execute_field_##name,
#include "serve.def"
} rt_execute_field;

typedef RT_ENUM rt_configure_field : uint8_t {
#define RT_CONFIGURE(type, name) rt_configure_field_##name,
#include "serve.def"
} rt_configure_field;

typedef RT_ENUM rt_outcome_field : uint8_t {
#define RT_OUTCOME(type, name) rt_outcome_field_##name,
#include "serve.def"
} rt_outcome_field;

typedef RT_ENUM rt_call_field : uint8_t {
#define RT_CALL(type, name) rt_call_field_##name,
#include "serve.def"
} rt_call_field;

typedef RT_ENUM rt_status_field : uint8_t {
#define RT_STATUS(type, name) rt_status_field_##name,
#include "serve.def"
} rt_status_field;

#undef RT_ENUM

/// How many rows each list has.
enum {
#define RT_REQUEST(name) +1
  rt_request_count = 0
#include "serve.def"
  ,
#define RT_RESPONSE(name) +1
  rt_response_count = 0
#include "serve.def"
  ,
#define RT_ENTRY(name) +1
  rt_entry_count = 0
#include "serve.def"
  ,
#define RT_RESULT(name) +1
  rt_result_count = 0
#include "serve.def"
  ,
#define RT_EXECUTE(type, name) +1
  rt_execute_field_count = 0
#include "serve.def"
  ,
#define RT_CONFIGURE(type, name) +1
  rt_configure_field_count = 0
#include "serve.def"
  ,
#define RT_OUTCOME(type, name) +1
  rt_outcome_field_count = 0
#include "serve.def"
  ,
#define RT_CALL(type, name) +1
  rt_call_field_count = 0
#include "serve.def"
  ,
#define RT_STATUS(type, name) +1
  rt_status_field_count = 0
#include "serve.def"
};

#endif
