"""A person in a real Chromium, with the methods of the walk's FormBrowser."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Locator, Page

from ct_portal.embedded.form_browser import WalkProblem, words_of

Value = str | Sequence[str]


class Person:
    """Fills in what a page shows and presses what it offers; every page is looked at."""

    def __init__(self, page: Page, *, look: Callable[[Page], None]):
        self.page = page
        self.look = look

    def get(self, address: str, *, expect: int = 200) -> Person:
        """Open a page. Raises WalkProblem on another status."""
        before = self.page.url
        answer = self.page.goto(address)
        if answer is not None and answer.status != expect:
            raise WalkProblem(f"{self.where()}: status {answer.status} instead of {expect}")
        if self.page.url != before:
            self.look(self.page)
        return self

    def follow(self, words: str) -> Person:
        """Follow the first link with these words."""
        self.page.get_by_role("link", name=words).first.click()
        self.look(self.page)
        return self

    def submit(
        self,
        values: Mapping[str, Value] | None = None,
        *,
        button: str | None = None,
        expect: int = 200,
    ) -> Person:
        """Fill in fields by name and press the button; an error summary is a problem."""
        for name, value in (values or {}).items():
            self._fill(name, value)
        form = self.page.locator("main form[method=post]").last
        pressed = (
            self.page.get_by_role("button", name=button, exact=True).last
            if button
            else form.locator("button[type=submit]:visible").first
        )
        with self.page.expect_navigation():
            pressed.click()
        self.look(self.page)
        if expect == 200 and self.errors():
            raise WalkProblem(f"{self.where()}: the form came back with: {self.errors()}")
        return self

    def _fill(self, name: str, value: Value) -> None:
        field = self.page.locator(f'[name="{name}"]:not([type=hidden])')
        if field.count() == 0:
            raise WalkProblem(f"{self.where()}: there is no field {name!r}")
        self._unfold(field.first)
        wanted = [value] if isinstance(value, str) else list(value)
        kind = field.first.evaluate("e => e.type || e.tagName.toLowerCase()")
        if kind in {"radio", "checkbox"}:
            for one in wanted:
                chosen = (
                    field
                    if field.count() == 1
                    else field.and_(self.page.locator(f'[value="{one}"]'))
                )
                chosen.check(force=True)
        elif kind.startswith("select"):
            field.select_option(wanted)
        else:
            field.fill(wanted[0])

    def _unfold(self, field: Locator) -> None:
        """Open what the field is folded away in, as a person would."""
        folded = field.locator("xpath=ancestor::details[not(@open)]")
        for number in range(folded.count()):
            folded.nth(number).locator("summary").first.click()

    def options(self, name: str) -> list[tuple[str, str]]:
        """What a field offers: value and words."""
        found = self.page.locator(f'[name="{name}"]').first.evaluate(
            """field => field.options
                ? [...field.options].map(o => [o.value, o.text.trim()])
                : [...document.getElementsByName(field.name)].map(
                    one => [one.value, one.labels[0].innerText.trim()])"""
        )
        return [(value, words) for value, words in found]

    def field_names(self) -> list[str]:
        """The names of all fields of the page."""
        return self.page.locator("form [name]").evaluate_all("all => all.map(one => one.name)")

    def links(self) -> list[tuple[str, str]]:
        """Every link: address and words."""
        found = self.page.locator("a[href]").evaluate_all(
            "all => all.map(one => [one.getAttribute('href'), one.innerText])"
        )
        return [(href, " ".join(words.split())) for href, words in found]

    def download(self, address: str) -> bytes:
        """The bytes of a file, asked for with this person's cookies."""
        return self.page.request.get(urljoin(self.page.url, address)).body()

    @property
    def words(self) -> str:
        """The page's text, folded parts included."""
        return words_of(self.page.content())

    def expect_words(self, *wanted: str) -> Person:
        """Raise WalkProblem unless the page says all of these."""
        absent = [words for words in wanted if words not in self.words]
        if absent:
            raise WalkProblem(f"{self.where()}: does not say {absent}")
        return self

    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return self.page.locator(".govuk-error-summary__list li").all_inner_texts()

    def path(self) -> str:
        """The address without the host."""
        return urlsplit(self.page.url).path

    def where(self) -> str:
        """The page in front, for messages."""
        return f"{self.page.title()} ({self.path()})"
