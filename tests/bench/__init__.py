"""Speed: each figure beside its floor, in the same run. `python -m tests.bench` prints the table."""
