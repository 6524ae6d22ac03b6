// WebAssemblyTests
