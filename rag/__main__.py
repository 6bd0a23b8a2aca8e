"""Lets ``python -m rag`` do what ``rag`` does."""

from rag.cli import run

run()
