# Everything a contributor runs; `make help` lists it.
.PHONY: help check test race lint bench prove matrix build update

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

check: ## all that CI runs
	bash .ci/run

test: ## the tests
	go test ./...

race: ## the tests under the race detector
	CGO_ENABLED=1 go test -race ./...

lint: ## the linter, and the documents
	golangci-lint run
	go run ./cmd/sparring lint

bench: ## speed and memory (see CONTRIBUTING.md)
	go test -run '^$$' -bench . -benchmem ./mock/...

prove: ## the reference client passes the whole suite 20 times, shuffled, under the race detector
	CGO_ENABLED=1 go test -race -count=1 ./scenarios -run Prove -prove 20 -timeout 30m

matrix: ## every mutant against every scenario; writes scenarios/MUTANTS.md, dist/matrix.json (BEFORE=FILE compares)
	go test ./scenarios -count=1 -run TestMutants -matrix $(if $(BEFORE),-before "$(abspath $(BEFORE))") -timeout 30m

build: ## the static binary (HTTP/2 left out: the server speaks HTTP/1.1 only)
	CGO_ENABLED=0 go build -trimpath -tags nethttpomithttp2 -ldflags '-s -w' -o sparring ./cmd/sparring

update: ## what is generated from the documents, the kinds of faults, the events and the switches
	go test ./mock -run 'TestControlSchemas|TestWhyPage' -update
	go test ./spec -run TestGenerated -update
