"""Serves an application over HTTP, bounded in what strangers can take of it."""
