# What a developer types; `make help` lists it from the comments behind ##.
.PHONY: help run dev build compile release test test-go test-unit test-journey browsers interop attack fault deploy-check vulncheck lint lint-go lint-tool fix generate drift-go drift-ts bench bench-start bench-scale bench-pages dump fuzz clean
.DELETE_ON_ERROR:

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
# How the binary is compiled; the linter looks at the same, so that nothing is compiled twice.
# nomsgpack: Gin without a codec that nobody here speaks (6 MB).
GOENV = CGO_ENABLED=0 GOFLAGS='-buildvcs=false -trimpath -tags=nomsgpack'
GOBUILD = $(GOENV) go build -ldflags '-s -w -X main.version=$(VERSION)'
TOOL = $(GOENV) go tool -modfile=api/tools/go.mod
OAPI = $(TOOL) oapi-codegen -config api/web/contract/config.yaml
GO_FILES = $(shell find . -name '*.go' -not -path './node_modules/*') go.mod go.sum openapi.yaml
TS_FILES = $(shell find frontend -type f -not -path 'frontend/.types/*' -not -path 'frontend/dist/*' -not -path 'frontend/e2e/*') package.json
# What the documentation is made from, see frontend/build/docs.
DOC_FILES = $(shell find docs/guides docs/snippets -type f) docs/refusals.json openapi.yaml api/fault/codes.go

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: bin/latchkey ## build everything and start the demo: http://localhost:8080
	LATCHKEY_DATA_DIR=$${LATCHKEY_DATA_DIR:-data/demo} ./bin/latchkey demo

dev: node_modules/.package-lock.json ## the demo with hot reload: a changed word needs no build, changed Go is built and started anew
	@test -e frontend/dist/en/login.html || npm run --silent build
	@LATCHKEY_DATA_DIR=$${LATCHKEY_DATA_DIR:-data/demo} exec node frontend/build/dev.mjs

build: bin/latchkey ## the binary with the pages in it

bin/latchkey: $(GO_FILES) frontend/dist/en/login.html api/idp/idptest/chooser.html api/idp/idptest/style.css api/email/publicmail.txt api/password/guess/words.txt api/web/middleware/routes.gen.txt $(wildcard api/store/migrations/*.sql api/mail/text/* api/web/*/*.html api/web/*/*/*.html api/web/*/*/*.json api/demo/*.html api/demo/*.css api/demo/crm/*.html api/demo/crm/*.css)
	@$(MAKE) --no-print-directory compile OUT=$@

compile: ## the binary alone, with the pages as they were last built, for GOOS and GOARCH: make compile OUT=latchkey
	$(GOBUILD) -o $(OUT) ./api

release: node_modules/.package-lock.json ## what is published of this version, in bin/release: binaries, checksums, SBOM; it pushes nothing
	@node .ci/release.mjs $(VERSION) "$(TOOL)"

frontend/dist/en/login.html: node_modules/.package-lock.json $(TS_FILES) $(DOC_FILES)
	npm run --silent build
	@touch $@

node_modules/.package-lock.json: package-lock.json
	npm ci --no-progress --loglevel=error
	@touch $@

test: ## install what the tests need and run them all
	@command -v node >/dev/null || { echo "make test needs Node 20.19 or later"; exit 1; }
	@$(MAKE) --no-print-directory node_modules/.package-lock.json
	@node .ci/test.mjs

test-go: node_modules/.package-lock.json ## one package on both engines: make test-go PKG=./api/store RUN=TestUsers
	@test -n "$(PKG)" || { echo "which package? make test-go PKG=./api/store"; exit 1; }
	@$(GOENV) node .ci/with-postgres.mjs go test -vet=off $(PKG) -run '$(RUN)'

test-unit: node_modules/.package-lock.json ## one file of the pages' unit tests: make test-unit FILE=glossary
	@npx vitest run --config frontend/vite.config.ts $(FILE)

test-journey: node_modules/.package-lock.json ## one journey in a browser: make test-journey SPEC=signin NAME="first sign-in"
	@npm run --silent build -- --pseudo
	@$(MAKE) --no-print-directory bin/latchkey
	@node .ci/chromium.mjs
	@npx playwright test --config frontend/e2e/playwright.config.ts --project=sqlite $(SPEC) -g '$(NAME)'

browsers: bin/latchkey ## the core journeys in Firefox and WebKit, which it installs
	@node .ci/browsers.mjs
	@NO_COLOR=1 npx playwright test --config frontend/browsers/playwright.config.ts

interop: bin/latchkey ## programs in other languages and software of others against the binary; it installs them
	@node .ci/chromium.mjs
	@node .ci/interop.mjs
	@NO_COLOR=1 npx playwright test --config frontend/interop/playwright.config.ts

attack: bin/latchkey ## every attack that we know of, by its id, against the binary on both engines; the table is kept in results/
	@node .ci/chromium.mjs
	@node .ci/shown.mjs attack

fault: bin/latchkey ## the database, the provider, the network and the process broken under load, with figures; kept in results/
	@node .ci/shown.mjs fault

deploy-check: ## the Helm chart, linted and rendered into deploy/helm/rendered, and the alert rules, tried; it compiles Helm and promtool
	@node .ci/deploy.mjs

vulncheck: node_modules/.package-lock.json ## known vulnerabilities of what the binary and the pages are made of; it asks vuln.go.dev (or VULNDB) and the registry
	$(TOOL) govulncheck $(if $(VULNDB),-db $(VULNDB)) -tags nomsgpack ./api
	npm audit --omit=dev

lint: lint-go ## what the linters and the type check say of everything
	npm run check
	npm run lint:api

lint-go: ## the same of Go alone: format, golangci-lint with who may import whom
	gofmt -l api deploy *.go | (! grep .)
	$(TOOL) golangci-lint run --allow-parallel-runners --build-tags nomsgpack,attack,fault,scale

lint-tool: # the linter of Go, compiled
	@$(TOOL) golangci-lint version >/dev/null

fix: ## formats everything, and mends what the linters can
	gofmt -w api deploy *.go
	npm run fix

generate: node_modules/.package-lock.json ## Go and TypeScript from openapi.yaml
	$(OAPI) -o api/web/contract/contract.gen.go openapi.yaml
	$(GOENV) go test -vet=off ./api/web/middleware -run TestRoutesAreTheContract -update
	npm run generate

drift-go: ## whether the generated Go is what openapi.yaml says
	@t=$$(mktemp) && $(OAPI) -o $$t openapi.yaml && cmp $$t api/web/contract/contract.gen.go || \
		{ echo "api/web/contract is not what openapi.yaml says: make generate"; exit 1; }

drift-ts: ## whether the generated TypeScript, and the list of languages, are what openapi.yaml says
	@node frontend/build/languages.mjs --check
	@t=$$(mktemp --suffix=.ts) && npx openapi-typescript openapi.yaml --output $$t >/dev/null && \
		cmp $$t frontend/src/api/schema.gen.ts || { echo "schema.gen.ts is not what openapi.yaml says: make generate"; exit 1; }

bench: bin/latchkey ## sign-ins and hand-overs per second, CPU and commits of one, an office behind one address, start, memory, sizes, pages; BENCH_SIGN_INS=100000 for so many without an error, too
	node .ci/with-postgres.mjs --durable go test ./api/e2e -run '^$$' -bench . -benchtime $(or $(BENCHTIME),2000x) -timeout 40m
	@$(MAKE) --no-print-directory bench-pages
	@node .ci/plots.mjs

bench-start: bin/latchkey ## start to the first page on an existing database, memory when idle
	go test ./api/e2e -run '^$$' -bench Start -benchtime 1x

bench-scale: ## what it does for 1,000,000 people beside 100 and beside 100,000 alone, on both engines, ratios and bounds; SCALE=0.1 for a tenth, SCALE_ENGINE for one engine, SCALE_ONLY=connections for some rows
	@CGO_ENABLED=0 GOFLAGS='-buildvcs=false -trimpath -tags=nomsgpack,scale' node .ci/with-postgres.mjs --durable go test -vet=off -count=1 ./api/e2e -run '^TestScale$$' -v -timeout 60m

bench-pages: bin/latchkey ## every page of the app, cold on slow 4G with a slow phone: frame, content, requests, bytes, layout shift
	@node .ci/chromium.mjs
	@node frontend/bench/pages.mjs

dump: node_modules/.package-lock.json ## the database of this version, which the next ones must migrate: api/e2e/testdata/databases
	@$(GOENV) LATCHKEY_DUMP=$(CURDIR)/api/e2e/testdata/databases node .ci/with-postgres.mjs go test -vet=off -count=1 ./api/e2e -run TestEveryTableHasRows

fuzz: ## where texts come in (see the doc of api/text), a minute each
	go test ./api/text -run '^$$' -fuzz FuzzText -fuzztime 60s
	go test ./api/web/middleware -run '^$$' -fuzz FuzzBody -fuzztime 60s
	go test ./api/signin/attempt -run '^$$' -fuzz FuzzAnswer -fuzztime 60s
	go test ./api/people/peoplefile -run '^$$' -fuzz FuzzFile -fuzztime 60s
	go test ./api/apply -run '^$$' -fuzz FuzzRead -fuzztime 60s
	go test ./api/strictjson -run '^$$' -fuzz FuzzDecode -fuzztime 60s
	go test ./api/idp -run '^$$' -fuzz FuzzVerify -fuzztime 60s
	go test ./api/idp -run '^$$' -fuzz FuzzMetadata -fuzztime 60s
	go test ./api/idp -run '^$$' -fuzz FuzzAssertion -fuzztime 60s
	go test ./api/idp -run '^$$' -fuzz FuzzKeySet -fuzztime 60s
	go test ./api/signin/attempt -run '^$$' -fuzz FuzzReturnPath -fuzztime 60s
	go test ./api/web/rest -run '^$$' -fuzz FuzzCursor -fuzztime 60s
	go test ./api/client -run '^$$' -fuzz FuzzRedirects -fuzztime 60s
	go test ./api/oidc -run '^$$' -fuzz FuzzRequest -fuzztime 60s

clean: ## removes what was built and installed
	rm -rf bin node_modules frontend/.types frontend/dist/* frontend/e2e/results
	touch frontend/dist/.gitkeep
