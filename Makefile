# Two commands do everything on a fresh Debian 12 or Ubuntu 24.04 with Rust: `make run`, `make test`.

# A Rust that was installed a moment ago is not in the path of this shell yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

EVIDENCE := target/headless

.PHONY: help run run-headless test bench soak check

help:
	@echo "make run           open the register on a demonstration shop"
	@echo "make run-headless  run a whole sale without a display; pictures and papers in $(EVIDENCE)/"
	@echo "make test          run all tests"
	@echo "make check         formatting and lints"
	@echo "make bench         measure, each figure beside its limit"
	@echo "make soak          the long tests: a million payments, hundreds of deaths, fuzzing"

run:
	@if [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo 'There is no display to open a window on; "make run-headless" runs a whole sale in a virtual one.' >&2; \
		exit 1; \
	fi
	@packaging/prerequisites.sh run
	cargo run --release --locked -- demo

run-headless:
	@packaging/prerequisites.sh test
	@rm -rf $(EVIDENCE)
	KASSA_EVIDENCE=$(CURDIR)/$(EVIDENCE) cargo test --locked --test window -- whole_sale --nocapture
	@# A filter that fits no test is no failure to cargo.
	@if [ ! -s $(EVIDENCE)/sale.png ]; then echo "The sale left no picture behind." >&2; exit 1; fi
	@echo "What the sale left behind:"
	@ls -1 $(EVIDENCE) | sed 's|^|  $(EVIDENCE)/|'

test:
	@packaging/prerequisites.sh test
	cargo test --locked --no-fail-fast

check:
	cargo fmt --check
	cargo clippy --all-targets --locked -- -D warnings

bench:
	@packaging/prerequisites.sh test
	cargo bench --locked

soak:
	@packaging/prerequisites.sh soak
	.ci/soak
