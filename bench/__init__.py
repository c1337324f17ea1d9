"""What pages cost at volume, as ratios within one run (docs/PERFORMANCE.md). Never imported by the
application; it stands on `ct_portal.embedded` for its services."""

SWEEP = "notifications.chasing"
"""The module whose `chase` T5 measures."""
