"""A browser of forms for bin/run --check: standard library only, no JavaScript.

It fills in what a page offers and nothing else: a field, a choice or a button
that is not on the page is an error that names the page.
"""

from __future__ import annotations

import html
import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

Value = str | Sequence[str]


class WalkProblem(Exception):
    """A page was not as expected; the message says which and how."""


@dataclass
class Field:
    """A control of a form: what it would send, and what a person may choose."""

    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)  # what stands beside a choice


@dataclass
class Form:
    """A form as it stands on a page."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, words

    def fill(self, values: Mapping[str, Value]) -> None:
        """Put values into fields by name. Raises WalkProblem for what a person could not do."""
        for name, value in values.items():
            if name not in self.fields:
                raise WalkProblem(
                    f"the form has no field {name!r}; it has {', '.join(self.fields)}"
                )
            wanted = [value] if isinstance(value, str) else list(value)
            control = self.fields[name]
            absent = [
                choice for choice in wanted if control.choices and choice not in control.choices
            ]
            if absent:
                raise WalkProblem(f"{name!r} does not offer {absent}; it offers {control.choices}")
            control.values = wanted

    def data(self, *, button: str | None = None) -> list[tuple[str, str]]:
        """What the form sends when the button with these words (or the first) is pressed."""
        pairs = [(name, value) for name, control in self.fields.items() for value in control.values]
        pressed = next((one for one in self.buttons if button in (None, one[2])), None)
        if button is not None and pressed is None:
            raise WalkProblem(
                f"the form has no button {button!r}; it has {[one[2] for one in self.buttons]}"
            )
        if pressed and pressed[0]:
            pairs.append((pressed[0], pressed[1]))
        return pairs


class PageParser(HTMLParser):
    """Reads title, forms, links and the error summary of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._textarea: Field | None = None
        self._gathering: list[str] | None = None
        self._link: str | None = None
        self._button: tuple[str, str] | None = None
        self._option: str | None = None
        self._label: str | None = None
        self._by_id: dict[str, tuple[Field, str]] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element of interest."""
        given = {name: value or "" for name, value in attrs}
        if tag == "title" and not self.title:
            self._in_title = True
        elif tag == "a" and "href" in given:
            self._link, self._gathering = given["href"], []
        elif tag == "label":
            self._label, self._gathering = given.get("for", ""), []
        elif tag == "form":
            self._form = Form(
                action=given.get("action", ""), method=given.get("method", "get").lower()
            )
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, given, disabled="disabled" in given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A void element written with a slash is the same element."""
        self.handle_starttag(tag, attrs)

    def _control(self, tag: str, given: dict[str, str], *, disabled: bool) -> None:
        form = self._form
        if form is None or disabled:
            return
        name = given.get("name", "")
        if tag == "button" and given.get("type", "submit") == "submit":
            self._button, self._gathering = (name, given.get("value", "")), []
        elif tag == "option" and self._select is not None:
            value = given.get("value", "")
            self._select.choices.append(value)
            self._option, self._gathering = value, []
            if "selected" in given or (
                len(self._select.choices) == 1 and self._select.kind == "select"
            ):
                self._select.values = [value]
        elif not name:
            return
        elif tag == "select":
            self._select = form.fields.setdefault(
                name, Field("multiple" if "multiple" in given else "select")
            )
        elif tag == "textarea":
            self._textarea = form.fields.setdefault(name, Field("text"))
            self._gathering = []
        elif tag == "input":
            self._input(form, name, given)

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("submit", "image"):
            form.buttons.append((name, value, value))
        elif kind in ("radio", "checkbox"):
            control = form.fields.setdefault(name, Field(kind))
            control.choices.append(value or "on")
            self._by_id[given.get("id", "")] = (control, value or "on")
            if "checked" in given:
                control.values.append(value or "on")
        elif kind not in ("button", "reset", "file"):
            form.fields.setdefault(name, Field("text")).values.append(value)

    def handle_data(self, data: str) -> None:
        """Words of the title, of a link, of a button or of a text area."""
        if self._in_title:
            self.title += data
        if self._gathering is not None:
            self._gathering.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close an element of interest."""
        words = " ".join("".join(self._gathering or []).split())
        if tag == "title":
            self._in_title = False
        elif tag == "a" and self._link is not None:
            self.links.append((self._link, words))
            self._link, self._gathering = None, None
        elif tag == "option" and self._select is not None and self._option is not None:
            self._select.words[self._option] = words
            self._option, self._gathering = None, None
        elif tag == "label" and self._label is not None:
            if self._label in self._by_id:
                control, value = self._by_id[self._label]
                control.words[value] = words
            self._label, self._gathering = None, None
        elif tag == "textarea" and self._textarea is not None:
            self._textarea.values = ["".join(self._gathering or []).removeprefix("\n")]
            self._textarea, self._gathering = None, None
        elif tag == "select":
            self._select = None
        elif tag == "button" and self._button is not None and self._form is not None:
            self._form.buttons.append((*self._button, words))
            self._button, self._gathering = None, None
        elif tag == "form":
            self._form = None


def words_of(source: str) -> str:
    """The text of a page's source as a person reads it, with single spaces."""
    without_tags = re.sub(
        r"<(script|style)\b.*?</\1>|<[^>]*>", " ", source, flags=re.DOTALL | re.IGNORECASE
    )
    return " ".join(html.unescape(without_tags).split())


class FormBrowser:
    """One person's browser: cookies, the page in front of them, and its forms."""

    def __init__(self, *, base_url: str, patience: float = 60) -> None:
        """``patience``: seconds in which a page must come."""
        self.base_url = base_url
        self.patience = patience
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.url = base_url
        self.status = 0
        self.body = b""
        self.content_type = ""
        self.page = PageParser()

    def get(self, address: str, *, expect: int = 200) -> FormBrowser:
        """Open a page, relative to the one in front. Raises WalkProblem on another status."""
        return self._open(
            urllib.request.Request(urllib.parse.urljoin(self.url, address)), expect=expect
        )

    def follow(self, words: str) -> FormBrowser:
        """Follow the first link whose words contain these."""
        found = next(
            (href for href, said in self.page.links if words.lower() in said.lower()), None
        )
        if found is None:
            raise WalkProblem(f"{self.where()}: there is no link {words!r}")
        return self.get(found)

    def submit(
        self,
        values: Mapping[str, Value] | None = None,
        *,
        button: str | None = None,
        expect: int = 200,
    ) -> FormBrowser:
        """Fill in the form that has these fields and this button, send it, and follow on.

        Raises WalkProblem where there is no such form, or where the answer shows an error summary.
        """
        values = values or {}
        form = self._form_for(values, button=button)
        try:
            form.fill(values)
            data = urllib.parse.urlencode(form.data(button=button))
        except WalkProblem as problem:
            raise WalkProblem(f"{self.where()}: {problem}") from problem
        target = urllib.parse.urljoin(self.url, form.action)
        if form.method == "get":
            return self._open(
                urllib.request.Request(f"{target.partition('?')[0]}?{data}"), expect=expect
            )
        headers = {"Referer": self.url, "Origin": self.base_url}
        self._open(
            urllib.request.Request(target, data=data.encode(), headers=headers), expect=expect
        )
        if expect == 200 and self.errors():
            raise WalkProblem(
                f"{self.where()}: the form came back with: {'; '.join(self.errors())}"
            )
        return self

    def field_names(self) -> list[str]:
        """The names of all fields of the page's forms."""
        return [name for form in self.page.forms for name in form.fields]

    def links(self) -> list[tuple[str, str]]:
        """Every link of the page: address and words."""
        return list(self.page.links)

    def path(self) -> str:
        """The address of the page in front, without the host."""
        return urllib.parse.urlsplit(self.url).path

    def download(self, address: str) -> bytes:
        """The bytes of a file; the page in front stays."""
        try:
            with self.opener.open(
                urllib.parse.urljoin(self.url, address), timeout=self.patience
            ) as answer:
                return answer.read()
        except OSError as error:
            raise WalkProblem(f"{self.where()}: {address} does not answer: {error}") from error

    def options(self, name: str) -> list[tuple[str, str]]:
        """What a field of the page offers: value and words. Raises WalkProblem without it."""
        for form in self.page.forms:
            if name in form.fields:
                return list(form.fields[name].words.items())
        raise WalkProblem(f"{self.where()}: there is no field {name!r}")

    def _form_for(self, values: Mapping[str, Value], *, button: str | None) -> Form:
        posts = [form for form in self.page.forms if form.method == "post"]
        for form in posts + [form for form in self.page.forms if form.method != "post"]:
            if set(values) <= set(form.fields) and (
                button is None or button in [one[2] for one in form.buttons]
            ):
                return form
        offered = [
            f"({', '.join(form.fields)}; {[one[2] for one in form.buttons]})"
            for form in self.page.forms
        ]
        raise WalkProblem(
            f"{self.where()}: no form with {sorted(values)} and button {button!r}; "
            f"there is {' '.join(offered) or 'none'}"
        )

    def _open(self, request: urllib.request.Request, *, expect: int) -> FormBrowser:
        try:
            answer = self.opener.open(request, timeout=self.patience)
        except urllib.error.HTTPError as error:
            answer = error
        except OSError as error:
            raise WalkProblem(f"{request.full_url} does not answer: {error}") from error
        with answer:
            self.url, self.status, self.body = answer.geturl(), answer.status, answer.read()
            self.content_type = answer.headers.get_content_type()
        self.page = PageParser()
        if self.content_type == "text/html":
            self.page.feed(self.text)
        if self.status != expect:
            raise WalkProblem(f"{self.where()}: status {self.status} instead of {expect}")
        return self

    @property
    def text(self) -> str:
        """The page's source."""
        return self.body.decode(errors="replace")

    @property
    def words(self) -> str:
        """The page's text as a person reads it, with single spaces."""
        return words_of(self.text)

    def expect_words(self, *wanted: str) -> FormBrowser:
        """Raise WalkProblem unless the page says all of these."""
        absent = [words for words in wanted if words not in self.words]
        if absent:
            raise WalkProblem(f"{self.where()}: does not say {absent}; it says: {self.words[:600]}")
        return self

    def errors(self) -> list[str]:
        """The lines of the error summary, empty when there is none."""
        found = re.search(
            r'class="[^"]*govuk-error-summary\b.*?<ul[^>]*>(.*?)</ul>', self.text, flags=re.DOTALL
        )
        if not found:
            return []
        items = re.findall(r"<li[^>]*>(.*?)</li>", found[1], flags=re.DOTALL)
        return [" ".join(html.unescape(re.sub(r"<[^>]*>", " ", item)).split()) for item in items]

    def where(self) -> str:
        """The page in front, for messages; without the query, which may hold a secret."""
        path = urllib.parse.urlsplit(self.url).path
        return f"{' '.join(self.page.title.split()) or 'untitled page'} ({path})"
