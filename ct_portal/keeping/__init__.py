"""Backup, restore, verification, and the data of each release for tests of upgrades (ADR 14)."""
