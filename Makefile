# Two verbs are enough: `make chat` and `make test`. The rest is for development.
PYTHON ?= python3
VENV = .venv
AUDIT = .audit
RAG = $(VENV)/bin/rag
LOCK = requirements.lock
ARGS =

.PHONY: chat index test check docs lock audit clean

# Without an article yet there is no index: the page says so, and takes articles.
chat: $(VENV)/installed  ## serve the page on http://127.0.0.1:7860
	-$(RAG) index
	$(VENV)/bin/python app.py --edit $(ARGS)

index: $(VENV)/installed  ## bring index/ up to date with seeds/
	$(RAG) index

# Two at a time, a file each, in the order of tests/conftest.py.
test: $(VENV)/installed
	$(VENV)/bin/python -m pytest -q --numprocesses 2 --dist loadfile --no-loadscope-reorder \
		$(ARGS)

check: $(VENV)/installed audit  ## format, lint, types, tests, known faults of the packages
	$(VENV)/bin/ruff format --check rag tests app.py benchmarks docs
	$(VENV)/bin/ruff check rag tests app.py benchmarks docs
	$(VENV)/bin/mypy
	$(MAKE) test

docs:  ## write docs/python.md from the docstrings
	$(PYTHON) docs/write_python.py

lock: $(VENV)/installed  ## write requirements.lock anew, from what is installed
	$(VENV)/bin/pip install -q uv
	$(VENV)/bin/pip freeze --exclude-editable --exclude torch --exclude uv > build.txt
	(sed '/^[^#]/,$$d' requirements.lock; $(VENV)/bin/uv pip compile -q build.txt --no-deps \
		--generate-hashes --no-annotate --no-header --no-emit-index-url) > build.lock
	mv build.lock requirements.lock && rm build.txt

audit: $(VENV)/installed  ## ask for known faults of the packages; needs the network
	test -x $(AUDIT)/bin/pip-audit || $(PYTHON) -m venv $(AUDIT) && \
		$(AUDIT)/bin/pip install -q --timeout 5 --retries 0 pip-audit==2.10.1 || true
	$(VENV)/bin/python .ci/audit $(AUDIT)/bin/pip-audit $(VENV)/lib/python3*/site-packages

clean:
	rm -rf $(VENV) $(AUDIT) index build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# torch first and alone: asked for by a range, it would bring gigabytes for graphics cards along.
# Where files have other hashes than requirements.lock (another platform), `make LOCK= chat` goes by
# the versions of pyproject.toml alone.
$(VENV)/installed: pyproject.toml $(LOCK) | $(VENV)/bin/python
	$(VENV)/bin/pip install -q torch==2.13.0
	$(if $(LOCK),$(VENV)/bin/pip install -q --no-deps --require-hashes -r $(LOCK))
	$(VENV)/bin/pip install -q --editable '.[serve,milvus,dask,dev]'
	touch $@
