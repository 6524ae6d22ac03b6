// Instrumentation
