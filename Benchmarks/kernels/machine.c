// A loop that interprets the code of a small machine: a big table of branches.
#include "kernel.h"

enum { STEPS = 3000000 };
enum operation {
  CONSTANT, MOVE, ADD, SUBTRACT, MULTIPLY, AND, OR, XOR, LEFT, RIGHT, LESS, LOAD, STORE,
  JUMP_UNLESS, JUMP, ROTATE, STOP
};

typedef struct { uint8_t operation, to, a, b; int32_t number; } instruction;

// Numbers that follow each other, folded into memory and read again.
static const instruction PROGRAM[] = {
    {CONSTANT, 0, 0, 0, 0},     {CONSTANT, 1, 0, 0, 1},   {CONSTANT, 2, 0, 0, 255},
    {CONSTANT, 3, 0, 0, 7},     {ADD, 0, 0, 1, 0},        {MULTIPLY, 4, 0, 3, 0},
    {AND, 5, 4, 2, 0},          {LOAD, 6, 5, 0, 0},       {XOR, 6, 6, 4, 0},
    {ROTATE, 6, 6, 0, 13},      {STORE, 6, 5, 0, 0},      {LESS, 7, 6, 4, 0},
    {JUMP_UNLESS, 0, 7, 0, 15}, {SUBTRACT, 4, 6, 3, 0},   {JUMP, 0, 0, 0, 17},
    {OR, 4, 6, 1, 0},           {LEFT, 4, 4, 1, 0},       {RIGHT, 8, 4, 3, 0},
    {MOVE, 9, 8, 0, 0},         {ADD, 10, 10, 9, 0},      {JUMP, 0, 0, 0, 4},
    {STOP, 0, 0, 0, 0},
};

uint64_t kernel(void) {
  static uint64_t memory[256];
  uint64_t registers[16] = {0};
  for (int i = 0; i < 256; i++) memory[i] = 0;
  const instruction *next = PROGRAM;
  for (uint32_t step = 0; step < STEPS; step++) {
    const instruction *i = next++;
    uint64_t *to = &registers[i->to & 15], a = registers[i->a & 15], b = registers[i->b & 15];
    switch ((enum operation)i->operation) {
      case CONSTANT: *to = (uint64_t)i->number; break;
      case MOVE: *to = a; break;
      case ADD: *to = a + b; break;
      case SUBTRACT: *to = a - b; break;
      case MULTIPLY: *to = a * b; break;
      case AND: *to = a & b; break;
      case OR: *to = a | b; break;
      case XOR: *to = a ^ b; break;
      case LEFT: *to = a << (b & 63); break;
      case RIGHT: *to = a >> (b & 63); break;
      case LESS: *to = a < b; break;
      case LOAD: *to = memory[a & 255]; break;
      case STORE: memory[a & 255] = *to; break;
      case JUMP_UNLESS: if (a == 0) next = PROGRAM + i->number; break;
      case JUMP: next = PROGRAM + i->number; break;
      case ROTATE: *to = a << (i->number & 63) | a >> (64 - (i->number & 63)); break;
      case STOP: step = STEPS; break;
    }
  }
  uint64_t sum = registers[10];
  for (int i = 0; i < 256; i++) sum = 3 * sum + memory[i];
  return sum;
}
