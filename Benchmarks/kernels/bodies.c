// Five bodies that attract each other, a hundred thousand steps of time.
#include "kernel.h"

enum { COUNT = 5, STEPS = 100000 };

typedef struct body {
  double place[3], speed[3], mass;
} body;

static void step(body *bodies, double time) {
  for (int i = 0; i < COUNT; i++) {
    for (int k = i + 1; k < COUNT; k++) {
      double distance[3], square = 0.01;
      for (int d = 0; d < 3; d++) {
        distance[d] = bodies[i].place[d] - bodies[k].place[d];
        square += distance[d] * distance[d];
      }
      double pull = time / (square * __builtin_sqrt(square));
      for (int d = 0; d < 3; d++) {
        bodies[i].speed[d] -= distance[d] * bodies[k].mass * pull;
        bodies[k].speed[d] += distance[d] * bodies[i].mass * pull;
      }
    }
  }
  for (int i = 0; i < COUNT; i++) {
    for (int d = 0; d < 3; d++) bodies[i].place[d] += time * bodies[i].speed[d];
  }
}

uint64_t kernel(void) {
  body bodies[COUNT];
  for (int i = 0; i < COUNT; i++) {
    double mass = i == 0 ? 10 : 1;
    bodies[i] = (body){.place = {i, i * i % 7, -i}, .speed = {0, 0.1 * i, 0}, .mass = mass};
  }
  for (int i = 0; i < STEPS; i++) step(bodies, 0.001);
  double sum = 0;
  for (int i = 0; i < COUNT; i++) sum += bodies[i].place[0] + bodies[i].place[1];
  return (uint64_t)(int64_t)(sum * 1e6);
}
