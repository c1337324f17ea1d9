"""What applicants told and who they are, drawn here and not by the template: rows upon rows of
small things, several of each on every case page; see `queue_rows`."""

from collections.abc import Callable, Iterable, Iterator

from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString

from cases.selectors.spoc_people import ApplicationShown, Channel, PersonShown
from portals.components.drawing import format_html, format_html_join
from portals.components.templatetags.ct_components import summary_list, summary_row

_HEADING = '<h3 class="govuk-heading-s">{}</h3>\n'
_PERSON = """<div class="ct-person">
<h3 class="govuk-heading-s">{}</h3>
<p class="ct-person__role">{}{}{}</p>
{}{}{}</div>
"""
_CHECK = (
    '<p class="govuk-body"><a class="govuk-link" href="{}">Check the contact details'
    '<span class="govuk-visually-hidden"> of {}</span></a></p>\n'
)
_CHANNEL = '<li class="ct-channels__item ct-channels__item--{}"><strong>{}:</strong> {}{}</li>'


def applications_drawn(applications: list[ApplicationShown]) -> SafeString:
    """Each application as a summary list, by its reference where there are several."""
    several = len(applications) > 1
    return format_html_join(
        "",
        "{}{}\n",
        (
            (
                format_html(_HEADING, one.reference) if several else "",
                summary_list(format_html_join("\n", "{}", _told(one)), dense=True),
            )
            for one in applications
        ),
    )


def _told(one: ApplicationShown) -> Iterator[tuple[SafeString]]:
    yield (summary_row("Received", one.received),)
    if not one.in_review:
        yield (summary_row("State", one.status),)
    yield (summary_row("Asked for", one.route),)
    for question, answer in one.answers:
        yield (summary_row(question, linebreaksbr(answer)),)
    if one.adjustments:
        yield (summary_row("Adjustments needed", linebreaksbr(one.adjustments)),)
    if one.large_print:
        yield (summary_row("Letters", "In large print"),)
    yield (summary_row("Consent to share with agencies", one.consent),)


def people_drawn(
    applications: list[ApplicationShown], *, check: Callable[[int], str] | None = None
) -> SafeString:
    """Everybody in the applications, with the ways to reach them and whether each is safe.

    check: where a person's contact details are checked, by their id; None for no link.
    """
    several = len(applications) > 1
    return format_html_join(
        "",
        "{}",
        (
            (_person(person, f", {one.reference}" if several else "", check),)
            for one in applications
            for person in one.people
        ),
    )


def _person(
    person: PersonShown, application: str, check: Callable[[int], str] | None
) -> SafeString:
    reached = filter(None, (person.email, person.phone, linebreaksbr(person.address)))
    return format_html(
        _PERSON,
        person.name,
        person.roles,
        f" ({person.relationship})" if person.relationship else "",
        application,
        _channels(person.channels),
        format_html_join("", '<p class="govuk-body">{}</p>\n', ((one,) for one in reached)),
        format_html(_CHECK, check(person.id), person.name) if check else "",
    )


def _channels(channels: Iterable[Channel]) -> SafeString | str:
    if not channels:
        return ""
    items = format_html_join(
        "",
        _CHANNEL,
        ((one.state, one.name, one.text, f" ({one.note})" if one.note else "") for one in channels),
    )
    return format_html('<ul class="ct-channels">{}</ul>\n', items)
