"""Ten thousand members on a Monday morning, five times over. `python -m tests.load --minutes 10 --rate-factor 5`."""
