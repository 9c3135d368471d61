# Pollstream. `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: demo viewer kiosk ui package test soak browse lint audit bench fmt help

CARGO ?= cargo
UI_MODULES = ui/node_modules/.package-lock.json

demo: ## Set up, build, and live through an election day on five stations (data folder is printed)
	scripts/setup
	$(CARGO) build --release -p pollstream-central $(if $(DISPLAY)$(WAYLAND_DISPLAY),-p pollstream-viewer) --locked
	scripts/demo "$${CARGO_TARGET_DIR:-target}/release/central"

viewer: ## Open the results window of a running central (ARGS='--data FOLDER', '--wall', …)
	scripts/setup windows
	$(CARGO) run --release -p pollstream-viewer --locked -- $(ARGS)

kiosk: ui ## Run the polling-station app against a central of its own (needs a desktop; PINs are printed)
	$(CARGO) build --release -p pollstream-central -p pollstream-kiosk --locked
	scripts/kiosk

ui: $(UI_MODULES) ## Build the app's front end
	cd ui && npm run build

# npm leaves this file behind when all that the lock file names is installed.
$(UI_MODULES): ui/package-lock.json
	scripts/setup windows
	cd ui && npm ci --no-audit --no-fund
	touch $@

package: ui ## Build the app's .deb and .rpm and make sure that they are there
	scripts/setup windows packages
	scripts/package

test: ## Set up and run every test, with the installed package at the end; Kafka, Postgres and screens are its own
	scripts/setup windows tests
	$(MAKE) --no-print-directory ui
	cd ui && npm test
	@# The system tests start the programs; built together with the tests, everything is compiled once.
	$(CARGO) build --workspace --bins --tests --locked
	$(CARGO) test --workspace --locked
	@# What officers install, used as they use it. The tests above list these as ignored.
	scripts/package --then $(CARGO) test --workspace --test release --locked -- --ignored

soak: ## Live more election days in memory than `make test` does (SEEDS=1000000, or FROM..TO; DAYS=10000 for the privacy oracle)
	POLLSTREAM_SEEDS=$(or $(SEEDS),1000000) $(CARGO) test --release -p pollstream-count --test simulation --locked
	POLLSTREAM_ORACLE_DAYS=$${DAYS:-10000} $(CARGO) test --release -p pollstream-tests --test oracle --locked -- --nocapture

browse: ui ## Drive every screen of the app's front end in Chromium: accessibility (axe), keyboard alone
	scripts/setup windows tests
	cd ui && npm run test:browser

lint: $(UI_MODULES) ## Check the format, lint every target, check dependencies (cargo-deny)
	cd ui && npm run lint
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	@if $(CARGO) deny --version >/dev/null 2>&1; then \
		echo "$(CARGO) deny check"; $(CARGO) deny check; \
	else \
		echo "lint: cargo-deny is not installed: dependencies were not checked (cargo install --locked cargo-deny)"; \
	fi

bench: ui ## Measure throughput and latency; docs/performance.md says what each figure means
	scripts/setup windows tests
	@# The window that is driven is of the development build: the one that the tests drive.
	$(CARGO) build --workspace --bins --tests --locked
	$(CARGO) build --release -p pollstream-central -p pollstream-viewer --locked
	$(CARGO) bench -p pollstream-tests -p pollstream-viewer -p pollstream-central --bench spine --bench frame --bench roll_file --locked

fmt: ## Format the code
	$(CARGO) fmt --all

help: ## Show this list
	@sed -n 's/^\([a-z]*\): ## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12
