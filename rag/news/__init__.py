"""Keeps questions, and says what new articles have for them."""
