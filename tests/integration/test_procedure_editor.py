"""The editor of a draft: forms from the procedure's own types, each error at its field."""

import pytest
from django.test import Client
from django.urls import reverse

from organisations.roles import Role
from portals.partnership.editing.forms import edited_fields
from portals.partnership.editing.parts import parts
from tests.integration.browser_form import buttons_of, form_of
from tests.integration.versions_room import Versions
from thresholds.models import Procedure
from thresholds.procedure import parse_procedure
from thresholds.shipped import shipped, shipped_names


@pytest.fixture
def client(world):
    found = Client()
    found.force_login(world.people[Role.ADMINISTRATOR])
    return found


@pytest.fixture
def versions(world):
    return Versions(world)


@pytest.fixture
def draft(versions):
    return versions.draft()


def page(stored: Procedure, name: str, *more) -> str:
    slug = "bassetlaw-newark-sherwood"
    return reverse(f"partnership:{name}", args=[slug, stored.pk, *more])


def errors(response) -> list[str]:
    return [row["text"] for row in response.context["form"].summary()]


def test_every_field_of_a_procedure_stands_on_one_page():
    names = [name for part in parts() for name in part.names]
    assert sorted(names) == sorted(edited_fields())
    assert "format" not in names


@pytest.mark.parametrize("name", shipped_names())
def test_saving_each_page_as_it_stands_changes_nothing(client, versions, name):
    """Every kind of value survives its way through the page, whatever a partnership publishes."""
    draft = versions.draft(**shipped(name))
    for part in parts():
        address = page(draft, "edit_part", part.key)
        answer = client.post(address, form_of(client.get(address)))
        assert answer.status_code == 302, (part.key, errors(answer))
    after = versions.read(draft.pk).content
    assert parse_procedure(after) == parse_procedure(shipped(name))


def test_a_number_is_changed(client, versions, draft):
    address = page(draft, "edit_part", "threshold")
    form = form_of(client.get(address)) | {"threshold-routes-0-count": "2"}
    answer = client.post(address, form, follow=True)
    assert "“Threshold” is saved." in answer.content.decode()
    stored = versions.read(draft.pk)
    assert stored.content["threshold"]["routes"][0]["count"] == 2
    assert stored.revision == 2


WRONG = {
    "a count of nothing": (
        "threshold",
        {"threshold-routes-0-count": "0"},
        "threshold-routes-0-count",
        "Number of reports must be a whole number from 1 to 50",
    ),
    "more than the Act allows": (
        "threshold",
        {"threshold-statute-count": "4"},
        "threshold-statute-count",
        "Number of qualifying complaints must be a whole number from 1 to 3",
    ),
    "a negative window": (
        "threshold",
        {"threshold-routes-0-window-n": "-6"},
        "threshold-routes-0-window-n",
        "How many must be a whole number from 1 to 366",
    ),
    "words for a number": (
        "threshold",
        {"threshold-routes-0-count": "three"},
        "threshold-routes-0-count",
        "Number of reports must be a whole number",
    ),
    "nothing": (
        "names",
        {"names-panel": " "},
        "names-panel",
        "Fill in: The meeting, short",
    ),
    "an anchor that is not known": (
        "time-limits",
        {"time_limits-0-anchor": "full_moon"},
        "time_limits-0-anchor",
        "Counted from must be one of receipt, acknowledgement",
    ),
    "a limit of no days": (
        "time-limits",
        {"time_limits-1-count": "0"},
        "time_limits-1-count",
        "How many must be a whole number from 1 to 1000",
    ),
    "an event that is none": (
        "time-limits",
        {"time_limits-0-met_by": "acknowledgement.told\nsent"},
        "time_limits-0-met_by",
        "Met when this is recorded must be kinds of events",
    ),
    "fewer reports than people": (
        "threshold",
        {"threshold-routes-1-reports": "2"},
        "threshold-routes-1-reports",
        "must be at least 5, the number of people",
    ),
    "a time that is none": (
        "time-limits",
        {"counting-office_closes": "five"},
        "counting-office_closes",
        "The office closes at must be a time such as '17:00'",
    ),
    "points below nothing": (
        "risk",
        {"risk_matrix-questions-0-answers-0-points": "-1"},
        "risk_matrix-questions-0-answers-0-points",
        "Points must be a whole number from 0 to 100",
    ),
    "a line with too much": (
        "names",
        {"assessed_by": "x" * 4001},
        "assessed_by",
        "Assessed together by",
    ),
}


@pytest.mark.parametrize("case", [name for name in WRONG if name != "a line with too much"])
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client, versions, draft, case
):
    part, typed, field, message = WRONG[case]
    address = page(draft, "edit_part", part)
    sent = form_of(client.get(address)) | typed
    answer = client.post(address, sent)
    assert answer.status_code == 200
    [shown] = answer.context["form"].summary()
    assert message in shown["text"]
    assert shown["target"].startswith(f"id_{field}")
    text = answer.content.decode()
    assert f'href="#{shown["target"]}"' in text
    assert f'id="id_{field}_error"' in text
    assert text.count("<title>Error: ") == 1
    comes_back = {name: [value.strip() for value in values] for name, values in sent.items()} | {
        name: [value.strip()] for name, value in typed.items()
    }
    again = {name: [value.strip() for value in values] for name, values in form_of(answer).items()}
    assert again == comes_back
    assert versions.read(draft.pk).revision == 1


def test_every_error_of_the_page_is_shown_at_once(client, draft):
    address = page(draft, "edit_part", "threshold")
    wrong = {
        "threshold-routes-0-count": "0",
        "threshold-routes-1-people": "1",
        "threshold-routes-2-title": "",
        "threshold-statute-report_within-unit": "",
    }
    answer = client.post(address, form_of(client.get(address)) | wrong)
    assert set(answer.context["form"].errors) == set(wrong)


def test_the_summary_tells_in_which_entry_something_is_wrong(client, draft):
    address = page(draft, "edit_part", "risk")
    question, answer = "risk_matrix-questions-0", "risk_matrix-questions-0-answers-1"
    wrong = {f"{question}-title": "", f"{answer}-title": "Most days", f"{answer}-points": "many"}
    shown = client.post(address, form_of(client.get(address)) | wrong).context["form"].summary()
    assert [one["text"] for one in shown] == [
        "Questions, no. 1: Fill in: Question",
        "Questions, no. 1: 2. Most days: Points must be a whole number",
    ]


def test_the_summary_tells_of_which_limit_a_number_is_missing(client, draft):
    address = page(draft, "edit_part", "threshold")
    wrong = {"threshold-statute-report_within-n": ""}
    [shown] = client.post(address, form_of(client.get(address)) | wrong).context["form"].summary()
    assert shown["text"] == "A complaint counts when it is made within: Fill in: How many"


def test_two_entries_with_one_code_are_said_at_the_list(client, draft):
    address = page(draft, "edit_part", "exclusions")
    code = "agency_timeframe_unexpired"
    answer = client.post(address, form_of(client.get(address)) | {"exclusions-1-code": code})
    [shown] = answer.context["form"].summary()
    assert "comes twice" in shown["text"]
    assert f'id="{shown["target"]}"' in answer.content.decode()


def press(client, address: str, act: str, form: dict | None = None):
    """Press a button of the page; it must be there."""
    before = client.get(address)
    if form is None:
        assert ("do", act) in buttons_of(before)
    return client.post(address, (form or form_of(before)) | {"do": act})


def test_a_route_is_added_moved_and_removed_by_buttons_alone(client, versions, draft):
    address = page(draft, "edit_part", "threshold")
    answer = press(client, address, "add:threshold-routes:several_people")
    form = form_of(answer)
    assert form["threshold-routes-count"] == ["4"]
    assert form["threshold-routes-3-is"] == ["several_people"]
    assert not errors(answer)
    assert "autofocus" in answer.content.decode()
    form |= {
        "threshold-routes-3-title": "Three neighbours",
        "threshold-routes-3-clause": "New",
        "threshold-routes-3-people": "3",
        "threshold-routes-3-reports": "3",
    }
    answer = press(client, address, "up:threshold-routes-3", form)
    answer = press(client, address, "remove:threshold-routes-0", form_of(answer))
    form = form_of(answer)
    assert [form[f"threshold-routes-{number}-title"][0] for number in range(3)] == [
        "Reports by five people in six months",
        "Three neighbours",
        "Below the threshold, because of harm or vulnerability",
    ]
    assert versions.read(draft.pk).revision == 1
    assert client.post(address, form).status_code == 302
    routes = versions.read(draft.pk).content["threshold"]["routes"]
    assert routes[1]["code"] == "three_neighbours"
    assert routes[1]["window"] is None


def test_what_may_be_left_out_is_added_and_left_out_by_buttons(client, versions, draft):
    address = page(draft, "edit_part", "threshold")
    answer = press(client, address, "add:threshold-routes-0-recency:")
    answer = press(client, address, "remove:threshold-report_within", form_of(answer))
    form = form_of(answer) | {
        "threshold-routes-0-recency-of": "report",
        "threshold-routes-0-recency-within-n": "1",
        "threshold-routes-0-recency-within-unit": "month",
    }
    assert client.post(address, form).status_code == 302
    threshold = versions.read(draft.pk).content["threshold"]
    assert threshold["report_within"] is None
    assert threshold["routes"][0]["recency"]["of"] == "report"


def test_nested_lists_grow_and_shrink(client, versions, draft):
    address = page(draft, "edit_part", "risk")
    answer = press(client, address, "add:risk_matrix-questions-0-answers:")
    form = form_of(answer) | {
        "risk_matrix-questions-0-answers-5-title": "Never",
        "risk_matrix-questions-0-answers-5-points": "0",
    }
    answer = press(client, address, "remove:risk_matrix-questions-13", form)
    assert client.post(address, form_of(answer)).status_code == 302
    questions = versions.read(draft.pk).content["risk_matrix"]["questions"]
    assert len(questions) == 13
    assert questions[0]["answers"][5] == {"code": "never", "title": "Never", "points": 0}


@pytest.mark.parametrize(
    "act",
    [
        "remove:threshold-routes-99",
        "up:threshold-routes-0",
        "down:threshold-routes-2",
        "add:nothing",
        "add:threshold-statute-count:x",
        "remove:",
        "fly:threshold-routes-0",
        "remove:threshold-routes-0-title-0",
    ],
)
def test_a_button_that_fits_nothing_changes_nothing(client, draft, act):
    address = page(draft, "edit_part", "threshold")
    before = form_of(client.get(address))
    answer = client.post(address, before | {"do": act})
    assert answer.status_code == 200
    assert form_of(answer) == before


def test_a_page_that_grew_stale_keeps_what_was_typed(client, versions, draft):
    address = page(draft, "edit_part", "names")
    form = form_of(client.get(address)) | {"names-panel": "Panel"}
    versions.edit(draft, title="Somebody else was here")
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.content.decode()
    assert form_of(answer)["names-panel"] == ["Panel"]
    assert form_of(answer)["revision"] == ["2"]
    assert versions.read(draft.pk).content["names"]["panel"] == "LMAPS"
    assert client.post(address, form_of(answer)).status_code == 302


def test_what_is_wrong_on_another_page_does_not_stop_this_one(client, versions, draft):
    """Leaving out a time limit breaks the review by the policing body, which is said on the way."""
    address = page(draft, "edit_part", "time-limits")
    answer = press(client, address, "remove:time_limits-3")
    answer = client.post(address, form_of(answer), follow=True)
    text = answer.content.decode()
    assert "To be put right before it can be published" in text
    assert "must name one of the time limits" in text
    assert page(draft, "edit_part", "review") in text
    assert len(versions.read(draft.pk).content["time_limits"]) == 3


def test_what_is_published_is_not_edited(client, world, draft):
    for name in ("edit_part", "consult", "discard_draft", "publish"):
        more = ["names"] if name == "edit_part" else []
        assert client.get(page(world.procedure, name, *more)).status_code == 404
    assert client.get(page(draft, "edit_part", "no-such-part")).status_code == 404


def test_the_guard_speaks_where_the_rule_stands(client, draft):
    address = page(draft, "edit_part", "threshold")
    answer = client.get(address)
    said = answer.context["form"].concerns_by_place()
    assert "The Act counts complaints by anyone. (s.104(4))" in said["threshold-routes-0"][0]
    assert "does not ask that the problem still goes on" in said["threshold-routes-0-persists"][0]
    assert "s.104(4)" in answer.content.decode()
    form = form_of(answer)
    del form["threshold-routes-0-persists"]
    said = client.post(address, form | {"do": "fly:"}).context["form"].concerns_by_place()
    assert "threshold-routes-0-persists" not in said
    assert not client.get(page(draft, "edit_part", "names")).context["form"].concerns_by_place()
