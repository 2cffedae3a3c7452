# make demo: a stranger's first look. make test and make lint: what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HUIYIN_DATA ?= $(CURDIR)/var

.PHONY: help demo serve test test-fast journeys lint format bench eval rivals frontend lock docs clean

help:
	@echo "make demo    装好所需，载入 2013 年演示活动，生成总结报告，打印数字和登录方式，并开始服务"
	@echo "make test    全部测试（需要时安装 PostgreSQL、Chromium、字体）"
	@echo "make test-fast  日常的测试，一两分钟：不含走遍、费时的证明、杀进程、PostgreSQL、浏览器"
	@echo "make lint    格式、类型、依赖方向"
	@echo "make eval    读报告（主张、修复）和归并意见的准确程度，逐项打印"
	@echo "make bench   性能对照，写入 docs/benchmarks.md"
	@echo "make rivals  装好归并意见的对照程序（另一个环境），make eval、make bench 就与它们并排比较"

$(BIN)/.core: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(BIN)/.dev: $(BIN)/.core requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

# DEMO="--bind 0.0.0.0:8010" for another address.
demo: $(BIN)/.core
	$(BIN)/huiyin demo $(DEMO)

serve: $(BIN)/.core
	$(BIN)/huiyin serve

test: $(BIN)/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" bash tests/run.sh

test-fast: $(BIN)/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" bash tests/run.sh fast

lint: $(BIN)/.dev
	$(BIN)/ruff format --check huiyin tests bench eval
	$(BIN)/ruff check huiyin tests bench eval
	$(BIN)/huiyin check
	$(BIN)/huiyin makemigrations --check --dry-run
	$(BIN)/lint-imports
	$(BIN)/mypy huiyin tests bench eval
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent check && npm run --silent verify

format: $(BIN)/.dev
	$(BIN)/ruff format huiyin tests bench eval
	$(BIN)/ruff check --fix huiyin tests bench eval

frontend:
	cd frontend && npm ci --ignore-scripts && npm run build

# Side by side with hand-written SQL, on throw-away data; a quarter of an hour. BENCH="--scale 0.1 --database sqlite" for less.
bench: $(BIN)/.dev
	$(BIN)/python -m bench --write docs/benchmarks.md $(BENCH)

# How well written reports are read and opinions grouped, on labelled texts.
eval: $(BIN)/.dev
	$(BIN)/python -m eval

# What others use for grouping opinions, in an environment of its own; RIVALS_PYTHON names another one. See bench/rivals.in.
rivals: bench/rivals.lock
	test -x build/rivals/bin/python || $(PYTHON) -m venv build/rivals
	build/rivals/bin/python -m pip install --quiet --no-deps --require-hashes -r bench/rivals.lock

# Hashed locks without a single address; see docs/dependencies.md.
lock:
	for f in requirements requirements-dev; do uv pip compile --universal --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --python-version 3.11 $$f.in -o $$f.lock; done
	uv pip compile --universal --generate-hashes --no-deps --no-header --no-annotate --no-emit-index-url \
	  --python-version 3.11 bench/rivals.in -o bench/rivals.lock

clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache
