"""Everything that touches a network or a timer."""
