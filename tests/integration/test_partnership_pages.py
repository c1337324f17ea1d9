"""Overview, procedure, statistics and audit of a partnership."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.event_kinds import EVENT_WORDS, EventKind
from cases.models import Event
from cases.selectors import audit
from organisations.models import District, Membership
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.walk import Walk
from tests.world import apply_as_joan, publish


def url(world, name: str, *more) -> str:
    return reverse(f"partnership:{name}", args=[world.partnership.slug, *more])


def browser(world, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


@pytest.fixture
def administrator(world):
    return browser(world, Role.ADMINISTRATOR)


@pytest.fixture
def auditor(world):
    return browser(world, Role.AUDITOR)


def count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_overview_shows_districts_agencies_and_what_is_in_force(world, administrator):
    apply_as_joan(world)
    text = administrator.get(url(world, "overview")).content.decode()
    for shown in (
        "Newark &amp; Sherwood",
        "Sam Okafor",
        "A1 Housing",
        "Worksop",
        "Community Trigger procedure, version 1, since 3 October 2018",
    ):
        assert shown in text, shown


def test_the_overview_counts_open_cases_only(world, administrator):
    Walk(world).to_closed()
    apply_as_joan(world)
    page = administrator.get(url(world, "overview"))
    assert page.context["overview"].open_cases == "1"
    assert page.context["overview"].people == 6


@pytest.mark.parametrize(
    "name",
    ["ashfield", "bassetlaw-newark-sherwood", "richmond-upon-thames", "staffordshire"],
)
def test_each_packaged_procedure_can_be_read(world, name):
    with transaction_in(Scope.staff(world.neighbour.pk)):
        publish(world.neighbour, name)
    person = world.people[Role.ADMINISTRATOR]
    Membership.objects.filter(user=person).update(partnership=world.neighbour)
    page = browser(world, Role.ADMINISTRATOR).get(
        reverse("partnership:procedure", args=[world.neighbour.slug])
    )
    assert page.status_code == 200
    shown = page.context["procedure"]
    text = page.content.decode()
    assert len(shown.limits) >= 2
    assert all(route.rules for route in shown.routes)
    assert len(shown.bands) >= 2
    assert "To be confirmed" in text


def test_the_procedure_says_what_is_asked_and_what_is_open(world, administrator):
    text = administrator.get(url(world, "procedure")).content.decode()
    for shown in (
        "3 qualifying complaints, each made within one month beginning with the behaviour",
        "3 reports by one person. In six months. Each of a separate incident.",
        "5 people, 5 reports. The applicant counts among them. In six months.",
        "25 working days",
        "after the application was received",
        "20 working days after the result was sent",
        "LMAPS",
    ):
        assert shown in text, shown


def test_without_a_procedure_the_pages_say_so(world, administrator):
    person = world.people[Role.ADMINISTRATOR]
    Membership.objects.filter(user=person).update(partnership=world.neighbour)
    for name in ("procedure", "overview", "statistics"):
        page = administrator.get(reverse(f"partnership:{name}", args=[world.neighbour.slug]))
        assert page.status_code == 200
    assert (
        "No procedure is in force"
        in administrator.get(
            reverse("partnership:procedure", args=[world.neighbour.slug])
        ).content.decode()
    )


def test_the_statistics_are_by_district_and_year(world, administrator):
    Walk(world).to_closed()
    page = administrator.get(url(world, "statistics"))
    [year] = page.context["years"]
    assert year.year == 2026
    by_district = {row.where: row for row in year.rows}
    assert by_district["Bassetlaw"].applications_received == 1
    assert by_district["Bassetlaw"].with_recommendations == 1
    assert by_district["Newark & Sherwood"].applications_received == 0
    assert year.total.reviews_carried_out == 1


def test_every_kind_of_event_has_its_words():
    assert set(EVENT_WORDS) == set(EventKind)


def test_the_audit_shows_what_happened_and_nothing_of_the_case(world, auditor):
    walk = Walk(world).to_closed()
    text = auditor.get(url(world, "audit")).content.decode()
    assert "Case closed" in text
    assert "Single point of contact Example" in text
    assert url(world, "audit_case", walk.case().reference) in text
    assert "Joan" not in text


def test_the_audit_goes_on_page_by_page_to_the_first_event(world, auditor, monkeypatch):
    monkeypatch.setattr(audit, "PAGE", 3)
    Walk(world).to_planned()
    with world.inside():
        every = list(
            Event.objects.filter(partnership=world.partnership)
            .order_by("-id")
            .values_list("pk", flat=True)
        )
    seen, before = [], None
    while True:
        page = auditor.get(url(world, "audit"), {"before": before} if before else {})
        seen += [row.id for row in page.context["page"].rows]
        before = page.context["page"].before
        if before is None:
            break
    assert seen == every


def test_the_audit_needs_as_many_queries_for_many_events_as_for_few(world, auditor):
    Walk(world).acknowledge()
    count(auditor, url(world, "audit"))
    few = count(auditor, url(world, "audit"))
    Walk(world).to_closed()
    assert count(auditor, url(world, "audit")) == few


def test_whole_chains_are_found_whole(world, auditor):
    Walk(world).to_closed()
    page = auditor.get(url(world, "audit"), {"verify": "1"})
    found = page.context["verification"]
    with world.inside():
        assert found.events == Event.objects.filter(partnership=world.partnership).count()
    assert found.problems == ()
    assert "none was changed" in page.content.decode()


def test_chains_longer_than_a_chunk_are_checked_to_the_end(world, monkeypatch):
    monkeypatch.setattr(audit, "CHUNK", 2)
    Walk(world).to_closed()
    Walk(world).to_accepted()
    with world.inside():
        found = audit.verify_partnership(partnership_id=world.partnership.pk)
        events = Event.objects.filter(partnership=world.partnership)
        assert found.events == events.count()
        assert found.streams == len(set(events.values_list("stream", "stream_id")))
    assert found.problems == ()


def test_an_event_put_in_from_outside_is_found_and_named(world, auditor):
    """A forged last link: somebody with the database's password writes an event by hand."""
    walk = Walk(world).acknowledge()
    with world.inside():
        last = Event.objects.filter(stream="case", stream_id=walk.case_id).latest("sequence")
        forged = Event.objects.get(pk=last.pk)
        forged.pk, forged.sequence, forged.kind = None, last.sequence + 1, "case.closed"
        forged.previous_hash = last.hash
        forged.save(force_insert=True)
    page = auditor.get(url(world, "audit"), {"verify": "1"})
    assert page.context["verification"].problems == (f"event {forged.pk} was changed",)
    assert "The record is not whole" in page.content.decode()
    case_page = auditor.get(url(world, "audit_case", walk.case().reference))
    assert "The record is not whole" in case_page.content.decode()


def test_a_gap_in_a_chain_is_found(world):
    walk = Walk(world).acknowledge()
    with world.inside():
        last = Event.objects.filter(stream="case", stream_id=walk.case_id).latest("sequence")
        late = Event.objects.get(pk=last.pk)
        late.pk, late.sequence = None, last.sequence + 2
        late.save(force_insert=True)
        found = audit.verify_partnership(partnership_id=world.partnership.pk)
    assert found.problems == (
        f"event {late.pk}: number {last.sequence + 2} instead of {last.sequence + 1}",
    )


def test_one_cases_audit_shows_events_and_reads_with_their_result(world, auditor):
    walk = Walk(world).to_closed()
    address = url(world, "audit_case", walk.case().reference)
    auditor.get(address)
    page = auditor.get(address)
    kinds = [row.what for row in page.context["events"]]
    assert kinds[0] == "Application received"
    assert "Case closed" in kinds
    assert [row.what for row in page.context["reads"]] == ["Opened: audit"]
    text = page.content.decode()
    for content in ("Joan", "stones", "The reports were handled"):
        assert content not in text


def test_a_reference_typed_leads_to_its_case(world, auditor):
    reference = Walk(world).case().reference
    answer = auditor.get(url(world, "audit"), {"reference": f" {reference.lower()} "})
    assert answer.status_code == 302
    assert auditor.get(answer["Location"]).status_code == 200
    gone = auditor.get(url(world, "audit"), {"reference": "nonsense"}, follow=True)
    assert gone.status_code == 404


def test_an_auditor_of_one_district_sees_that_districts_events_only(world, auditor):
    walk = Walk(world)
    with world.inside():
        elsewhere = District.objects.get(partnership=world.partnership, slug="newark-sherwood")
    Membership.objects.filter(user=world.people[Role.AUDITOR]).update(district_id=elsewhere.pk)
    assert auditor.get(url(world, "audit")).context["page"].rows == ()
    address = url(world, "audit_case", walk.case().reference)
    assert auditor.get(address).status_code == 404


def test_another_partnerships_case_is_not_in_the_audit(world, auditor):
    reference = Walk(world).case().reference
    Membership.objects.filter(user=world.people[Role.AUDITOR]).update(partnership=world.neighbour)
    assert auditor.get(url(world, "audit")).status_code == 404
    there = reverse("partnership:audit_case", args=[world.neighbour.slug, reference])
    assert auditor.get(there).status_code == 404


def test_pages_that_are_read_take_no_post(world, administrator, auditor):
    for name in ("overview", "procedure", "statistics"):
        assert administrator.post(url(world, name)).status_code == 405
    assert auditor.post(url(world, "audit")).status_code == 405
