"""The pages of versions: begun, asked about, previewed, replayed, compared, published, exported."""

import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Assessment, Event
from cases.procedures import in_force, parsed
from cases.selectors import what_if
from organisations import clock
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.integration.browser_form import form_of
from tests.integration.versions_room import DAY, LATER, Versions, at_noon
from tests.walk import Walk
from tests.world import NOON, joans_submission, publish, publish_next
from thresholds.models import Procedure
from thresholds.procedure import parse_procedure, to_json
from thresholds.shipped import shipped


@pytest.fixture
def client(world):
    found = Client()
    found.force_login(world.people[Role.ADMINISTRATOR])
    return found


@pytest.fixture
def versions(world):
    return Versions(world)


def address(world, name: str, *more) -> str:
    return reverse(f"partnership:{name}", args=[world.partnership.slug, *more])


def text_of(response) -> str:
    return response.content.decode()


def newest(world) -> Procedure:
    with world.inside():
        return Procedure.objects.order_by("-version").first()


def test_the_list_shows_every_version_with_where_it_stands(world, client, versions):
    versions.next(on=LATER)
    versions.draft(title="Third")
    text = text_of(client.get(address(world, "versions")))
    for shown in ("Superseded", "In force", "Draft", "Third", "3 October 2018 to 9 July 2026"):
        assert shown in text, shown


def test_the_list_says_that_no_version_is_in_force(world, client, versions):
    gap = "No version is in force today"
    assert gap not in text_of(client.get(address(world, "versions")))
    versions.next(on=LATER, last_day=LATER)
    assert gap in text_of(client.get(address(world, "versions")))


def test_the_list_needs_as_many_queries_for_many_versions_as_for_few(world, client, versions):
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(world, "versions")).status_code == 200
        return len(found)

    versions.draft()
    few = count()
    for _ in range(5):
        versions.draft()
    assert count() == few


def start(client, world, source: str, **more):
    return client.post(address(world, "start_draft"), {"source": source} | more)


def test_a_draft_begins_from_a_version_or_from_what_another_area_published(world, client):
    page = text_of(client.get(address(world, "start_draft")))
    assert "Version 1, in force" in page
    assert "Ashfield Community Safety Partnership" in page
    answer = start(client, world, f"version:{world.procedure.pk}")
    assert answer.headers["Location"] == address(world, "version", newest(world).pk)
    assert newest(world).content == to_json(parse_procedure(world.procedure.content))
    start(client, world, "shipped:ashfield")
    assert (newest(world).version, newest(world).status) == (3, "draft")
    assert newest(world).content == to_json(parse_procedure(shipped("ashfield")))


def a_file(content) -> SimpleUploadedFile:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile("procedure.json", raw, content_type="application/json")


def test_what_was_exported_can_be_imported_again(world, client, versions):
    draft = versions.draft(title="Taken away")
    answer = client.get(address(world, "export_version", draft.pk))
    assert answer.headers["Content-Type"] == "application/json"
    assert "bassetlaw-newark-sherwood-version-2.json" in answer.headers["Content-Disposition"]
    start(client, world, "file", file=a_file(answer.content))
    assert newest(world).version == 3
    assert newest(world).content == draft.content


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"{", "The file must be JSON: "),
        (b"\xff\xfe\xff", "The file must be text in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b" " * 1_000_001, "smaller than 1 MB"),
        (b"[1]", "must be an object; got a list"),
        (b'"words"', "must be an object; got text"),
        (b'{"title": "\\ud800"}', "The file must be text in UTF-8"),
        (b'{"title": "a\\u0000b"}', "without the character U+0000"),
        (b"1" * 5000, "a number in it is too long"),
    ],
    ids=["half", "binary", "deep", "large", "list", "text", "surrogate", "zero", "long number"],
)
def test_a_file_that_is_no_procedure_is_refused_with_the_reason(world, client, content, shown):
    answer = start(client, world, "file", file=a_file(content))
    assert answer.status_code == 200
    assert shown in text_of(answer)
    assert newest(world).version == 1


def test_each_wrong_place_of_a_file_is_shown_by_its_path(world, client):
    content = copy.deepcopy(world.procedure.content)
    content["threshold"]["routes"][1]["window"]["n"] = -6
    content["time_limits"][0]["anchor"] = "full_moon"
    content["names"]["pannel"] = "LMAPS"
    text = text_of(start(client, world, "file", file=a_file(content)))
    for path in ("threshold.routes[1].window.n", "time_limits[0].anchor", "names.pannel"):
        assert f"<code>{path}</code>" in text, path
    assert "must be a whole number from 1 to 366; got -6" in text


@pytest.mark.parametrize("more", [{}, {"source": "file"}, {"source": "version:999999"}])
def test_something_must_be_chosen(world, client, more):
    answer = client.post(address(world, "start_draft"), more)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert newest(world).version == 1


def test_a_version_shows_what_is_missing_what_the_act_says_and_whom_to_ask(world, client, versions):
    draft = versions.draft()
    versions.ask(draft, "landlord")
    text = text_of(client.get(address(world, "version", draft.pk)))
    assert "Still to be asked: the local policing body" in text
    assert "The Act counts complaints by anyone." in text
    assert address(world, "edit_part", draft.pk, "risk") in text
    versions.edit(draft, title="Changed after they were asked")
    assert "Changed since" in text_of(client.get(address(world, "version", draft.pk)))


def test_what_those_who_were_asked_said_stays_with_the_version(world, client, versions):
    draft = versions.draft()
    form = {
        "body": "policing_body",
        "name": "Office of the PCC",
        "asked_on_day": "1",
        "asked_on_month": "6",
        "asked_on_year": "2026",
        "note": "Content with it.",
    }
    assert client.post(address(world, "consult", draft.pk), form).status_code == 302
    versions.ask(draft, "landlord")
    versions.publish(draft)
    text = text_of(client.get(address(world, "version", draft.pk)))
    for shown in ("Office of the PCC", "1 June 2026", "Content with it."):
        assert shown in text, shown
    assert "Changed since" not in text


def test_who_was_asked_and_when_must_be_said(world, client, versions):
    draft = versions.draft()
    answer = client.post(address(world, "consult", draft.pk), {"note": "Hm."})
    assert set(answer.context["form"].errors) == {"body", "name", "asked_on"}
    assert "Hm." in text_of(answer)
    ahead = {"body": "other", "name": "X"} | day_of("asked_on", at_noon(LATER + 3650 * DAY))
    answer = client.post(address(world, "consult", draft.pk), ahead)
    assert answer.status_code == 409
    assert "must not lie ahead" in text_of(answer)


def day_of(name: str, moment) -> dict:
    parts = {"day": moment.day, "month": moment.month, "year": moment.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


FAR = at_noon(LATER + 3650 * DAY)


def publish_form(client, page: str, **more) -> dict:
    return form_of(client.get(page)) | {"read": "on"} | day_of("effective_from", FAR) | more


def test_a_version_is_published_with_its_date(world, client, versions):
    draft = versions.consult(versions.draft())
    page = address(world, "publish", draft.pk)
    text = text_of(client.get(page))
    assert "The Act counts complaints by anyone." in text
    answer = client.post(page, publish_form(client, page), follow=True)
    assert "It binds from 7 July 2036." in text_of(answer)
    assert versions.read(draft.pk).status == "published"
    assert client.get(page).status_code == 404


def test_warnings_must_have_been_read_and_nothing_typed_is_lost(world, client, versions):
    draft = versions.consult(versions.draft())
    page = address(world, "publish", draft.pk)
    form = publish_form(client, page)
    del form["read"]
    answer = client.post(page, form)
    assert set(answer.context["form"].errors) == {"read"}
    assert form_of(answer)["effective_from_year"] == ["2036"]
    assert versions.read(draft.pk).status == "consulted"


@pytest.mark.parametrize(
    ("prepare", "more", "field", "shown"),
    [
        (lambda v: v.draft(), {}, "__all__", "Record first that the local policing body"),
        (
            lambda v: v.consult(v.draft()),
            {"effective_from_year": "2020"},
            "effective_from",
            "must be after today",
        ),
        (
            lambda v: v.consult(v.draft()),
            {"last_day_day": "1", "last_day_month": "1", "last_day_year": "2036"},
            "last_day",
            "The last day must not be before the first day",
        ),
    ],
    ids=["not consulted on", "in the past", "ends before it begins"],
)
def test_why_it_cannot_be_published_is_said_on_the_page(
    world, client, versions, prepare, more, field, shown
):
    draft = prepare(versions)
    page = address(world, "publish", draft.pk)
    answer = client.post(page, publish_form(client, page, **more))
    assert answer.status_code == 409
    assert shown in text_of(answer)
    assert list(answer.context["form"].errors) == [field]
    assert versions.read(draft.pk).status != "published"


def test_those_who_have_not_seen_the_last_change_are_named_before_publishing(
    world, client, versions
):
    draft = versions.consult(versions.draft())
    page, since = address(world, "publish", draft.pk), "has changed since these were asked"
    assert since not in text_of(client.get(page))
    versions.edit(draft, title="Not what they saw")
    assert f"{since}: The office, The office." in text_of(client.get(page))
    versions.ask(draft, "policing_body")
    assert f"{since}: The office." in text_of(client.get(page))
    versions.ask(draft, "landlord")
    assert since not in text_of(client.get(page))


def test_a_procedure_goes_from_draft_to_law_without_a_script(world, client, versions):
    """The partnership lowers its number to two, asks whom it must ask, and publishes."""
    begun = start(client, world, f"version:{world.procedure.pk}")
    draft = newest(world)
    part = address(world, "edit_part", draft.pk, "threshold")
    assert client.post(part, form_of(client.get(part)) | {"threshold-routes-0-count": "2"})
    for body in ("policing_body", "landlord"):
        page = address(world, "consult", draft.pk)
        asked = {"body": body, "name": "Asked", "note": "Yes."} | day_of("asked_on", NOON)
        assert client.post(page, form_of(client.get(page)) | asked).status_code == 302
    page = address(world, "publish", draft.pk)
    answer = client.post(page, publish_form(client, page), follow=True)
    assert "is published" in text_of(answer)
    assert begun.headers["Location"] in answer.redirect_chain[-1][0]
    with world.inside():
        found = in_force(partnership_id=world.partnership.pk, on=FAR.date())
        assert found.pk == draft.pk
        assert parsed(found).threshold.routes[0].count == 2
        kinds = Event.objects.filter(stream="procedure", stream_id=draft.pk).order_by("id")
        assert [one.kind for one in kinds] == [
            "procedure.drafted",
            "procedure.edited",
            "procedure.consulted",
            "procedure.consulted",
            "procedure.published",
        ]


def test_a_gap_is_warned_of_and_can_be_meant(world, client, versions):
    versions.next(last_day=LATER + 9 * DAY)
    draft = versions.consult(versions.draft())
    page = address(world, "publish", draft.pk)
    answer = client.post(page, publish_form(client, page))
    assert "From 20 July 2026 to 6 July 2036 no version would be published" in text_of(answer)
    assert versions.read(draft.pk).status == "consulted"
    answer = client.post(page, form_of(answer))
    assert answer.status_code == 302
    assert versions.read(draft.pk).status == "published"


def test_a_draft_is_given_up_unless_somebody_was_asked(world, client, versions):
    draft, asked = versions.draft(), versions.draft()
    versions.ask(asked, "other")
    for stored, status in ((draft, 302), (asked, 409)):
        page = address(world, "discard_draft", stored.pk)
        assert client.post(page, {"revision": stored.revision}).status_code == status
    assert newest(world) == asked
    assert "so it is kept" in text_of(client.get(address(world, "discard_draft", asked.pk)))


def test_two_versions_side_by_side_differ_in_plain_words(world, client, versions):
    threshold = copy.deepcopy(world.procedure.content["threshold"])
    threshold["routes"][0] |= {"count": 2, "persists": False}
    draft = versions.draft(threshold=threshold)
    answer = client.get(address(world, "compare", draft.pk, world.procedure.pk))
    rows = [(row.place, row.before, row.after) for row in answer.context["rows"]]
    route = "Threshold: Routes over the threshold: “Three reports by one person in six months”"
    assert rows == [
        (f"{route}: Number of reports", "3", "2"),
        (f"{route}: The problem must persist", "yes", "no"),
    ]
    same = client.get(address(world, "compare", draft.pk, draft.pk))
    assert "The two versions say the same" in text_of(same)


def test_the_public_page_and_the_letters_are_seen_before_they_bind(world, client, versions):
    threshold = copy.deepcopy(world.procedure.content["threshold"])
    threshold["routes"][0]["count"] = 2
    letters = world.procedure.content["letters"] | {"support": "Ring the new support line."}
    draft = versions.draft(threshold=threshold, letters=letters)
    slug = world.partnership.slug
    text = text_of(client.get(reverse("public:preview", args=[slug, draft.pk])))
    assert "Preview." in text
    assert "your landlord twice in the last six months" in text
    assert "three times" in text_of(client.get(reverse("public:partnership", args=[slug])))
    for kind, said in (
        ("acceptance", "your case will be reviewed"),
        ("rejection", "we will not carry out a review"),
    ):
        letter = text_of(client.get(address(world, "preview_letter", draft.pk, kind)))
        assert said in letter
        assert "A. Sample" in letter
        assert "Ring the new support line." in letter
    assert client.get(address(world, "preview_letter", draft.pk, "closure")).status_code == 404


def test_a_draft_with_problems_has_pages_that_say_so(world, client, versions):
    draft = versions.edit(versions.draft(), letters={})
    preview = client.get(reverse("public:preview", args=[world.partnership.slug, draft.pk]))
    assert preview.status_code == 409
    for name, more in (
        ("version", []),
        ("publish", []),
        ("what_if", []),
        ("preview_letter", ["rejection"]),
        ("edit_part", ["names"]),
        ("compare", [world.procedure.pk]),
        ("export_version", []),
    ):
        assert client.get(address(world, name, draft.pk, *more)).status_code == 200, name


def decided(world, *, incidents: int, outcome: str, ground: str = "") -> Walk:
    at = clock.now() - 30 * DAY
    told = joans_submission(world, at=at).incidents[:incidents]
    walk = Walk(world, at=at, incidents=told).acknowledge().assess(harm="no").risk(vulnerable=False)
    return walk.decide(outcome, ground=ground)


def test_the_past_years_cases_are_judged_by_a_draft(world, client, versions, monkeypatch):
    """Two were refused for want of a third complaint; a draft that asks for two would take them."""
    refused = [decided(world, incidents=2, outcome="rejected") for _ in range(2)]
    decided(world, incidents=3, outcome="accepted", ground="statutory")
    long_ago = decided(world, incidents=2, outcome="rejected")
    with world.inside():
        long_ago.case().decisions.update(decided_at=clock.now() - 800 * DAY)
    threshold = copy.deepcopy(world.procedure.content["threshold"])
    threshold["statute"]["count"] = 2
    draft = versions.draft(threshold=threshold)
    with world.inside():
        kept = Assessment.objects.count()
    found = client.get(address(world, "what_if", draft.pk)).context["replay"]
    assert (found.replayed, found.unread, found.left_out, found.narrower) == (3, 0, 0, 0)
    assert found.moves == (("Not met", "Met: the test in the Act", 2),)
    references = {walk.submitted.application.reference for walk in refused}
    assert {row.reference for row in found.changed} == references
    with world.inside():
        assert Assessment.objects.count() == kept
    monkeypatch.setattr(what_if, "MOST_CASES", 2)
    assert client.get(address(world, "what_if", draft.pk)).context["replay"].left_out == 1


def test_what_a_draft_would_take_away_comes_first(world, client, versions):
    """Five people and no discretion: somebody with two reports under a wider version loses."""
    content = copy.deepcopy(world.procedure.content)
    content["threshold"]["routes"][0]["count"] = 2
    publish_next(world, content)
    decided(world, incidents=2, outcome="accepted", ground="local")
    draft = versions.draft(**shipped("bassetlaw-newark-sherwood"))
    page = client.get(address(world, "what_if", draft.pk))
    [row] = page.context["replay"].changed
    assert (row.before, row.after, row.narrower) == ("Met: a published route", "Not met", True)
    assert "Narrower" in text_of(page)


def test_facts_that_cannot_be_read_are_counted_apart(world, client, versions):
    walk = decided(world, incidents=2, outcome="rejected")
    with world.inside():
        Assessment.objects.filter(case_id=walk.case_id).update(facts={"of": "long ago"})
    found = client.get(address(world, "what_if", versions.draft().pk)).context["replay"]
    assert (found.replayed, found.unread) == (0, 1)


def test_the_replay_needs_as_many_queries_for_many_cases_as_for_few(world, client, versions):
    draft = versions.draft()

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(world, "what_if", draft.pk)).status_code == 200
        return len(found)

    decided(world, incidents=2, outcome="rejected")
    few = count()
    for _ in range(3):
        decided(world, incidents=2, outcome="rejected")
    assert count() == few


def test_another_partnerships_versions_are_not_there(world, client):
    with transaction_in(Scope.staff(world.neighbour.pk)):
        theirs = publish(world.neighbour, "ashfield").pk
    for name, more in (
        ("version", []),
        ("edit_part", ["names"]),
        ("consult", []),
        ("publish", []),
        ("discard_draft", []),
        ("what_if", []),
        ("preview_letter", ["rejection"]),
        ("export_version", []),
        ("compare", [world.procedure.pk]),
    ):
        assert client.get(address(world, name, theirs, *more)).status_code == 404, name
    preview = reverse("public:preview", args=[world.partnership.slug, theirs])
    assert client.get(preview).status_code == 404
    beside = address(world, "compare", world.procedure.pk, theirs)
    assert client.get(beside).status_code == 404


def office(world) -> Client:
    found = Client()
    found.force_login(world.people[Role.PCC_OFFICER])
    return found


def test_the_office_sees_what_was_published_and_what_it_was_asked_about(world, versions):
    asked, unasked = versions.draft(title="Shown to the office"), versions.draft(title="At home")
    versions.ask(asked, "policing_body")
    versions.ask(unasked, "landlord")
    page = reverse("pcc:procedures", args=[world.area.slug])
    text = text_of(office(world).get(page))
    assert "Shown to the office" in text
    assert "At home" not in text
    assert "The office: Content." in text

    def beside(other: Procedure, slug: str = world.partnership.slug):
        place = [world.area.slug, slug, world.procedure.pk, other.pk]
        return office(world).get(reverse("pcc:compare", args=place))

    assert "Shown to the office" in text_of(beside(asked))
    assert beside(unasked).status_code == 404
    assert beside(asked, "ashfield").status_code == 404
    assert beside(asked, "nowhere").status_code == 404


def test_the_offices_page_asks_each_partnership_once(world, versions):
    page = reverse("pcc:procedures", args=[world.area.slug])
    client = office(world)

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(page).status_code == 200
        return len(found)

    versions.ask(versions.draft(), "policing_body")
    few = count()
    for _ in range(4):
        versions.ask(versions.draft(), "policing_body")
    assert count() == few
