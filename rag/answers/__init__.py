"""Answers made from what was found: quoted or worded, each claim with its sources."""
