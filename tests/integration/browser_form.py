"""A page's own form as a browser without JavaScript would send it."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the fields of the last form on the page and what its buttons say."""

    def __init__(self):
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[tuple[str, str]] = []
        self._select = self._area = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.fields, self.buttons = [], []
        elif tag == "input" and given.get("name"):
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked:
                self.fields.append((given["name"], given.get("value") or "on"))
            if given.get("type") in {"text", "hidden", None} and not given.get("value"):
                self.fields[-1] = (given["name"], "")
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and "selected" in given:
            self.fields.append((self._select, given.get("value", "")))
        elif tag == "textarea":
            self._area = (given["name"], "")
        elif tag == "button" and given.get("name"):
            self.buttons.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            # A browser leaves out the line break right after the tag.
            self.fields.append((self._area[0], self._area[1].removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._area:
            self._area = (self._area[0], self._area[1] + data)


def form_of(response) -> dict[str, list[str]]:
    """What the page's last form holds, by name."""
    found: dict[str, list[str]] = {}
    for name, value in _read(response).fields:
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


def buttons_of(response) -> set[tuple[str, str]]:
    """The name and value of each button of that form that has one."""
    return set(_read(response).buttons)


def _read(response) -> _Form:
    form = _Form()
    # Signing out is a form as well; the page's own stands in its main part.
    form.feed(response.content.decode().split("<main", 1)[1].split("</main>", 1)[0])
    return form
