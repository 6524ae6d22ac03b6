#include "execution/call_queues.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "base/fatal.h"

/// A cleared table keeps at most so many places.
static const size_t kept_places_max = 4096;

/// Bytes that the system draws for each process: who chooses ids must not know how they collide.
static uint64_t seed(void) {
  uint64_t value = 0;
  const void *drawn = (const void *)getauxval(AT_RANDOM);
  if (drawn != NULL) memcpy(&value, drawn, sizeof value);
  return value;
}

static uint64_t hash(const rt_principal *id) {
  uint8_t bytes[32] = {0};
  memcpy(bytes, id->bytes, id->size);
  bytes[31] = id->size;
  uint64_t value = seed();
  for (size_t at = 0; at < sizeof bytes; at += 8) {
    uint64_t word;
    memcpy(&word, bytes + at, sizeof word);
    value = (value ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    value ^= value >> 29;
  }
  return value;
}

/// The place of this canister, or a free one where it belongs.
static rt_call_queue *find(const rt_call_queues *queues, const rt_principal *callee) {
  size_t mask = queues->capacity - 1;
  for (size_t at = hash(callee) & mask;; at = (at + 1) & mask) {
    rt_call_queue *place = &queues->places[at];
    if (place->count == 0 || rt_principal_equal(&place->callee, callee)) return place;
  }
}

static void grow(rt_call_queues *queues) {
  rt_call_queues larger = {.capacity = queues->capacity == 0 ? 64 : 2 * queues->capacity};
  larger.places = calloc(larger.capacity, sizeof *larger.places);
  if (larger.places == NULL) rt_fatal("out of memory for %zu queues", larger.capacity);
  for (size_t at = 0; at < queues->capacity; at++) {
    const rt_call_queue *place = &queues->places[at];
    if (place->count != 0) *find(&larger, &place->callee) = *place;
  }
  larger.used = queues->used;
  free(queues->places);
  *queues = larger;
}

uint32_t rt_call_queues_count(const rt_call_queues *queues, const rt_principal *callee) {
  return queues->used == 0 ? 0 : find(queues, callee)->count;
}

void rt_call_queues_add(rt_call_queues *queues, const rt_principal *callee, uint32_t count) {
  if (2 * queues->used >= queues->capacity) grow(queues);
  rt_call_queue *place = find(queues, callee);
  queues->used += place->count == 0;
  place->callee = *callee;
  place->count += count;
}

void rt_call_queues_clear(rt_call_queues *queues) {
  if (queues->capacity > kept_places_max) {
    rt_call_queues_free(queues);
  } else if (queues->used != 0) {
    memset(queues->places, 0, queues->capacity * sizeof *queues->places);
    queues->used = 0;
  }
}

void rt_call_queues_free(rt_call_queues *queues) {
  free(queues->places);
  *queues = (rt_call_queues){0};
}
