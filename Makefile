# The commands that a newcomer needs. Everything else is: npx fleet --help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BIN := node_modules/.bin
FLEET := node bin/fleet.js
# The AWS SDK advises every user of a Node.js that we support to change it.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED := true
JEST := JEST_JUNIT_OUTPUT_DIR=reports $(BIN)/jest
# Last on the line, since they take every word that follows.
REPORTERS := --reporters=default --reporters=jest-junit

.PHONY: help demo test fuzz schedules kills edits runners quotas tenants rotations scale check schema synth local-up local-down bench successors test-node clean node install chromium

## show this list
help:
	@awk '/^## / { text = substr($$0, 4); next } /^[a-z-]+:/ && text { sub(":.*", ""); printf "  make %-12s %s\n", $$0, text } { text = "" }' Makefile

## run the whole workflow from scratch, on a local AWS; show all claims: make demo ARGS=--verbose
demo: install
	$(FLEET) demo $(ARGS)

# End-to-end tests wait for processes a third of their time or more: three more workers than cores keep these busy.
WORKERS := $(shell echo $$(($$(node -p 'os.availableParallelism()' 2>/dev/null || echo 2) + 3)))

# A browser is downloaded during the checks.
## run all static checks, unit tests and end-to-end tests
test: install
	$(MAKE) --no-print-directory -j2 check chromium
	JEST_JUNIT_OUTPUT_NAME=tests.xml $(JEST) --selectProjects unit e2e --maxWorkers=$(WORKERS) $(REPORTERS)

# If it can't be installed, the page tests fail and say how to get one.
## find a browser for the page tests; as root, install Debian's if there is none
chromium: install
	@if node --require ./bin/typescript.js -e "process.exit(require('./test/support/chromium').findChromium() ? 0 : 1)"; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null || true; fi

## run the property tests with a new seed each round, until one fails: make fuzz ROUNDS=10
fuzz: install
	for round in $$(seq $(or $(ROUNDS),10)); do export PROPERTY_SEED=$$RANDOM; echo "== round $$round, PROPERTY_SEED=$$PROPERTY_SEED"; \
	$(BIN)/jest $$(grep -rl fast-check test --include=*.test.ts --exclude-dir=e2e) --selectProjects unit; done

## simulate 10,000 rollouts with a new seed, and check that planted scheduler bugs are caught: make schedules SEED=7
schedules: install
	SCHEDULES=10000 FIRST_SEED=$(or $(SEED),$$RANDOM) $(BIN)/jest test/scripts/rollout/schedule --selectProjects unit

# Hours on two cores. ONLY=types kills at every type of resource, ONLY=trouble fills disks and replaces machines (as root).
# WHAT=fleet,terraform,connection,tree leaves out the kills at ledger writes.
## kill rollouts at every ledger write and at random: make kills ONLY=kills KILLS=20 SEED=7 LANES=2
kills: install
	KILLS=$(KILLS) KILL_WHAT=$(WHAT) KILL_SEED=$(or $(SEED),$$RANDOM) KILL_LANES=$(or $(LANES),1) JEST_JUNIT_OUTPUT_NAME=kills.xml $(JEST) test/e2e/memory/$(ONLY) --selectProjects long --runInBand $(REPORTERS)

## plan eighty configuration edits with real Terraform; tampering, upgrades, broken hooks, kills, missing permissions; most of an hour
edits: install
	JEST_JUNIT_OUTPUT_NAME=edits.xml $(JEST) test/e2e/flows/changes test/e2e/review test/e2e/fleet test/e2e/stacks --selectProjects long --runInBand $(REPORTERS)

## share one rollout of forty stacks among four runners, and kill one (reports/runners.log); half an hour
runners: install
	JEST_JUNIT_OUTPUT_NAME=runners.xml $(JEST) test/e2e/runners --selectProjects long --runInBand $(REPORTERS)

## rotate client secrets during 10,000 token requests, and a SAML certificate during sign-ins, with kills (reports/rotations.log); 15 minutes
rotations: install
	JEST_JUNIT_OUTPUT_NAME=rotations.xml $(JEST) test/e2e/rotate --selectProjects long --runInBand $(REPORTERS)

## roll out 100 tenants at AWS's rate limits, and during AWS faults; hours: make quotas ONLY=faults
quotas: install
	JEST_JUNIT_OUTPUT_NAME=quotas.xml $(JEST) test/e2e/quotas/$(ONLY) --selectProjects long --runInBand $(REPORTERS)

## simulate fleets of up to 100,000 tenants, and write docs/scale.md
scale: install
	$(FLEET) scale --env prod --out docs

## run a tenant's whole life, and bring up 100 tenants from one file, with kills; an hour: make tenants ONLY=many TENANTS=20 KILLS=3
tenants: install
	TENANTS=$(TENANTS) KILLS=$(KILLS) SEED=$(SEED) JEST_JUNIT_OUTPUT_NAME=tenants.xml $(JEST) test/e2e/tenant/$(ONLY) --selectProjects long --runInBand $(REPORTERS)

# A third of the work of TypeScript 5's compiler; decision 46. Two packages have a bin/tsc, so it is called by its path.
TSC := node node_modules/typescript-7/bin/tsc

# Types take about as long as all the others together: they are checked beside them.
## run the static checks: format, lint, types, import rules, dead code, configuration
check: install
	@types=$$(mktemp); trap 'rm -f "$$types"' EXIT; failed=0; \
	{ $(TSC) -p . && $(TSC) -p tsconfig.page.json; } >"$$types" 2>&1 & tsc=$$!; \
	run() { echo "$$*"; "$$@" || failed=1; }; \
	run $(BIN)/biome check --error-on-warnings .; \
	run $(BIN)/depcruise --config .dependency-cruiser.cjs main.ts validate.ts content-cache.ts environments stacks functions scripts local bench; \
	run $(BIN)/knip; \
	run $(FLEET) check; \
	echo "$(TSC) -p . && $(TSC) -p tsconfig.page.json"; wait $$tsc || failed=1; cat "$$types"; \
	exit $$failed

## write the editors' JSON Schemas after a change of environments/schema*, and register the ids of new tenants
schema: install
	$(FLEET) schema

## write the Terraform of all environments to cdktf.out
synth: install
	$(FLEET) synth

## start the local AWS
local-up: install
	$(FLEET) local up

## stop the local AWS
local-down: install
	$(FLEET) local down

## run every benchmark; fails when a ratio of docs/performance.md is missed
bench: install
	@missed=0; for file in bench/*.ts; do echo "== $$file"; node --require ./bin/typescript.js "$$file" || missed=1; done; exit $$missed

## build the stacks on CDKTF's possible successors, and report what would change
successors: install
	node --require ./bin/typescript.js scripts/successors/main.ts

## run unit tests and the demo on another Node.js, installed by npm: make test-node NODE=24
test-node: install
	@[ -n "$(NODE)" ] || { echo "which one? make test-node NODE=22"; exit 2; }
	npm install --prefix .fleet/cache/node-$(NODE) --no-save --no-package-lock node@$(NODE)
	export PATH="$(CURDIR)/.fleet/cache/node-$(NODE)/node_modules/node/bin:$$PATH"; node --version; \
	JEST_JUNIT_OUTPUT_NAME=unit-node-$(NODE).xml $(JEST) --selectProjects unit --maxWorkers=100% $(REPORTERS); \
	$(FLEET) demo

## remove generated files; keeps downloads, and refuses while a state exists only here
clean: node
	@states=$$(find .fleet -name bootstrap.tfstate -o -name errored.tfstate 2>/dev/null || true); \
	if [ -n "$$states" ]; then echo "these states exist nowhere else; run the rollout again first:"; echo "$$states"; exit 1; fi
	@for record in $$(find .fleet -name running.json \( -path '*/work/*' -o -path '*/look/*' \) 2>/dev/null || true); do \
	pid=$$(sed -nE 's/^\{"pid":([0-9]+),.*/\1/p' "$$record"); \
	if [ -n "$$pid" ] && kill -0 "$$pid" 2>/dev/null; then \
	echo "Terraform is still at work here (process $$pid, $$record): run the same command again first, which waits for it"; exit 1; fi; done
	[ ! -d node_modules ] || $(FLEET) local down
	rm -rf cdktf.out cdktf.log reports coverage
	[ ! -d .fleet ] || find .fleet -mindepth 1 -maxdepth 1 ! -name cache ! -name venv -exec rm -rf {} +
	rm -rf .fleet/cache/compiled .fleet/cache/verdicts .fleet/cache/zips .fleet/cache/test-keys .fleet/cache/test-synthesis

node:
	@command -v node >/dev/null || { echo "Node.js is missing: install Node.js 22, https://nodejs.org/en/download"; exit 2; }
	@node -e 'if (!process.features.require_module) { console.error("Node.js " + process.versions.node + " is too old: install Node.js 22, or at least 20.19, https://nodejs.org/en/download"); process.exit(2); }'

install: node node_modules/.package-lock.json

# npm writes this file last, so an interrupted install is repeated.
node_modules/.package-lock.json: package-lock.json
	npm ci
	@touch $@
