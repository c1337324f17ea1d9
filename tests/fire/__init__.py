"""A whole system of its own, on which faults are made; see docs/RELIABILITY.md."""
