"""Page components: what a form, a tag and an error page must always say and never do."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory

from portals.components.fields import DateField, Days, LongTextField, RoughDateField
from portals.components.formsets import hold_errors
from portals.components.gallery import ReportFormSet, SampleForm, filled_form
from portals.components.themes import DEFAULT_THEME, THEMES
from portals.components.views import gallery
from portals.components.widgets import Checkboxes, Radios
from thresholds.time_limits import Day, Explanation

ROOT = Path(__file__).resolve().parents[2]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle"}
EXAMPLES = re.findall(
    r"```(django|python)\n(.*?)```", (ROOT / "docs" / "COMPONENTS.md").read_text(), re.DOTALL
)


class Page(HTMLParser):
    """The tags of a page with their attributes, and whether they are closed in order."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.title = ""
        self.misnested: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == "title":
            self.title += data

    def named(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]

    def values(self, attribute):
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


def rendered(source: str, **context) -> str:
    return Template("{% load ct_components %}" + source).render(Context(context))


def posted(**values) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


@pytest.fixture
def gallery_page() -> Page:
    request = RequestFactory().get("/demo/components/")
    request.user = AnonymousUser()
    return Page(gallery(request).content.decode())


# --- Dates ------------------------------------------------------------------------------------


class DateForm(forms.Form):
    happened_on = DateField(
        label="When?", subject="The date it happened", help_text="Like 1 2 2026"
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("27", "3", "2026"), date(2026, 3, 27)),
        (("01", "01", "2026"), date(2026, 1, 1)),
        ((" 5 ", " November ", "2026"), date(2026, 11, 5)),
        (("5", "nov", "2026"), date(2026, 11, 5)),
        (("5", "Sept.", "2026"), date(2026, 9, 5)),
        (("29", "2", "2028"), date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, expected):
    form = DateForm(date_post(*typed))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["happened_on"] == expected


@pytest.mark.parametrize(
    ("typed", "message", "parts"),
    [
        (("", "", ""), "Enter the date it happened", ("day", "month", "year")),
        (("", "3", "2026"), "The date it happened must include a day", ("day",)),
        (("", "", "2026"), "The date it happened must include a day and month", ("day", "month")),
        (("3", "3", ""), "The date it happened must include a year", ("year",)),
        (("3", "3", "26"), "must have a year of four numbers, like 2026", ("year",)),
        (("3", "3", "२०२६"), "must have a year of four numbers, like 2026", ("year",)),
        (("3", "13", "2026"), "must have a month from 1 to 12", ("month",)),
        (("3", "ma", "2026"), "must have a month from 1 to 12", ("month",)),
        (("32", "1", "2026"), "must have a day from 1 to 31", ("day",)),
        (("x", "1", "2026"), "must have a day from 1 to 31", ("day",)),
        (("29", "2", "2026"), "must be a real date", ("day", "month", "year")),
        (("31", "6", "0000"), "must be a real date", ("day", "month", "year")),
    ],
)
def test_a_wrong_date_names_and_marks_the_parts_that_are_wrong(typed, message, parts):
    form = DateForm(date_post(*typed))
    assert message in form.errors["happened_on"][0]
    boxes = {a["name"]: a for a in Page(str(form)).named("input")}
    marked = tuple(
        part
        for part in ("day", "month", "year")
        if "govuk-input--error" in boxes[f"happened_on_{part}"]["class"]
    )
    assert marked == parts
    assert form["happened_on"].error_target == boxes[f"happened_on_{parts[0]}"]["id"]
    assert [boxes[f"happened_on_{p}"].get("value", "") for p in ("day", "month", "year")] == list(
        typed
    )


def test_an_unposted_date_is_missing_rather_than_an_error_of_the_page():
    assert DateForm(posted()).errors["happened_on"] == ["Enter the date it happened"]


class RoughDateForm(forms.Form):
    happened_on = RoughDateField(label="When?", subject="The date it happened", required=False)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        (("27", "3", "2026"), date(2026, 3, 27), date(2026, 3, 27)),
        (("", "3", "2026"), date(2026, 3, 1), date(2026, 3, 31)),
        (("", "Feb", "2028"), date(2028, 2, 1), date(2028, 2, 29)),
        (("", "", "2026"), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_date_of_which_part_is_known_is_all_the_days_it_may_be(typed, first, last):
    form = RoughDateForm(date_post(*typed))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["happened_on"] == Days(first, last)


def test_a_rough_date_may_be_left_out_whole():
    form = RoughDateForm(date_post("", " ", ""))
    assert form.is_valid()
    assert form.cleaned_data["happened_on"] is None
    assert not form.has_changed()
    assert RoughDateForm(posted()).is_valid()


@pytest.mark.parametrize(
    ("typed", "message", "parts"),
    [
        (("3", "", "2026"), "The date it happened must include a month", ("month",)),
        (("3", "3", ""), "The date it happened must include a year", ("year",)),
        (("", "3", ""), "The date it happened must include a year", ("year",)),
        (("3", "", ""), "must include a month and year", ("month", "year")),
        (("", "13", "2026"), "must have a month from 1 to 12", ("month",)),
        (("", "", "26"), "must have a year of four numbers, like 2026", ("year",)),
        (("31", "2", "2026"), "must be a real date", ("day", "month", "year")),
        (("", "", "0000"), "must be a real date", ("day", "month", "year")),
    ],
)
def test_a_wrong_rough_date_names_and_marks_the_parts_that_are_wrong(typed, message, parts):
    form = RoughDateForm(date_post(*typed))
    assert message in form.errors["happened_on"][0]
    assert form["happened_on"].wrong_parts == parts
    boxes = Page(str(form)).named("input")
    assert [box.get("value", "") for box in boxes] == list(typed)


def test_a_date_shows_the_value_it_has():
    page = Page(str(DateForm(initial={"happened_on": date(2026, 3, 7)})))
    assert [box["value"] for box in page.named("input")] == ["7", "3", "2026"]


def date_post(day: str, month: str, year: str) -> QueryDict:
    return posted(happened_on_day=day, happened_on_month=month, happened_on_year=year)


# --- Fields -----------------------------------------------------------------------------------


def test_every_id_that_a_form_points_to_exists_once():
    html = rendered("{% error_summary form %}{{ form }}", form=filled_form())
    page = Page(html)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    pointed = [i for value in page.values("aria-describedby") for i in value.split()]
    pointed += page.values("for")
    pointed += [a["href"][1:] for a in page.named("a") if a["href"].startswith("#")]
    assert pointed
    assert set(pointed) <= set(ids)


def test_the_error_summary_links_every_error_to_its_control():
    form = filled_form()
    links = Page(rendered("{% error_summary form %}", form=form)).named("a")
    assert len(links) == sum(len(errors) for errors in form.errors.values())


def test_an_error_of_the_whole_form_is_listed_without_a_link():
    form = DateForm(date_post("1", "1", "2026"))
    form.add_error(None, "Someone else decided first")
    html = rendered("{% error_summary form %}", form=form)
    assert "Someone else decided first" in html
    assert not Page(html).named("a")


def test_a_form_without_errors_has_no_summary():
    assert rendered("{% error_summary form formset %}", form=DateForm()).strip() == ""


def test_typed_values_come_back_escaped():
    form = SampleForm(posted(name='"><script>alert(1)</script>', account="<b>loud</b>"))
    html = str(form)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "&lt;b&gt;loud&lt;/b&gt;" in html


def test_a_password_never_comes_back():
    assert "hunter2" not in str(SampleForm(posted(password="hunter2")))


def test_the_browser_is_not_asked_to_validate():
    page = Page(str(SampleForm()))
    assert not page.values("required")
    assert not page.values("maxlength") or all(
        a.get("maxlength") is None for a in page.named("textarea")
    )
    assert not page.values("placeholder")


def test_only_questions_that_may_stay_empty_say_optional():
    html = str(SampleForm())
    assert "Who did you tell? (optional)" in html
    assert "Your name (optional)" not in html

    class Filter(forms.Form):
        mark_optional = False
        word = forms.CharField(required=False)

    assert "optional" not in str(Filter())


def test_a_field_as_heading_is_the_pages_h1():
    page = Page(rendered("{% field form.happened_on heading=True %}", form=DateForm()))
    assert len(page.named("h1")) == 1
    assert len(page.named("legend")) == 1


def test_choice_hints_are_tied_to_their_choice_and_survive_the_forms_copy():
    class Reach(forms.Form):
        how = forms.ChoiceField(
            choices=[("post", "Letter"), ("email", "E-mail")],
            widget=Radios(hints={"post": "In a plain envelope"}, inline=True),
        )
        who = forms.MultipleChoiceField(
            choices=[(1, "Police")], widget=Checkboxes(hints={1: "Or by calling 101"})
        )

    page = Page(html := str(Reach()))
    assert "govuk-radios--inline" in html
    letter, email, police = page.named("input")
    assert letter["aria-describedby"] in page.values("id")
    assert "aria-describedby" not in email
    assert police["aria-describedby"] in page.values("id")
    assert letter["class"] == "govuk-radios__input"
    assert police["class"] == "govuk-checkboxes__input"


def test_an_empty_field_says_what_to_do():
    class Plain(forms.Form):
        name = forms.CharField(label="Your name")
        told = forms.ChoiceField(label="Did you tell anyone?", choices=[(1, "Yes")])
        agreed = forms.BooleanField(label="I agree")
        town = forms.CharField(error_messages={"required": "Enter the town you live in"})

    form = Plain(posted())
    html = rendered("{% error_summary form %}{{ form }}", form=form)
    assert "This field is required" not in html
    for message in (
        "Enter your name",
        "Select an answer: Did you tell anyone?",
        "Tick the box: I agree",
        "Enter the town you live in",
    ):
        assert html.count(message) == 2


def test_too_much_text_says_what_to_do():
    class Long(forms.Form):
        note = LongTextField(label="What did they say?", max_length=4000)
        code = forms.CharField(max_length=2, error_messages={"max_length": "Use two letters"})

    form = Long(posted(note="x" * 4001, code="abc"))
    html = rendered("{% error_summary form %}{{ form }}", form=form)
    assert "Ensure this value" not in html
    for message in ("Use 4,000 characters or fewer: What did they say?", "Use two letters"):
        assert html.count(message) == 2


def test_an_e_mail_address_in_the_wrong_shape_says_what_one_looks_like():
    class Wrong(forms.Form):
        email = forms.EmailField(label="E-mail")

    form = Wrong(posted(email="name@"))
    html = rendered("{% error_summary form %}{{ form }}", form=form)
    assert html.count("Enter an e-mail address like name@example.com") == 2


def test_radio_buttons_do_not_carry_aria_invalid():
    radios = [a for a in Page(str(filled_form())).named("input") if a["type"] == "radio"]
    assert radios
    assert not [a for a in radios if "aria-invalid" in a]


def test_a_line_break_counts_as_one_character():
    field = LongTextField(max_length=3)
    assert field.clean("a\r\nb") == "a\nb"


# --- Add another --------------------------------------------------------------------------------


def reports(*blocks: tuple[str, str], **more) -> QueryDict:
    data = posted(**{"r-TOTAL_FORMS": str(len(blocks)), "r-INITIAL_FORMS": "0"}, other="kept")
    for number, (day, reference) in enumerate(blocks):
        data[f"r-{number}-reported_on_day"] = day
        data[f"r-{number}-reported_on_month"] = "3"
        data[f"r-{number}-reported_on_year"] = "2026"
        data[f"r-{number}-reference"] = reference
    for name, value in more.items():
        data[name.replace("_", "-", 1)] = value
    return data


def references(formset) -> list[str]:
    return [form["reference"].value() or "" for form in formset]


def test_add_another_keeps_what_was_typed_and_shows_no_errors():
    formset = ReportFormSet(reports(("", "A"), ("2", "B"), r_add="1"), prefix="r")
    assert not formset.is_valid()
    assert references(formset) == ["A", "B", ""]
    assert formset.total_error_count() == 0
    assert "govuk-error-message" not in str(formset)


def test_resume_opens_what_was_typed_elsewhere_and_shows_no_errors():
    formset = ReportFormSet(reports(("", "A"), ("2", "B"), r_resume="1"), prefix="r")
    assert not formset.is_valid()
    assert references(formset) == ["A", "B"]
    assert formset.total_error_count() == 0


def test_remove_takes_out_the_chosen_block_and_closes_the_gap():
    formset = ReportFormSet(reports(("1", "A"), ("2", "B"), ("3", "C"), r_remove="1"), prefix="r")
    assert not formset.is_valid()
    assert references(formset) == ["A", "C"]
    assert formset.forms[1]["reported_on"].value()[0] == "3"


@pytest.mark.parametrize("chosen", ["7", "-1", "x", "", "²", "99999999999999999999"])
def test_a_forged_remove_changes_nothing(chosen):
    formset = ReportFormSet(reports(("1", "A"), ("2", "B"), r_remove=chosen), prefix="r")
    assert references(formset) == ["A", "B"]


def test_going_on_validates_every_block_and_names_it():
    formset = ReportFormSet(reports(("1", "A"), ("", "B")), prefix="r")
    assert not formset.is_valid()
    html = rendered("{% error_summary formset %}", formset=formset)
    assert "Report 2: The date you reported it must include a day" in html
    assert ReportFormSet(reports(("1", "A"), ("2", "B")), prefix="r").is_valid()


def test_the_last_block_cannot_be_removed_and_the_limit_cannot_be_passed():
    one = ReportFormSet(reports(("1", "A")), prefix="r")
    assert "r-remove" not in str(one)
    full = ReportFormSet(reports(*[("1", "A")] * 5), prefix="r")
    assert "r-add" not in str(full)


def test_a_form_beside_a_growing_formset_keeps_its_values_without_errors():
    form = hold_errors(DateForm(date_post("", "3", "2026")))
    assert not form.errors
    assert 'value="3"' in str(form)


# --- Tags -------------------------------------------------------------------------------------

HOSTILE = '<script>x</script>"'


@pytest.mark.parametrize(
    "source",
    [
        "{% button bad %}",
        "{% button 'Go' href=bad %}",
        "{% button 'Go' name=bad value=bad form=bad %}",
        "{% tag bad %}",
        "{% due bad state='overdue' %}",
        "{% summary_row bad bad href=bad action=bad about=bad %}",
        "{% back_link bad bad %}",
        "{% nav_item bad bad count=bad %}",
        "{% sub_nav_item bad bad count=bad %}",
        "{% details bad %}{{ bad }}{% enddetails %}",
        "{% panel bad %}{{ bad }}{% endpanel %}",
        "{% notification bad key=bad %}{{ bad }}{% endnotification %}",
        "{% fieldset bad %}{{ bad }}{% endfieldset %}",
        "{% data_table bad key=bad %}<tbody></tbody>{% enddata_table %}",
        "{% empty_state bad %}{{ bad }}{% endempty_state %}",
        "{% card bad %}{{ bad }}{% endcard %}",
        "{% warning %}{{ bad }}{% endwarning %}",
        "{% inset %}{{ bad }}{% endinset %}",
    ],
)
def test_tags_escape_what_they_are_given(source):
    html = rendered(source, bad=HOSTILE)
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    page = Page(html)
    assert not page.misnested
    assert not page.open


def test_an_unknown_colour_or_style_fails_loudly():
    with pytest.raises(TemplateSyntaxError, match="no colour 'pink'"):
        rendered("{% tag 'New' colour='pink' %}")
    with pytest.raises(KeyError):
        rendered("{% button 'Go' style='huge' %}")
    with pytest.raises(KeyError):
        rendered("{% due 'Monday' state='late' %}")


def test_a_due_date_says_its_state_in_words():
    assert "Overdue" in rendered("{% due 'Monday 2 March 2026' state='overdue' %}")
    assert "govuk-tag" not in rendered("{% due 'Monday 2 March 2026' state='later' %}")


def test_the_current_page_and_the_pages_below_it_are_marked_in_the_navigation():
    request = RequestFactory().get("/bn/queue/7/")

    def current(href, exact=False):
        source = "{% nav_item href 'Queue' exact=exact %}"
        page = Page(rendered(source, request=request, href=href, exact=exact))
        return page.values("aria-current")

    assert current("/bn/queue/7/") == ["page"]
    assert current("/bn/queue/") == ["true"]
    assert current("/bn/queue/", exact=True) == []
    assert current("/bn/people/") == []
    assert current("/") == []


def test_an_explanation_lists_the_days_of_the_rule_itself():
    counted = Day(on=date(2026, 12, 29), counted=True, number=1, reason="working day 1")
    skipped = Day(on=date(2026, 12, 25), counted=False, number=None, reason="bank holiday")
    explanation = Explanation(
        limit="acknowledge",
        anchor_on=date(2026, 12, 24),
        counted_from=date(2026, 12, 24),
        due_on=counted.on,
        summary="1 working day after Thursday 24 December 2026.",
        calendar_version="1",
        days=(skipped, counted),
    )
    html = rendered("{% explanation explained about='our decision' %}", explained=explanation)
    assert html.index(explanation.summary) < html.index(skipped.text) < html.index(counted.text)


def test_an_empty_value_in_a_summary_list_says_so():
    assert "Not given" in rendered("{% summary_row 'Phone' '' %}")
    assert "0" in rendered("{% summary_row 'Reports' 0 %}")


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_examples_in_the_documentation_are_valid(number):
    language, source = EXAMPLES[number]
    if language == "python":
        compile(source, "COMPONENTS.md", "exec")
    else:
        # Text that explains stands to the right of some tags; Django reads it as text.
        load = "" if "{% extends" in source else "{% load ct_components %}"
        assert Template(load + source).nodelist


# --- Pages ------------------------------------------------------------------------------------


def test_the_gallery_is_a_sound_page(gallery_page):
    assert len(gallery_page.named("h1")) == 1
    assert len(gallery_page.named("main")) == 1
    ids = gallery_page.values("id")
    assert len(ids) == len(set(ids))
    pointed = {i for v in gallery_page.values("aria-labelledby") for i in v.split()}
    assert pointed <= set(ids)
    assert not gallery_page.misnested
    assert gallery_page.title.startswith("Error: Page components – ")
    assert gallery_page.title.endswith("ASB case review (Community Trigger)")


def test_the_gallery_brings_nothing_from_elsewhere_and_nothing_inline(gallery_page):
    sources = gallery_page.values("src") + [a["href"] for a in gallery_page.named("link")]
    assert sources
    assert all(source.startswith("/static/") for source in sources)
    assert not gallery_page.values("style")
    assert not [n for _, attrs in gallery_page.tags for n in attrs if n.startswith("on")]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "429", "500"])
def test_an_error_page_needs_no_context_and_names_the_next_step(name):
    html = render_to_string(f"{name}.html")
    page = Page(html)
    assert len(page.named("h1")) == 1
    assert page.title.strip().endswith("– ASB case review (Community Trigger)")
    assert "What you can do" in html or "Wait a few minutes" in html


def test_error_pages_have_titles_of_their_own():
    names = ["400", "403", "403_csrf", "404", "409", "429", "500"]
    titles = {Page(render_to_string(f"{name}.html")).title for name in names}
    assert len(titles) == len(names)


def test_no_template_has_inline_styles_scripts_or_handlers():
    """The content security policy would silently drop them."""
    forbidden = re.compile(r"""\sstyle\s*=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["']""")
    outside_the_browser = {"letters", "emails", "post"}
    templates = [
        path
        for path in (ROOT / "templates").rglob("*.html")
        if not outside_the_browser & set(path.relative_to(ROOT / "templates").parts)
    ]
    assert len(templates) > 20
    wrong = {}
    for path in templates:
        source = re.sub(r"{[%{].*?[%}]}", "", path.read_text(), flags=re.DOTALL)
        if found := forbidden.findall(source):
            wrong[path.name] = found
    assert not wrong


# --- Colours, fonts and the build ----------------------------------------------------------------


def themes_in_sass() -> dict[str, dict[str, str]]:
    source = (ROOT / "assets" / "scss" / "_themes.scss").read_text()
    block = source.split("$themes: (")[1].split("\n);")[0]
    return {
        name: dict(re.findall(r"([\w-]+): (#[0-9a-f]{6})", colours))
        for name, colours in re.findall(r'"(\w+)": \(([^)]*)\)', block)
    }


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_choice_of_themes_is_the_one_that_has_colours():
    assert set(themes_in_sass()) == set(THEMES)
    assert DEFAULT_THEME in THEMES


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_can_be_read_by_everybody(theme):
    colours = themes_in_sass()[theme]
    white, text = "#ffffff", "#16191a"
    assert contrast(white, colours["brand"]) >= 7
    for ground in (white, colours["ground"]):
        assert contrast(colours["link"], ground) >= 4.5
        assert contrast(colours["link-hover"], ground) >= 4.5
        assert contrast(text, ground) >= 7
    assert contrast(white, colours["link"]) >= 4.5  # the primary button
    assert contrast(colours["link"], text) >= 1.5 or theme == "slate"  # links differ from text


def test_packages_are_pinned_and_the_lock_names_no_address():
    manifest = json.loads((ROOT / "package.json").read_text())
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", v) for v in manifest["dependencies"].values())
    lock = (ROOT / "package-lock.json").read_text()
    assert "://" not in lock
    locked = json.loads(lock)["packages"]
    assert all("integrity" in entry for path, entry in locked.items() if path)


def test_the_compiled_style_sheet_is_ours_and_complete():
    build = ROOT / "build" / "static"
    css = (build / "css" / "app.css").read_text()
    assert "Atkinson Hyperlegible Next" in css
    assert not re.search(r"GDS Transport|crest|crown|@import", css)
    addresses = re.findall(r'url\("?([^")]+)"?\)', css)
    assert addresses
    assert all((build / "css" / address).resolve().is_file() for address in addresses)


def test_the_letters_have_their_fonts():
    fonts = {path.name for path in (ROOT / "build" / "fonts").glob("*.ttf")}
    assert {"AtkinsonHyperlegibleNext_400Regular.ttf", "DejaVuSans.ttf"} <= fonts
