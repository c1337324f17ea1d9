"""Where a list goes on: ids out of addresses, never trusted."""


def id_from(text: str | None) -> int | None:
    """The id that an address gives; None for what is none, so that the list begins anew."""
    usable = text and text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if usable else None
