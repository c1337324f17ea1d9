"""Invented cases by the million, written by set-based SQL (docs/adr/0011-volume.md)."""
