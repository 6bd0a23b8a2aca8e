# Two verbs are enough: `make chat` and `make test`. The rest is for development.
PYTHON ?= python3
VENV = .venv
RAG = $(VENV)/bin/rag
ARGS =

.PHONY: chat index test check clean

# Without an article yet there is no index: the page says so, and takes articles.
chat: $(VENV)/installed  ## serve the page on http://127.0.0.1:7860
	-$(RAG) index
	$(VENV)/bin/python app.py --edit $(ARGS)

index: $(VENV)/installed  ## bring index/ up to date with seeds/
	$(RAG) index

test: $(VENV)/installed-dev
	$(VENV)/bin/python -m pytest -q $(ARGS)

check: $(VENV)/installed-dev  ## format, lint, types, tests
	$(VENV)/bin/ruff format --check rag tests app.py benchmarks
	$(VENV)/bin/ruff check rag tests app.py benchmarks
	$(VENV)/bin/mypy
	$(VENV)/bin/python -m pytest -q

clean:
	rm -rf $(VENV) index build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# torch first and alone: asked for by a range, it would bring gigabytes for graphics cards along.
$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/pip install -q torch==2.13.0
	$(VENV)/bin/pip install -q --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(VENV)/bin/pip install -q --editable '.[dev]'
	touch $@
