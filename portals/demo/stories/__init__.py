"""The demonstration's people, places and cases: invented, and nobody real."""
