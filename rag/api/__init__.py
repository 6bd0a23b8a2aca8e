"""Answers other programs, over HTTP and MCP, and changes nothing for them."""
