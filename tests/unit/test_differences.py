"""What differs between two versions, entry by entry, whatever their order."""

import copy

import pytest

from thresholds.differences import Change, Difference, differences
from thresholds.labels import kind_at, value_in_words

BEFORE = {
    "title": "A",
    "window": None,
    "hate": {"at_least": 1},
    "conditions": [],
    "sources": ["diary"],
    "routes": [
        {"kind": "individual", "code": "one", "title": "One", "count": 3},
        {"kind": "several", "code": "two", "title": "Two", "people": 5},
    ],
}


def changed(**parts) -> tuple[Difference, ...]:
    return differences(BEFORE, copy.deepcopy(BEFORE) | parts)


def route(number: int, **parts) -> dict:
    return BEFORE["routes"][number] | parts


@pytest.mark.parametrize(
    ("parts", "path", "change", "before", "after"),
    [
        ({"title": "B"}, "title", Change.CHANGED, "A", "B"),
        ({"window": {"n": 6}}, "window", Change.ADDED, None, {"n": 6}),
        ({"hate": None}, "hate", Change.REMOVED, {"at_least": 1}, None),
        ({"sources": []}, "sources", Change.CHANGED, ["diary"], []),
        ({"conditions": [{"code": "c"}]}, "conditions[0]", Change.ADDED, None, {"code": "c"}),
        ({"conditions": ["c"]}, "conditions", Change.CHANGED, [], ["c"]),
        (
            {"routes": [route(0, count=2), route(1)]},
            "routes[0].count",
            Change.CHANGED,
            3,
            2,
        ),
        ({"routes": [route(1)]}, "routes[0]", Change.REMOVED, route(0), None),
        (
            {"routes": [route(0), {"code": "new"}, route(1)]},
            "routes[1]",
            Change.ADDED,
            None,
            {"code": "new"},
        ),
        (
            {"routes": [route(1), route(0)]},
            "routes",
            Change.MOVED,
            ["One", "Two"],
            ["Two", "One"],
        ),
        (
            {"routes": [route(0, kind="several"), route(1)]},
            "routes[0]",
            Change.CHANGED,
            route(0),
            route(0, kind="several"),
        ),
    ],
)
def test_one_change_is_one_difference(parts, path, change, before, after):
    assert changed(**parts) == (Difference(path=path, change=change, before=before, after=after),)


def test_an_entry_that_moved_and_changed_is_both():
    found = changed(routes=[route(1), route(0, count=2)])
    assert [(one.path, one.change) for one in found] == [
        ("routes[1].count", Change.CHANGED),
        ("routes", Change.MOVED),
    ]


def test_the_same_is_no_difference():
    assert differences(BEFORE, copy.deepcopy(BEFORE)) == ()


def test_two_entries_of_one_code_are_not_taken_for_one():
    twice = {"routes": [route(0), route(0, count=2)]}
    [one] = differences({"routes": [route(0)]}, twice)
    assert (one.path, one.change) == ("routes[1]", Change.ADDED)


def test_two_values_that_are_no_records_differ_as_a_whole():
    [one] = differences("A", "B")
    assert one == Difference(path="", change=Change.CHANGED, before="A", after="B")


def test_entries_that_are_known_by_nothing_are_compared_by_their_place():
    before, after = [{"n": 1}, {"n": 2}], [{"n": 1}, {"n": 3}, {"n": 4}]
    assert [(one.path, one.change) for one in differences(before, after)] == [
        ("[1].n", Change.CHANGED),
        ("[2]", Change.ADDED),
    ]


def test_choices_are_called_what_the_editor_calls_them():
    content = {"threshold": {"routes": [{"kind": "discretion", "title": "Harm"}]}}
    looked_at = kind_at("threshold.routes[0].factors", content)
    assert value_in_words(["harm", "adequacy_of_response"], looked_at) == (
        "harm, adequacy of response"
    )
    limit = kind_at("time_limits[0]", {"time_limits": [{}]})
    words = value_in_words({"count": 3, "unit": "working_day"}, limit)
    assert "working_day" not in words
    assert "working day" in words
    assert value_in_words("strange", kind_at("counting.receipt", {})) == "strange"


def test_an_entry_that_moved_is_called_by_its_title_or_code_or_not_at_all():
    titled, coded, nameless = {"code": "a", "title": "A"}, {"code": "b"}, {"n": 1}
    [one] = differences([titled, coded, nameless], [nameless, coded, titled])
    assert (one.path, one.change) == ("", Change.MOVED)
    assert one.before == ["A", "b", "an entry"]
    assert one.after == ["an entry", "b", "A"]
