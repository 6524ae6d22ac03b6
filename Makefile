# What to type to build, test and measure Tinsmith. `make help` lists it.

SHELL := bash
.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.SECONDEXPANSION:

# The compilers of the Swift toolchain: they build Swift, the runtime in C, and the examples.
TOOLCHAIN ?= $(patsubst %/,%,$(dir $(realpath $(shell command -v swiftc))))
CLANG := $(TOOLCHAIN)/clang
SWIFT := scripts/swift.sh
PREFIX ?= /usr/local
export PKG_CONFIG_PATH := $(CURDIR)/.build/pkgconfig$(addprefix :,$(PKG_CONFIG_PATH))
export TINSMITH_CACHE ?= $(CURDIR)/.build/cache

TINSMITH := .build/release/tinsmith
RUNTIME := .build/runtime/libcanister_rt.a

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-15s %s\n", $$1, $$2}' Makefile

# Building ----------------------------------------------------------------------------------------

deps: ## install what is missing: LLVM, zlib, tools and files for tests
	@scripts/deps.sh

build: deps $(RUNTIME) ## build the compiler and the runtime that it links canisters with
	$(SWIFT) build -c release --product tinsmith --static-swift-stdlib

install: build ## install under PREFIX (default /usr/local)
	scripts/install.sh $(DESTDIR)$(PREFIX)

dist: build examples ## make packages that need no toolchain, in .build/dist
	scripts/dist.sh

# Roots of other distributions come from debootstrap, which has to be there, and from the network.
SUITES ?= bookworm trixie
test-dist: dist ## try the packages in fresh roots of the distributions SUITES, as root
	scripts/check-dist.sh $(SUITES)

# The runtime: every executable that the compiler makes is linked with this archive.
RUNTIME_OBJECTS := $(patsubst runtime/src/%,.build/runtime/%.o,$(wildcard runtime/src/*/*.[cS]))
RUNTIME_FLAGS := -std=c11 -O2 -g -fPIE -Wall -Wextra -Werror -Iruntime/include -Iruntime/src

$(RUNTIME): $(RUNTIME_OBJECTS)
	rm -f $@ && $(TOOLCHAIN)/llvm-ar rcs $@ $^

.build/runtime/%.o: runtime/src/% Makefile
	@mkdir -p $(@D)
	$(CLANG) $(RUNTIME_FLAGS) -MMD -MP -c $< -o $@

-include $(RUNTIME_OBJECTS:.o=.d)

# Canisters ---------------------------------------------------------------------------------------

EXAMPLES_C := certified children counter-c kv notes stable-bench
EXAMPLES_C64 := persistent
EXAMPLES_SWIFT := counter-swift inspect timer
EXAMPLES := $(patsubst %,.build/examples/%.wasm,$(EXAMPLES_C) $(EXAMPLES_C64) $(EXAMPLES_SWIFT))

C_TO_WASM := $(CLANG) -std=c11 -O2 -Wall -Wextra -Werror -nostdlib -ffreestanding \
  -Iexamples/include -Wl,--no-entry,--stack-first
SWIFT_TO_WASM := swiftc -target wasm32-unknown-none-wasm -enable-experimental-feature Embedded \
  -enable-experimental-feature Extern -wmo -O -parse-as-library -warnings-as-errors \
  -Xfrontend -disable-stack-protector -Xclang-linker -nostdlib \
  -Xlinker --no-entry -Xlinker --stack-first
# The interface goes where other tools look for it.
ADD_INTERFACE = $(TOOLCHAIN)/llvm-objcopy $(addprefix --add-section="icp:public candid:service"=, \
  $(wildcard examples/$*/*.did))

examples: $(EXAMPLES) ## build the canisters in examples/

$(EXAMPLES_C:%=.build/examples/%.wasm): .build/examples/%.wasm: \
  $$(wildcard examples/$$*/*.[ch] examples/$$*/*.did examples/include/*) Makefile | .build/examples
	$(C_TO_WASM) --target=wasm32 $(wildcard examples/$*/*.c) -o $@ && $(ADD_INTERFACE) $@

# Their heaps outlive upgrades: marked as such, and without segments of data, which would not.
$(EXAMPLES_C64:%=.build/examples/%.wasm): .build/examples/%.wasm: \
  $$(wildcard examples/$$*/*.[ch] examples/$$*/*.did examples/include/*) Makefile | .build/examples
	$(C_TO_WASM) --target=wasm64 -Wl,--initial-memory=2097152 $(wildcard examples/$*/*.c) -o $@
	! $(TOOLCHAIN)/llvm-objdump --section-headers $@ | grep -w DATA
	$(ADD_INTERFACE) --add-section="icp:private enhanced-orthogonal-persistence"=/dev/null $@

.build/examples/stable-bench.wasm: $(wildcard examples/kv/*.[ch])

$(EXAMPLES_SWIFT:%=.build/examples/%.wasm): .build/examples/%.wasm: \
  $$(wildcard examples/$$*/*.swift examples/$$*/*.did) Makefile | .build/examples
	$(SWIFT_TO_WASM) $(wildcard examples/$*/*.swift) -o $@ && $(ADD_INTERFACE) $@

.build/examples .build/kernels:
	mkdir -p $@

demo: build examples ## compile two canisters and see how fast they are
	@Benchmarks/demo.py

# Checking ----------------------------------------------------------------------------------------

test: build examples lint runtime-test ## run all tests
	$(SWIFT) test --disable-xctest --quiet
	scripts/install.sh .build/installed && .build/installed/bin/tinsmith --version
	scripts/dist.sh tree
	Benchmarks/bench.py --rounds 2 --only 'kv: get' --output /dev/null
	scripts/transcripts.sh && scripts/readme.sh

runtime-test: ## run the tests of the runtime, in C
	Tests/RuntimeTests/run.sh

crash-test: ## kill a canister under load a thousand times, and look for what is lost or torn
	CONFIGURATIONS=plain Tests/RuntimeTests/run.sh state_before_or_after
	CONFIGURATIONS=plain CRASH_COUNT=1000 Tests/RuntimeTests/run.sh killed_at_any_instant

golden-update: examples ## rewrite expected output in tests and examples, to be read in a diff
	UPDATE_GOLDEN=1 $(SWIFT) test --disable-xctest --quiet
	UPDATE_GOLDEN=1 scripts/transcripts.sh

RANDOM_CANISTERS ?= 20..<220
RANDOM_ACCESSES ?= 0..<20
random: ## run random canisters in all forms, which must agree, and accesses beyond memory, which must trap
	RANDOM_CANISTERS='$(RANDOM_CANISTERS)' RANDOM_ACCESSES='$(RANDOM_ACCESSES)' \
	  $(SWIFT) test --disable-xctest --filter 'RandomCanisterTests|AccessTests'

FUZZ_SECONDS ?= 3600
FUZZ := .build/fuzz
fuzz: deps examples ## give random modules to decoder, validator and admission, for an hour
	TINSMITH_FUZZING=1 $(SWIFT) build -c release --scratch-path $(FUZZ) --product FuzzTests \
	  -Xswiftc -sanitize=fuzzer
	mkdir -p $(FUZZ)/corpus $(FUZZ)/seeds && \
	  cp .build/examples/*.wasm .build/fixtures/counter.wasm $(FUZZ)/seeds
	$(FUZZ)/release/FuzzTests -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -rss_limit_mb=4096 \
	  -timeout=10 -artifact_prefix=$(FUZZ)/ $(FUZZ)/corpus $(FUZZ)/seeds

# Computations without the Internet Computer, as canisters and as programs to compare them with.
KERNELS := blocks bodies calls compress copies dispatch field hash list machine matrix mix modular \
  parser pattern product search sieve sort table tree vectors waves
# With 64-bit addresses.
KERNELS64 := words
KERNEL_FILES := $(foreach kernel,$(KERNELS) $(KERNELS64), \
  .build/kernels/$(kernel).wasm .build/kernels/$(kernel)) .build/kernels/accesses.wasm \
  .build/kernels/messages.wasm
KERNEL_HEADERS := $(wildcard Benchmarks/kernels/*.h)

.build/kernels/%.wasm: Benchmarks/kernels/%.c Benchmarks/kernels/canister.c \
  $(KERNEL_HEADERS) $(wildcard examples/include/*) Makefile | .build/kernels
	$(C_TO_WASM) --target=$(if $(filter $*,$(KERNELS64)),wasm64,wasm32) -msimd128 $< \
	  Benchmarks/kernels/canister.c -o $@

.build/kernels/accesses.wasm .build/kernels/messages.wasm: .build/kernels/%.wasm: \
  Benchmarks/canisters/%.c $(wildcard examples/include/*) Makefile | .build/kernels
	$(C_TO_WASM) --target=wasm32 $< -o $@

# Without fused multiplications, which Wasm does not have: the results must be the same.
.build/kernels/%: Benchmarks/kernels/%.c Benchmarks/kernels/native.c \
  $(KERNEL_HEADERS) Makefile | .build/kernels
	$(CLANG) -std=c11 -O3 -march=native -ffp-contract=off -fno-math-errno -Wall -Wextra -Werror $< \
	  Benchmarks/kernels/native.c -o $@

# The programs of its hosts are made with clang.
bench: export CLANG := $(CLANG)
bench: build examples kernels ## measure beside native C and other engines: a table, JSON, a page
	$(SWIFT) build -c release --product Scale --static-swift-stdlib
	@Benchmarks/bench.py
	@Benchmarks/server.py

kernels: $(KERNEL_FILES) ## build the computations that are measured, as canisters and programs

cliffs: build ## see whether compiling a function of twice the size takes twice the time
	@Benchmarks/cliffs.py

compile-times: ## show Swift code that takes long to type-check
	$(SWIFT) build --scratch-path .build/compile-times -Xswiftc -Xfrontend -Xswiftc \
	  -warn-long-expression-type-checking=100 -Xswiftc -Xfrontend -Xswiftc \
	  -warn-long-function-bodies=300 2>&1 | grep -E 'warning:.*took|error:' || true

pictures: build examples ## measure, and make the pictures in docs/ with headless Chromium
	scripts/pictures.sh

format: ## format the Swift code
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

lint: ## check the format of the Swift code
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

clean: ## remove what was built, but not what `make deps` fetched
	$(SWIFT) package clean && rm -rf .build/{runtime,examples,kernels,bench,cache,installed,dist}

.PHONY: help deps build install dist test-dist examples kernels demo test random fuzz runtime-test \
  crash-test golden-update bench cliffs compile-times pictures format lint clean
