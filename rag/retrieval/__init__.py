"""The passages and sentences found for a question, and whether they answer it."""
