"""Requests that nobody should send, at every door. `python -m tests.fuzz --cases 20000 --seed 7` runs the long form."""
