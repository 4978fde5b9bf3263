# Targets for people and for CI: both run the same ones. `make check` is the gate.

GOLANGCI_VERSION := v2.15.0
BENCHTIME        ?= 1s
FUZZTIME         ?= 30s
PKG              ?= ./...
export CGO_ENABLED ?= 1

.DEFAULT_GOAL := build

## build: the command, in bin/dagplan
.PHONY: build
build:
	go build -o bin/dagplan ./cmd/dagplan

## install: the command, where `go install` puts commands
.PHONY: install
install:
	go install ./cmd/dagplan

## test: every test
.PHONY: test
test:
	go test $(PKG)

## race: every test under the race detector, in shuffled order, and the costs of the frontier by counting
.PHONY: race
race:
	go test -race -shuffle=on $(PKG)
	go test -tags frontiercount -run 'TestCost|TestDecision' ./pkg/frontier

## golden: rewrite goldens, scripts and generated documents from what the code does now
.PHONY: golden
golden:
	go test $$(git grep -lE 'internal/golden"|flag\.Bool\("update"' -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's,^,./,') -update

## lint: gofmt, vet, and golangci-lint with staticcheck in it
.PHONY: lint
lint:
	@unformatted=$$(git ls-files -z '*.go' | xargs -0 gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "gofmt wants to change:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	@if command -v golangci-lint >/dev/null && golangci-lint version 2>/dev/null | grep -q "$(GOLANGCI_VERSION:v%=%)"; then \
	  golangci-lint run ./...; \
	elif GOBIN="$(CURDIR)/bin" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION); then \
	  bin/golangci-lint run ./...; \
	else \
	  echo "lint: golangci-lint $(GOLANGCI_VERSION) could not be installed: SKIPPED (gofmt and vet did run)"; \
	fi

## tidy: go.mod and go.sum say what the code needs, nothing else
.PHONY: tidy
tidy:
	go mod tidy -diff

## cover: the share of statements that tests reach, per package
.PHONY: cover
cover:
	go test -coverprofile=cover.out -coverpkg=./pkg/...,./cmd/... ./...
	go tool cover -func=cover.out | tail -n 1

## fuzz: every fuzz target for FUZZTIME
.PHONY: fuzz
fuzz:
	@set -e; for dir in $$(git grep -l '^func Fuzz' -- '*_test.go' | xargs -n1 dirname | sort -u); do \
	  for name in $$(git grep -hoE '^func Fuzz[A-Za-z0-9_]+' -- "$$dir/*_test.go" | sed 's/func //' | sort -u); do \
	    echo "fuzz $$dir $$name"; go test "./$$dir" -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME); \
	  done; \
	done

## bench: every benchmark, with allocations
.PHONY: bench
bench:
	go test -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) $(PKG)

## bench-reference: the tracker beside the real engine's, in one run (installs data-designer with pip in a throw-away environment)
.PHONY: bench-reference
bench-reference:
	@bash testdata/bench/reference.sh

## bench-peers: the simulator beside SimPy, simu-des and a hand-written loop, in one run (installs simpy likewise, simu-des where cargo is)
.PHONY: bench-peers
bench-peers:
	@bash testdata/bench/peers.sh

## profile: cmd/dagplan/default.pgo anew, where a simulation spends its time; Go builds the command by it
.PHONY: profile
profile:
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && go test -c -trimpath -o "$$scratch/sim.test" ./pkg/sim && cd pkg/sim && \
	"$$scratch/sim.test" -test.run '^$$' -test.bench 'Run/(fifo|async)/W' -test.benchtime 3s -test.cpuprofile "$(CURDIR)/cmd/dagplan/default.pgo"

## fidelity: simulated against measured builds of the real engine, those in DAGPLAN_REFERENCE or in testdata/reference
.PHONY: fidelity
fidelity:
	@sh testdata/bench/fidelity.sh

## measure: builds of the real engine, measured here and compared (installs data-designer likewise); WORKLOADS="a b" for some, ENGINE=sync for those of the old engine, OUT for where they go
.PHONY: measure
measure:
	@bash testdata/measure/measure.sh $(WORKLOADS)

## compare-datadesigner: what dagplan and an installed data-designer make of every config in DIR
.PHONY: compare-datadesigner
compare-datadesigner:
	@test -n "$(DIR)" || { echo "compare-datadesigner: name a folder of configs: make compare-datadesigner DIR=..."; exit 2; }
	@bash testdata/compare/datadesigner.sh "$(DIR)"

## check-diagrams: every diagram through the real Mermaid parser and Graphviz, where npm and dot are there
.PHONY: check-diagrams
check-diagrams:
	@bash testdata/compare/diagrams.sh

## check: what CI runs
.PHONY: check
check: tidy build lint race
	@echo "check: everything passed"

## help: this list
.PHONY: help
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
