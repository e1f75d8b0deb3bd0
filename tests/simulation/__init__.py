"""Whole installations on a simulated clock, with everything going wrong that can. See `python -m tests.simulation`."""
