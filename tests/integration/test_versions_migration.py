"""A kept release comes forward to versions that the database keeps apart, overlaps and all."""

import datetime as dt
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection

from cases.procedures import in_force
from ct_portal.keeping import snapshot
from ct_portal.keeping.structure import check_structure
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from tests.own_database import as_owner_of, own_database, working_in
from tests.releases.loading import kept_releases, load
from thresholds.models import Procedure

days_left = import_module("thresholds.migrations.0003_versions").days_left
OVERLAPPING = [one for one in kept_releases() if "thresholds.0003_versions" not in one.migrations]
COPY = (
    "INSERT INTO thresholds_procedure"
    " (version, status, effective_from, effective_to, content, partnership_id)"
    " SELECT {version}, 'published', {first}, {last}, content, partnership_id"
    " FROM thresholds_procedure WHERE partnership_id = 1 AND version = 1"
)
MORE = [
    COPY.format(version=2, first="DATE '2020-01-01'", last="NULL"),
    COPY.format(version=3, first="DATE '2019-01-01'", last="DATE '2019-06-30'"),
    COPY.format(version=4, first="DATE '2023-01-01'", last="NULL"),
    COPY.format(version=5, first="DATE '2023-01-01'", last="NULL"),
]


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("first", "last", "taken", "left"),
    [
        ("2020-01-01", None, [], ("2020-01-01", None)),
        ("2020-01-01", None, [("2021-01-01", None)], ("2020-01-01", "2020-12-31")),
        ("2020-01-01", "2020-06-30", [("2021-01-01", None)], ("2020-01-01", "2020-06-30")),
        ("2020-01-01", None, [("2019-01-01", "2019-12-31")], ("2020-01-01", None)),
        ("2020-01-01", None, [("2019-01-01", "2020-03-31")], ("2020-04-01", None)),
        ("2020-01-01", None, [("2020-01-01", None)], None),
        ("2020-01-01", "2020-02-01", [("2019-01-01", "2020-03-31")], None),
        (
            "2018-01-01",
            None,
            [("2020-01-01", None), ("2019-01-01", "2019-06-30")],
            ("2018-01-01", "2018-12-31"),
        ),
    ],
)
def test_what_is_left_of_a_range_that_newer_versions_take(first, last, taken, left):
    found = days_left(day(first), day(last), [(day(a), day(b)) for a, b in taken])
    assert found == (left and (day(left[0]), day(left[1])))


@pytest.fixture(scope="module", params=OVERLAPPING, ids=lambda kept: kept.place.name)
def brought_forward(request, django_db_blocker):
    """A release that let versions overlap, with four more of them, three overlapping others."""
    with django_db_blocker.unblock(), own_database("ct_versions") as database:
        load(request.param, into=database)
        as_owner_of(database, "SELECT set_config('app.partnership', '1', false)", *MORE)
        with working_in(database):
            call_command("bootstrap", verbosity=0)
            yield request.param


def test_every_version_keeps_days_of_its_own_and_the_newer_one_wins(brought_forward):
    with transaction_in(Scope.staff(1)):
        found = Procedure.objects.filter(partnership_id=1).order_by("version")
        ranges = [
            (one.version, one.status, str(one.effective_from), str(one.effective_to))
            for one in found
        ]
        in_force_on = {
            on: in_force(partnership_id=1, on=day(on)).version
            for on in ("2018-10-03", "2019-02-01", "2020-02-01", "2026-01-01")
        }
    assert ranges == [
        (1, "superseded", "2018-10-03", "2018-12-31"),
        (2, "superseded", "2020-01-01", "2022-12-31"),
        (3, "published", "2019-01-01", "2019-06-30"),
        (4, "superseded", "2023-01-01", "2022-12-31"),
        (5, "published", "2023-01-01", "None"),
    ]
    assert in_force_on == {"2018-10-03": 1, "2019-02-01": 3, "2020-02-01": 2, "2026-01-01": 5}


def test_versions_without_overlap_stay_as_they_were(brought_forward):
    with transaction_in(Scope.staff(2)):
        [one] = Procedure.objects.filter(partnership_id=2)
        assert (one.version, one.status, one.effective_to) == (1, "published", None)
    assert Partnership.objects.count() == brought_forward.tables["organisations_partnership"]


def test_what_protects_the_rows_is_as_the_code_declares_it(brought_forward):
    problems: list[str] = []
    role = connection.settings_dict["USER"]
    with snapshot.snapshot():
        check_structure(application_role=role, problem=problems.append)
    assert problems == []
