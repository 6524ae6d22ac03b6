// Small programs that do nothing but compute, to see what counting instructions costs them.
#include <stddef.h>
#include <stdint.h>

#define QUERY(name) __attribute__((export_name("canister_query " #name))) void name(void)
#define IC0(name) __attribute__((import_module("ic0"), import_name(#name)))

IC0(msg_reply_data_append) void msg_reply_data_append(const void *bytes, size_t size);
IC0(msg_reply) void msg_reply(void);

static void reply(uint32_t value) {
  msg_reply_data_append(&value, sizeof value);
  msg_reply();
}

static uint32_t next(uint32_t *seed) {
  *seed = *seed * 1664525u + 1013904223u;
  return *seed;
}

enum { sieve_size = 1 << 20, matrix_size = 192, list_size = 1 << 16, text_size = 1 << 20 };

static uint8_t is_composite[sieve_size];

QUERY(sieve) {
  uint32_t count = 0;
  for (int round = 0; round < 4; round++) {
    for (int i = 0; i < sieve_size; i++) is_composite[i] = 0;
    for (int i = 2; i < sieve_size; i++) {
      if (is_composite[i]) continue;
      count++;
      for (int j = 2 * i; j < sieve_size; j += i) is_composite[j] = 1;
    }
  }
  reply(count);
}

static double left[matrix_size][matrix_size], right[matrix_size][matrix_size],
    product[matrix_size][matrix_size];

QUERY(matrix) {
  for (int i = 0; i < matrix_size; i++) {
    for (int j = 0; j < matrix_size; j++) {
      left[i][j] = i + j;
      right[i][j] = i - j;
      product[i][j] = 0;
    }
  }
  for (int i = 0; i < matrix_size; i++) {
    for (int k = 0; k < matrix_size; k++) {
      for (int j = 0; j < matrix_size; j++) product[i][j] += left[i][k] * right[k][j];
    }
  }
  reply((uint32_t)(int32_t)product[3][5]);
}

__attribute__((noinline)) static uint32_t fibonacci(uint32_t n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

QUERY(recursion) { reply(fibonacci(32)); }

static uint32_t numbers[list_size];

static void sort(uint32_t *from, uint32_t *to) {
  while (to - from > 1) {
    uint32_t pivot = from[(to - from) / 2], *low = from, *high = to - 1;
    while (low <= high) {
      while (*low < pivot) low++;
      while (*high > pivot) high--;
      if (low > high) break;
      uint32_t swapped = *low;
      *low++ = *high;
      *high-- = swapped;
    }
    sort(from, high + 1);
    from = low;
  }
}

QUERY(quicksort) {
  uint32_t seed = 1;
  for (int round = 0; round < 8; round++) {
    for (int i = 0; i < list_size; i++) numbers[i] = next(&seed);
    sort(numbers, numbers + list_size);
  }
  reply(numbers[list_size / 2]);
}

static uint8_t text[text_size];

static void write_text(void) {
  uint32_t seed = 7;
  for (int i = 0; i < text_size; i++) {
    uint32_t choice = next(&seed) >> 24;
    text[i] = choice < 20 ? ',' : choice < 24 ? '\n' : (uint8_t)('0' + choice % 10);
  }
}

QUERY(csv) {
  write_text();
  uint32_t sum = 0, value = 0, lines = 0;
  for (int round = 0; round < 8; round++) {
    for (int i = 0; i < text_size; i++) {
      uint8_t byte = text[i];
      if (byte >= '0' && byte <= '9') {
        value = value * 10 + (byte - '0');
      } else {
        sum += value;
        value = 0;
        if (byte == '\n') lines++;
      }
    }
  }
  reply(sum ^ lines);
}

QUERY(checksum) {
  write_text();
  uint32_t crc = ~0u;
  for (int i = 0; i < text_size; i++) {
    crc ^= text[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xEDB88320u & -(crc & 1));
  }
  reply(~crc);
}

QUERY(sum) {
  uint32_t seed = 3, sum = 0;
  for (int i = 0; i < list_size; i++) numbers[i] = next(&seed);
  for (int round = 0; round < 1000; round++) {
    for (int i = 0; i < list_size; i++) sum += numbers[i] ^ (uint32_t)round;
  }
  reply(sum);
}

static uint32_t successor[list_size];

QUERY(chase) {
  uint32_t seed = 5, place = 0;
  for (uint32_t i = 0; i < list_size; i++) successor[i] = i;
  for (uint32_t i = list_size - 1; i > 0; i--) {
    uint32_t j = next(&seed) % i, swapped = successor[i];
    successor[i] = successor[j];
    successor[j] = swapped;
  }
  for (int i = 0; i < 4000000; i++) place = successor[place];
  reply(place);
}

typedef uint32_t operation(uint32_t);
static uint32_t add(uint32_t x) { return x + 3; }
static uint32_t mix(uint32_t x) { return x ^ x >> 7; }
static uint32_t scale(uint32_t x) { return x * 5; }

QUERY(dispatch) {
  static operation *volatile const operations[] = {add, mix, scale, add};
  uint32_t x = 1;
  for (int i = 0; i < 8000000; i++) x = operations[x >> 3 & 3](x);
  reply(x);
}

static uint64_t rotate(uint64_t x, int count) { return x << count | x >> (64 - count); }

QUERY(keccak) {
  uint64_t state[25] = {1};
  for (int block = 0; block < 4000; block++) {
    for (int round = 0; round < 24; round++) {
      uint64_t column[5];
      for (int x = 0; x < 5; x++) {
        column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
      }
      for (int x = 0; x < 5; x++) {
        uint64_t change = column[(x + 4) % 5] ^ rotate(column[(x + 1) % 5], 1);
        for (int y = 0; y < 25; y += 5) state[x + y] ^= change;
      }
      for (int y = 0; y < 25; y += 5) {
        uint64_t row[5];
        for (int x = 0; x < 5; x++) row[x] = rotate(state[x + y], 3 + x + y);
        for (int x = 0; x < 5; x++) state[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
      }
      state[0] ^= (uint64_t)round;
    }
  }
  reply((uint32_t)state[7]);
}
