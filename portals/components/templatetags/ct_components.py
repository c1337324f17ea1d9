"""Page components as template tags. docs/COMPONENTS.md shows one example of each.

Tags that wrap text are block tags; what is drawn from data stands in ``templates/components``
and is included. Everything here escapes what it is given.
"""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portals.addresses import address
from portals.components.drawing import format_html, format_html_join
from thresholds.time_limits import Explanation

register = template.Library()

BUTTON_STYLES = {
    "primary": "govuk-button",
    "secondary": "govuk-button govuk-button--secondary",
    "warning": "govuk-button govuk-button--warning",
    "link": "ct-link-button",
}
TAG_COLOURS = frozenset(
    {"blue", "green", "grey", "magenta", "orange", "purple", "red", "teal", "yellow"}
)
# How near a legal date is: the colour always comes with the word.
DUE_STATES = {
    "overdue": ("Overdue", "red"),
    "today": ("Due today", "orange"),
    "soon": ("Due soon", "yellow"),
    "later": ("", ""),
    "waiting": ("Waiting", "blue"),
    "met": ("Done", "green"),
}


@register.simple_tag
def error_summary(*forms) -> str:
    """List the errors of forms and formsets, each linked to the control it is about."""
    errors = [error for form in forms if form for error in _errors_of(form)]
    return render_to_string("components/error_summary.html", {"errors": errors}) if errors else ""


@register.simple_tag(name="address")
def address_of(name: str, *place: str) -> str:
    """The address of one of our own pages that every page links to, by its name and whose it is."""
    return address(name, *place)


@register.simple_tag
def field(bound_field: BoundField, *, heading: bool = False) -> SafeString:
    """Render one field; ``heading`` makes its label the page's h1 (one question a page)."""
    context = {"field": bound_field, "heading": heading}
    return bound_field.form.render(bound_field.template_name, context)


@register.simple_tag
def button(
    text: str,
    *,
    href: str = "",
    style: str = "primary",
    name: str = "",
    value: str = "",
    form: str = "",
) -> SafeString:
    """A button, or a link that looks like one where ``href`` is given."""
    classes = BUTTON_STYLES[style]
    if href:
        return format_html(
            '<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button">'
            "{}</a>",
            href,
            classes,
            text,
        )
    return format_html(
        '<button type="submit" class="{}" data-module="govuk-button"'
        ' data-prevent-double-click="true"{}{}{}>{}</button>',
        classes,
        _attribute("name", name),
        _attribute("value", value),
        _attribute("form", form),
        text,
    )


@register.simple_tag
def tag(text: str, *, colour: str = "blue") -> SafeString:
    """A status in a word or two."""
    if colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(f"tag: no colour {colour!r}; use {sorted(TAG_COLOURS)}")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


@register.simple_tag
def due(text: str, *, state: str = "later") -> SafeString:
    """A legal date in words with how near it is: overdue, today, soon, later, waiting, met."""
    word, colour = DUE_STATES[state]
    label = format_html("{} ", tag(word, colour=colour)) if word else ""
    return format_html('<span class="ct-due ct-due--{}">{}{}</span>', state, label, text)


@register.simple_tag
def summary_row(
    key: str, value: object, *, href: str = "", action: str = "Change", about: str = ""
) -> SafeString:
    """One row of a summary list; ``about`` completes the link for those who hear it alone."""
    link: str | SafeString = ""
    if href:
        link = format_html(
            '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">{}'
            '<span class="govuk-visually-hidden"> {}</span></a></dd>',
            href,
            action,
            about or key.lower(),
        )
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if href else " govuk-summary-list__row--no-actions",
        key,
        "Not given" if value in (None, "") else value,
        link,
    )


@register.simple_tag
def back_link(href: str, text: str = "Back") -> SafeString:
    """The way back, above the page's heading."""
    return format_html(
        '<nav aria-label="Back"><a href="{}" class="govuk-back-link">{}</a></nav>', href, text
    )


@register.simple_tag(takes_context=True)
def nav_item(context, href: str, text: str, *, exact: bool = False, count=None) -> SafeString:
    """One item of the service navigation; current where the page lies at or below ``href``."""
    return _nav_item(href, text, _current(context, href, exact), "" if count is None else count)


@register.simple_tag(takes_context=True)
def nav_to(context, text: str, name: str, *place: str, exact: bool = False, count=None):
    """The same to one of our own pages, by its name and whose it is (a slug, or nothing)."""
    return nav_item(context, address(name, *place), text, exact=exact, count=count)


@lru_cache(maxsize=1024)
def _nav_item(href: str, text: str, current: str, count: object) -> SafeString:
    label = format_html("{}{}", text, _count(count))
    if current:
        label = format_html(
            '<strong class="govuk-service-navigation__active-fallback">{}</strong>', label
        )
    return format_html(
        '<li class="govuk-service-navigation__item{}">'
        '<a class="govuk-service-navigation__link" href="{}"{}>{}</a></li>',
        " govuk-service-navigation__item--active" if current else "",
        href,
        _attribute("aria-current", current),
        label,
    )


@register.simple_tag(takes_context=True)
def sub_nav_item(context, href: str, text: str, *, exact: bool = False, count=None) -> SafeString:
    """One item of a sub-navigation (the tabs of a case)."""
    current = _current(context, href, exact)
    return format_html(
        '<li class="ct-sub-navigation__item">'
        '<a class="ct-sub-navigation__link" href="{}"{}>{}{}</a></li>',
        href,
        _attribute("aria-current", current),
        text,
        _count(count),
    )


@register.simple_tag
def explanation(explained: Explanation, *, about: str = "") -> SafeString:
    """How a date was worked out, opened on request; ``about`` names the date for who hears it."""
    return _explanation(explained, about)


@lru_cache(maxsize=512)
def _explanation(explained: Explanation, about: str) -> SafeString:
    """Forty days for a long limit, and the same for every case that came in on the same day."""
    counted = mark_safe(' class="ct-explanation__counted"')
    days = format_html_join(
        "", "<li{}>{}</li>", ((counted if day.counted else "", day.text) for day in explained.days)
    )
    return format_html(
        '<details class="govuk-details ct-explanation"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">How was this worked out?{}</span></summary>'
        '<div class="govuk-details__text"><p class="govuk-body">{}</p>{}</div></details>',
        format_html('<span class="govuk-visually-hidden"> {}</span>', about) if about else "",
        explained.summary,
        format_html('<ul class="ct-explanation__days">{}</ul>', days) if days else "",
    )


@register.simple_tag
def timeline_header(
    title: str, at: str, *, by: str = "", iso: str = "", level: object = ""
) -> SafeString:
    """What happened, by whom and when: the first lines of each entry of a timeline."""
    who = format_html(' <p class="ct-timeline__by">by {}</p>', by) if by else ""
    return format_html(
        '<div class="ct-timeline__header"><h{0} class="ct-timeline__title">{1}</h{0}>{2}</div>'
        '<p class="ct-timeline__at"><time{3}>{4}</time></p>',
        level or 3,
        title,
        who,
        _attribute("datetime", iso),
        at,
    )


@register.simple_block_tag
def summary_list(content: str, *, dense: bool = False) -> SafeString:
    """Wrap ``summary_row`` tags."""
    css = "govuk-summary-list ct-summary-list--dense" if dense else "govuk-summary-list"
    return format_html('<dl class="{}">{}</dl>', css, content)


@register.simple_block_tag
def details(content: str, summary: str, *, open: bool = False) -> SafeString:
    """Text that opens on request."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        " open" if open else "",
        summary,
        content,
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Text set apart from the text around it."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """Something that has consequences."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon"'
        ' aria-hidden="true">!</span><strong class="govuk-warning-text__text">'
        '<span class="govuk-visually-hidden">Warning: </span>{}</strong></div>',
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """The confirmation at the end of a journey; its title is the page's h1."""
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation"><h1 class="govuk-panel__title">{}</h1>'
        '<div class="govuk-panel__body">{}</div></div>',
        title,
        content,
    )


@register.simple_block_tag
def notification(
    content: str, title: str = "Important", *, success: bool = False, key: str = "1"
) -> SafeString:
    """A banner about something that is not on this page; a success takes the focus.

    ``key`` keeps the ids apart where a page has several.
    """
    heading_id = f"notification-{key}"
    return format_html(
        '<div class="govuk-notification-banner{}" role="{}" aria-labelledby="{}"'
        ' data-module="govuk-notification-banner"><div class="govuk-notification-banner__header">'
        '<h2 class="govuk-notification-banner__title" id="{}">{}</h2></div>'
        '<div class="govuk-notification-banner__content">{}</div></div>',
        " govuk-notification-banner--success" if success else "",
        "alert" if success else "region",
        heading_id,
        heading_id,
        title,
        content,
    )


@register.simple_block_tag
def fieldset(content: str, legend: str, *, heading: bool = False) -> SafeString:
    """Fields that belong together; ``heading`` makes the legend the page's h1."""
    title = format_html('<h1 class="govuk-fieldset__heading">{}</h1>', legend)
    return format_html(
        '<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend'
        ' govuk-fieldset__legend--{}">{}</legend>{}</fieldset>',
        "l" if heading else "m",
        title if heading else legend,
        content,
    )


@register.simple_block_tag
def data_table(
    content: str,
    caption: str,
    key: str = "table",
    *,
    dense: bool = False,
    show_caption: bool = True,
) -> SafeString:
    """A table that scrolls sideways inside its own region, which the keyboard reaches.

    ``key`` makes the caption's id unique on the page; write plain thead, tbody, tr, th and td
    inside, with ``class="ct-number"`` on cells that hold numbers.
    """
    caption_id = f"{key}-caption"
    return format_html(
        '<div class="ct-table-region" role="region" aria-labelledby="{}" tabindex="0">'
        '<table class="ct-table{}"><caption id="{}" class="{}">'
        '<span class="ct-table__words">{}</span></caption>{}</table></div>',
        caption_id,
        " ct-table--dense" if dense else "",
        caption_id,
        "ct-table__caption" if show_caption else "govuk-visually-hidden",
        caption,
        content,
    )


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """What would be here, and how it gets here."""
    return format_html(
        '<div class="ct-empty"><p class="ct-empty__title">{}</p>{}</div>', title, content
    )


@register.simple_block_tag
def card(content: str, title: str, *, level: int = 2) -> SafeString:
    """A titled section of a staff page."""
    return format_html(
        '<section class="ct-card"><div class="ct-card__title">'
        '<h{0} class="govuk-heading-m ct-card__heading">{1}</h{0}></div>'
        '<div class="ct-card__body">{2}</div></section>',
        level,
        title,
        content,
    )


def _errors_of(form) -> Iterable[dict[str, str]]:
    """Yield ``text`` and ``target`` (an id or nothing) for each error of a form or formset."""
    if isinstance(form, BaseFormSet):
        yield from ({"text": str(t), "target": ""} for t in form.non_form_errors())
        noun = getattr(form, "noun", "item").capitalize()
        for number, member in enumerate(form.forms, 1):
            for error in _errors_of(member):
                yield error | {"text": f"{noun} {number}: {error['text']}"}
        return
    for name, errors in form.errors.items():
        if name in form.fields and not form[name].is_hidden:
            shown = form[name]
            yield from ({"text": t, "target": shown.error_target} for t in shown.messages)
        else:
            yield from ({"text": str(text), "target": ""} for text in errors)


def _attribute(name: str, value: object) -> SafeString | str:
    return format_html(' {}="{}"', name, value) if value not in (None, "") else ""


def _count(count: int | None) -> SafeString | str:
    return "" if count in (None, "") else format_html(' <span class="ct-count">{}</span>', count)


def _current(context, href: str, exact: bool) -> str:
    """Return the aria-current value for a link: page, true (a page below it) or nothing."""
    request = context.get("request")
    path = request.path if request else ""
    if path == href:
        return "page"
    return "true" if not exact and href != "/" and path.startswith(href) else ""
