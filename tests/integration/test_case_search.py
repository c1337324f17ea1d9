"""What cases are found by follows their people, and every way of searching finds the same."""

import io
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.test import override_settings

from cases.commands.applying import PersonGiven
from cases.commands.indexing import index_case
from cases.commands.intake import merge
from cases.models import Case, CaseToken, Involvement, Person
from cases.search_words import tokens_of, words_typed
from cases.selectors import spoc_search
from cases.selectors.spoc import GROUPS
from cases.selectors.spoc_search import Sought, cases_found
from organisations.models import Partnership
from organisations.tenancy import Scope, for_each_partnership, transaction_in
from portals.demo.volume.places import slug_of
from tests.walk import Walk

COLUMNS = ("pk", "reference")
ADA = PersonGiven(full_name="Ada Sørensen", postcode="NG22 9AB")
BEN = PersonGiven(full_name="Ben D’Arcy-Müller", postcode="S81 7XY")


def tokens(walk: Walk) -> set[str]:
    with walk.world.inside():
        found = CaseToken.objects.filter(partnership=walk.world.partnership, case_id=walk.case_id)
        return set(found.values_list("token", flat=True))


def found(world, typed: str) -> list[int]:
    sought = Sought(
        partnership_id=world.partnership.pk,
        words=words_typed(typed),
        districts=None,
        statuses=None,
    )
    with world.inside():
        return [row[0] for row in cases_found(sought, columns=COLUMNS, most=26)]


def test_a_case_is_found_by_victim_representative_and_group(world):
    walk = Walk(
        world, route="group", applicant=ADA, victim=BEN, others=(PersonGiven(full_name="Cy"),)
    )
    assert tokens(walk) == tokens_of("Ada Sørensen", "NG22 9AB", "Ben D'Arcy-Müller", "S81 7XY Cy")


def test_any_beginning_of_any_word_of_any_name_finds_the_case(world):
    walks = [Walk(world, applicant=ADA), Walk(world, applicant=ADA, victim=BEN)]
    Walk(world)
    for walk in walks:
        with world.inside():
            names = list(
                Person.objects.filter(
                    partnership=world.partnership, case_id=walk.case_id
                ).values_list("full_name", flat=True)
            )
        for word in " ".join(names).split():
            for end in range(1, len(word) + 1):
                assert walk.case_id in found(world, word[:end]), word[:end]


def test_a_witness_is_not_what_a_case_is_found_by(world):
    walk = Walk(world)
    below = {
        "partnership": world.partnership,
        "application": walk.submitted.application,
        "case_id": walk.case_id,
    }
    with world.inside():
        witness = Person.objects.create(**below, full_name="Nosy Parker")
        Involvement.objects.create(**below, person=witness, role=Involvement.Role.WITNESS)
        index_case(walk.case())
    assert "parker" not in tokens(walk)


def test_indexing_follows_a_changed_name_and_does_nothing_twice(world):
    walk = Walk(world)
    with world.inside():
        Person.objects.filter(partnership=world.partnership, full_name="Joan Marsh").update(
            full_name="Joan Hill"
        )
        Case.objects.filter(partnership=world.partnership).update(applicant_name="Joan Hill")
        index_case(walk.case())
        written = set(CaseToken.objects.values_list("pk", "token"))
        index_case(walk.case())
        assert set(CaseToken.objects.values_list("pk", "token")) == written
    assert tokens(walk) == {"joan", "hill", "s80", "s801ps"}


def test_a_merged_case_s_people_lead_to_the_lead_and_its_name_to_both(world):
    lead, joined = Walk(world), Walk(world, applicant=ADA, victim=BEN)
    merge(**joined.command(lead_id=lead.case_id))
    assert found(world, "ada") == [lead.case_id]
    assert found(world, "ng22 9ab") == [lead.case_id]
    assert found(world, "darcy") == [joined.case_id, lead.case_id]
    assert found(world, "joan") == [lead.case_id]


def test_nothing_typed_but_punctuation_finds_nothing(world):
    Walk(world)
    assert found(world, "-") == []


def test_going_through_the_partnerships_each_has_its_own_scope(world):
    Walk(world)
    seen = {}

    def look(partnership_id: int) -> None:
        seen[partnership_id] = Case.objects.count()

    for_each_partnership([world.neighbour.pk, world.partnership.pk], look)
    assert seen == {world.neighbour.pk: 0, world.partnership.pk: 1}


@pytest.fixture(scope="module")
def volume(django_db_setup, django_db_blocker):
    """The largest partnership of a volume: its cases' ids, statuses and tokens, newest first."""
    with django_db_blocker.unblock(), override_settings(DEMO=True, DEMO_PASSWORD="volume-volume"):
        try:
            call_command("seed_volume", cases=1500, partnerships=2, stdout=io.StringIO())
            partnership = Partnership.objects.get(slug=slug_of(1))
            with transaction_in(Scope.staff(partnership.pk)):
                cases = {
                    pk: (status, district, set())
                    for pk, status, district in Case.objects.filter(partnership=partnership)
                    .order_by("-pk")
                    .values_list("pk", "status", "district_id")
                }
                for pk, token in CaseToken.objects.filter(partnership=partnership).values_list(
                    "case_id", "token"
                ):
                    cases[pk][2].add(token)
            yield partnership.pk, cases
        finally:
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


def one_by_one(cases: dict, sought: Sought) -> list[int]:
    """What a search must find, by looking at every case."""
    return [
        pk
        for pk, (status, district, words) in cases.items()
        if (not sought.last_id or pk < sought.last_id)
        and (sought.statuses is None or status in sought.statuses)
        and (sought.districts is None or district in sought.districts)
        and all(any(token.startswith(word) for token in words) for word in sought.words)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["", "new", "closed"])
@pytest.mark.parametrize("typed", ["a", "a s", "s a zz1", "ada", "zz12 1", "ada ash", "q u", "xyz"])
def test_every_way_finds_what_looking_at_every_case_finds(volume, typed, group, monkeypatch):
    """Each number of tokens above which a word counts as frequent leads another way."""
    partnership, cases = volume
    districts = {district for _, district, _ in cases.values()}
    for last_id, reach in ((0, None), (sorted(cases)[len(cases) // 2], {min(districts)})):
        sought = Sought(
            partnership_id=partnership,
            words=words_typed(typed),
            districts=reach,
            statuses=GROUPS[group][1] if group else None,
            last_id=last_id,
        )
        wanted = one_by_one(cases, sought)[:26]
        for few in (0, 20, 200, spoc_search.FEW):
            monkeypatch.setattr(spoc_search, "FEW", few)
            with transaction_in(Scope.staff(partnership)):
                rows = cases_found(sought, columns=COLUMNS, most=26)
            assert [row[0] for row in rows] == wanted, few
            assert all(one > other for one, other in pairwise(row[0] for row in rows))
