# Each target is a thin alias: what it runs is what stands there.
MVN ?= ./mvnw -B -q

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: package ## A lake from raw file to answer: scripts/demo.sh
	scripts/demo.sh

.PHONY: test
test: ## Every test: ./mvnw verify
	$(MVN) verify

.PHONY: test-peers
test-peers: package ## Trino, Presto, moto, Spark clusters, Cloud Storage, Airflow: python3 scripts/peers
	python3 scripts/peers

.PHONY: fast
fast: ## Tests without Spark: ./mvnw test
	$(MVN) test

.PHONY: check
check: ## Format, lint (javac -Xlint -Werror, shellcheck, terraform), architecture: scripts/check.sh, ./mvnw spotless:check test
	scripts/check.sh
	$(MVN) spotless:check test -Dtest=ArchitectureTest -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: package
package: ## jobs/target/sluice.jar: ./mvnw package -DskipTests
	$(MVN) package -DskipTests

.PHONY: format
format: ## Format the sources: ./mvnw spotless:apply
	$(MVN) spotless:apply

.PHONY: bench
bench: package ## Against the hand-written way: scripts/bench.sh
	scripts/bench.sh

.PHONY: clean
clean: ## Delete what was built: ./mvnw clean
	$(MVN) clean
