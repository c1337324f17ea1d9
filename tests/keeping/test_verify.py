"""Verification of the running system: whatever was tampered with is found, and named by its id."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from cases.models import Deadline, Event
from tests.keeping.room import UNTIE, copy_of, said, tamper
from tests.own_database import as_owner_of


@pytest.fixture
def spoilt(kept, tmp_path):
    """A copy of the system, entered, to be tampered with."""
    with copy_of(kept, storage=tmp_path / "storage") as copied, copied.entered():
        yield copied


def second_event(house) -> Event:
    with house.world.inside():
        return Event.objects.get(
            partnership=house.world.partnership,
            stream=Event.Stream.CASE,
            stream_id=house.walk.case_id,
            sequence=2,
        )


def refused() -> str:
    content, words = said("verify")
    assert not content, words
    return words


def test_a_whole_system_has_no_problems(kept):
    content, words = said("verify")
    assert content, words
    assert "protected tables" in words
    assert "No problems." in words


def test_a_changed_event_is_named(spoilt):
    event = second_event(spoilt)
    tamper(spoilt.database, f"UPDATE cases_event SET actor_id = 999 WHERE id = {event.pk}")
    words = refused()
    assert f"event {event.pk} was changed" in words
    assert "1 problems." in words


def test_a_removed_event_is_named_by_the_one_after_it(spoilt):
    event = second_event(spoilt)
    tamper(
        spoilt.database,
        *UNTIE,
        f"DELETE FROM cases_event WHERE id = {event.pk}",
    )
    assert "number 3 instead of 2" in refused()


def test_a_changed_letter_is_named(spoilt):
    letter = spoilt.letters()[0]
    path = spoilt.storage / letter.path
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert f"letter {letter.pk}: {letter.path} is not what was stored" in refused()


def test_a_lost_letter_is_named(spoilt):
    letter = spoilt.letters()[-1]
    default_storage.delete(letter.path)
    assert f"letter {letter.pk}: {letter.path} is missing" in refused()


def test_a_file_that_no_row_names_is_noted_and_no_problem(spoilt):
    (spoilt.storage / "letters" / "left.pdf").write_bytes(b"left by a crash")
    content, words = said("verify")
    assert content, words
    assert "no row names the file letters/left.pdf" in words


def test_a_changed_date_is_named(spoilt):
    with spoilt.world.inside():
        row = Deadline.objects.filter(met_at__isnull=True, lapsed_at__isnull=True).first()
        Deadline.objects.filter(pk=row.pk).update(due_on="2030-01-01")
    assert f"deadline {row.pk}: 2030-01-01 is stored, the rules give {row.due_on}" in refused()


KEPT = "thresholds_procedure: keep_procedure does not keep its rows as the code declares"
LOOSENED = {
    "ALTER TABLE cases_report NO FORCE ROW LEVEL SECURITY": "cases_report: row-level security",
    "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY": "cases_case: row-level security is not",
    "DROP POLICY scope ON cases_decision": "cases_decision: its policies",
    "CREATE POLICY everybody ON cases_person USING (true)": "cases_person: its policies",
    "ALTER POLICY tenant ON cases_consent USING (true)": "cases_consent: its policies",
    "ALTER TABLE cases_event DISABLE TRIGGER append_only": "cases_event: nothing refuses",
    "DROP TRIGGER append_only ON cases_statisticsentry": "cases_statisticsentry: nothing refuses",
    "DROP TRIGGER keep_procedure ON thresholds_procedure": KEPT,
    "ALTER TABLE cases_incident DROP CONSTRAINT cases_incident_case_id_same_tenant": (
        "cases_incident: case_id may point into another partnership"
    ),
    "GRANT TRUNCATE ON cases_case TO {app}": "may empty cases_case",
    "GRANT UPDATE ON cases_event TO {app}": "may change cases_event",
}


def test_whatever_protects_the_rows_is_missed_when_it_is_gone(spoilt):
    app = connection.settings_dict["USER"]
    as_owner_of(spoilt.database, *(change.format(app=app) for change in LOOSENED))
    words = refused()
    for change, line in LOOSENED.items():
        assert line in words, change
    assert f"{len(LOOSENED)} problems." in words


DROPPED = "DROP TRIGGER keep_procedure ON thresholds_procedure"
LETS_ALL_THROUGH = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN COALESCE(NEW, OLD); END $$"
CHANGES = "UPDATE OR DELETE ON thresholds_procedure FOR EACH ROW"
HOLLOWED = {
    "with a condition": (
        DROPPED,
        f"CREATE TRIGGER keep_procedure BEFORE {CHANGES} WHEN (OLD.version < 0)"
        " EXECUTE FUNCTION keep_procedure()",
    ),
    "by another function": (
        DROPPED,
        f"CREATE FUNCTION look_away() {LETS_ALL_THROUGH}",
        f"CREATE TRIGGER keep_procedure BEFORE {CHANGES} EXECUTE FUNCTION look_away()",
    ),
    "by a function that was replaced": (
        f"CREATE OR REPLACE FUNCTION keep_procedure() {LETS_ALL_THROUGH}",
    ),
    "from deletion alone": (
        DROPPED,
        "CREATE TRIGGER keep_procedure BEFORE DELETE ON thresholds_procedure"
        " FOR EACH ROW EXECUTE FUNCTION keep_procedure()",
    ),
    "not at all": ("ALTER TABLE thresholds_procedure DISABLE TRIGGER keep_procedure",),
}


@pytest.mark.parametrize("changes", HOLLOWED.values(), ids=HOLLOWED)
def test_a_guard_that_keeps_published_procedures_only_in_name_is_missed(spoilt, changes):
    as_owner_of(spoilt.database, *changes)
    words = refused()
    assert KEPT in words
    assert "1 problems." in words
