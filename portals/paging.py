"""Where a list goes on: ids out of addresses, never trusted."""


def id_from(text: str | None) -> int | None:
    """The id that an address gives; None for what is none, so that the list begins anew."""
    usable = text and text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if usable else None


def page_from(text: str | None) -> int:
    """The number of a page that an address gives, from 1; what is none is the first page."""
    usable = text and text.isascii() and text.isdigit() and len(text) <= 4
    return max(1, int(text)) if usable else 1


def pages_around(request, name: str, *, more: bool) -> dict[str, str]:
    """Addresses of the pages before and after the one that parameter `name` gives; "" for none.

    What else the address says stays: another list on the same page keeps its place.
    """
    number = page_from(request.GET.get(name))

    def at(page: int) -> str:
        query = request.GET.copy()
        query[name] = str(page)
        return f"?{query.urlencode()}"

    return {
        "previous_url": at(number - 1) if number > 1 else "",
        "next_url": at(number + 1) if more else "",
    }
