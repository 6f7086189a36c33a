# Everything a contributor runs; `make help` lists it.
.PHONY: help check test race lint bench bench-outside prove matrix kills proofs build update types release
.PHONY: check-release image picture

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

check: ## all that CI runs: everything but the archives of a release
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

bench-outside: ## the server beside a bare handler, measured from outside; ARGS='-rounds 3 -seconds 2 -only TLS'
	go run ./mock/measure $(ARGS)

prove: ## the reference client passes the whole suite 20 times, shuffled, under the race detector
	CGO_ENABLED=1 go test -race -count=1 ./scenarios -run Prove -prove 20 -timeout 30m

# What each of these takes: API=bonder, one API; WITHIN=5m, a bound on the time of what can go on another day. kills
# also takes CHANGED=1, only the scenarios whose text has changed since, and BEFORE=FILE, a matrix.json to compare with.
# It writes scenarios/MUTANTS.md, scenarios/diagnose/kills.json.gz and dist/matrix.json.
RUN = $(if $(API),-api $(API)) $(if $(WITHIN),-within $(WITHIN))

matrix: ## every mutant against the scenarios of its field, the written and the generated ones
	go test ./scenarios -count=1 -run '^(TestMutants|TestMistakes)$$' -matrix $(RUN) -timeout 30m

kills: ## every written mutant against every scenario: the dictionary of causes (CHANGED=1: what has changed)
	go test ./scenarios -count=1 -run '^TestMutants$$' -pairs $(RUN) $(if $(CHANGED),-changed) \
		$(if $(BEFORE),-before "$(abspath $(BEFORE))") -timeout 60m

proofs: ## the causes of pairs and triples of mutants, and what exploration finds of each
	go test ./scenarios -count=1 -run '^(TestCausesProof|TestExploreProof)$$' -matrix $(RUN) \
		-parallel 12 -timeout 90m

# The version that CHANGELOG.md names first, and the commit.
COMMIT = $(or $(shell git rev-parse --short HEAD 2>/dev/null),unknown)
RELEASE = $(shell sed -nE 's/^\#\# ([0-9.]+).*/\1/p' CHANGELOG.md | head -1)-snapshot.$(COMMIT)
BINARY = sparring

# What serves no request is compiled without inlining: a twentieth less to download. The last flag that fits a package
# counts, so the libraries that are in the path of a request are named behind the others.
SMALL = -gcflags='github.com/...=-l' -gcflags='sparring/scenarios/...=-l' -gcflags='sparring/cmd/...=-l' \
	-gcflags='github.com/gorilla/...=' -gcflags='github.com/go-json-experiment/...=' -gcflags='github.com/google/uuid=' \
	-gcflags='github.com/VictoriaMetrics/...=' -gcflags='github.com/valyala/...=' -gcflags='golang.org/x/...=-l' \
	-gcflags='text/template/...=-l' -gcflags='html/template=-l' -gcflags='encoding/gob=-l' -gcflags='image/...=-l' \
	-gcflags='go.etcd.io/...=-l' -gcflags='encoding/xml=-l' -gcflags='encoding/asn1=-l' -gcflags='crypto/x509/...=-l' \
	-gcflags='net/http/httputil=-l' -gcflags='regexp/syntax=-l' -gcflags='sparring/spec/...=-l' \
	-gcflags='sparring/mock/proxy/...=-l'

# Functions begin at multiples of 16 bytes, as on arm64 anyway, and not of 32: the chain is as fast.
build: ## the static binary, BINARY=FILE elsewhere (HTTP/2 left out: the server speaks HTTP/1.1 only)
	CGO_ENABLED=0 go build -trimpath -buildvcs=auto -tags nethttpomithttp2 -overlay "$$(bash .ci/packed .release/packed)" $(SMALL) \
		-ldflags '-s -w -funcalign=16 -X sparring/mock.Version=$(RELEASE)' -o '$(BINARY)' ./cmd/sparring

release: ## dist/: archives for six platforms, checksums and SBOMs (a snapshot; needs goreleaser and cyclonedx-gomod)
	bash .ci/extras .release
	OVERLAY=$$(bash .ci/packed .release/packed) RELEASE=$(RELEASE) goreleaser release --snapshot --clean

check-release: ## a release, made and opened; installs goreleaser and cyclonedx-gomod (minutes), so CI leaves it out
	bash .ci/release

image: ## the image sparring, by docker (or BUILDER=podman), from deploy/Containerfile
	GOOS=linux $(MAKE) build
	$(or $(BUILDER),docker) build -f deploy/Containerfile -t sparring .

picture: build ## docs/picture.png, from the example of docs/adapter.md (needs Python and chromium)
	python3 .ci/picture '$(BINARY)'

types: ## the types of the kits for Python and Node, from the document of the control API (needs Python and npm)
	bash .ci/types .types

update: ## what is generated from the documents, the kinds of faults, the events and the switches
	go test ./mock -run 'TestControlSchemas|TestWhyPage' -update
	go test ./spec -run TestGenerated -update
	go test ./scenarios -run 'TestProtocolWire|TestCarried' -update
