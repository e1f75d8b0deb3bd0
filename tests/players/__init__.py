"""The platforms as their users meet them, so that one scenario can be lived on each."""
