"""Every published threshold in words: the public page, and the administrator's rows."""

import pytest

from cases.selectors.published import in_rows
from portals.public.threshold_words import conditions_in_words, routes_in_words
from tests.threshold_room import NOT_SHIPPED, PUBLISHED, procedure
from thresholds.routes import Discretion

NAMES = [path.stem for path in sorted(PUBLISHED.glob("*.json"))] + list(NOT_SHIPPED)


@pytest.mark.parametrize("name", NAMES)
def test_every_route_is_told_in_sentences_that_name_no_code(name):
    threshold = procedure(name).threshold
    told = routes_in_words(threshold)
    discretions = [one for one in threshold.routes if isinstance(one, Discretion)]
    assert len(told) == len(threshold.routes) - len(discretions) + bool(discretions)
    said = [sentence for route in told for sentence in route.sentences]
    said += [point for route in told for point in route.points] + conditions_in_words(threshold)
    assert said
    assert not [text for text in said if "_" in text or "None" in text or "  " in text]
    assert not [text for route in told for text in route.sentences if not text.endswith(".")]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_and_limit_has_its_row(name):
    asked = procedure(name)
    rows = in_rows(asked, version=1, since="1 March 2026")
    assert [row.title for row in rows.routes] == [one.title for one in asked.threshold.routes]
    assert all(row.rules for row in rows.routes)
    names = [limit.name for limit in (*asked.time_limits, *asked.meeting_limits)]
    assert [row.name for row in rows.limits] == names
    texts = [rule for row in rows.routes for rule in row.rules]
    assert not [text for text in texts if "_" in text or not text.endswith(".")]


def sentences(name):
    return " ".join(
        sentence
        for route in routes_in_words(procedure(name).threshold)
        for sentence in (*route.sentences, *route.points)
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("chelmsford", "once in the last six months. It was about hate."),
        ("plymouth", "At least one of the reports was about hate."),
        ("plymouth", "There is more that the agencies can do about it."),
        ("plymouth", "nuisance or annoyance with a serious effect over time"),
        ("birmingham", "It was written down as hate when you reported it."),
        ("darlington", "because of race, religion, disability, sexual orientation, being trans"),
        ("richmond-upon-thames", "Five or more reports have been made about one and the same"),
        ("elmbridge", "Five or more people besides you have reported it"),
        ("south-wales", "It all happened in the same place."),
        ("hillingdon", "The agency's case about it is closed."),
        ("sunderland", "how great the risk to you is: high"),
        ("lincolnshire", "The head of community safety has to agree."),
        ("high-risk-and-harm", "all of these together: the harm that it does, or could do; how"),
    ],
)
def test_what_is_particular_is_said(name, says):
    assert says in sentences(name)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("horsham", "A report counts when it was made within seven days of what happened."),
        ("cambridge", "Apply within six months of each report."),
        ("bedford", "Apply within six months of the latest incident."),
        ("first-complaint", "Apply within three months of the first report."),
        ("birmingham", "the council, a health service, a social landlord or the police."),
        ("ashfield", "that is most often one report. We look at each case."),
    ],
)
def test_what_makes_a_report_count_is_said(name, says):
    assert says in " ".join(conditions_in_words(procedure(name).threshold))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("plymouth", "At least 1 about hate."),
        ("birmingham", "At least 1 about hate, recorded as hate at the time."),
        ("richmond-upon-thames", "5 reports of one incident, by 1 or more people."),
        ("sunderland", "Any one of: a risk assessed as high."),
        ("high-risk-and-harm", "All of: harm, a risk assessed as high."),
        ("senior-officer-alone", "Agreed by: chief inspector."),
        ("hillingdon", "The agency's case about it is closed."),
    ],
)
def test_the_administrator_reads_the_same(name, says):
    rows = in_rows(procedure(name), version=1, since="1 March 2026")
    assert says in [rule for row in rows.routes for rule in row.rules]


def test_a_limit_at_a_meeting_stands_among_the_limits():
    rows = in_rows(procedure("cambridge"), version=1, since="1 March 2026")
    review = rows.limits[-1]
    assert (review.length, review.counted, review.confirmed) == (
        "Held every month",
        "at the next scheduled meeting after the application was received",
        True,
    )
