"""What every page can show: the mode it runs in and the partnership it belongs to."""

from django.conf import settings


def everywhere(request) -> dict:
    """demo: whether this is the demonstration. partnership, actor: set by the page's door."""
    return {
        "demo": settings.DEMO,
        "partnership": getattr(request, "partnership", None),
        "actor": getattr(request, "actor", None),
    }
