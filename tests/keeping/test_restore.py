"""The drill: the system is lost, restored from its backup, and goes on as if nothing had been."""

import shutil
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.db import ProgrammingError, connection
from django.db.utils import InternalError
from django.test import Client
from django.urls import reverse

from cases.commands.following import send_response
from cases.events import verify_stream
from cases.models import Application, Case, Event
from ct_portal.keeping import manifest
from ct_portal.keeping.files import private_folder
from ct_portal.keeping.verifying import verify_restored
from notifications import nudge
from notifications.letters import open_form
from notifications.models import Letter
from organisations.checks import role_bypasses_security
from organisations.roles import Role
from organisations.tenancy import NOTHING, transaction_in
from tests.keeping.room import UNTIE, House, copy_of, said, tamper
from tests.own_database import own_database
from tests.world import apply_as_joan


@pytest.fixture(scope="module")
def restored_system(kept_system, backup, tmp_path_factory, django_db_blocker):
    """The backup in a new database and a new storage; nothing of the lost system is used."""
    with django_db_blocker.unblock(), own_database("ct_restored") as database:
        house = replace(kept_system, database=database, storage=tmp_path_factory.mktemp("again"))
        with house.entered():
            content, words = said("restore", backup=backup)
        assert content, words
        yield house, words


@pytest.fixture
def restored(restored_system, django_db_blocker) -> House:
    """Entered as the application role, which signs in as ever."""
    house, _ = restored_system
    with django_db_blocker.unblock(), house.entered():
        yield house


@pytest.fixture
def spoilt(backup, tmp_path):
    """A copy of the backup, to be changed."""
    return shutil.copytree(backup, tmp_path / backup.name)


@pytest.fixture
def empty(tmp_path, kept_system, django_db_blocker) -> House:
    """An empty database and an empty storage."""
    with django_db_blocker.unblock(), own_database("ct_empty") as database:
        house = replace(kept_system, database=database, storage=tmp_path / "storage")
        with house.entered():
            yield house


def is_empty() -> bool:
    return connection.introspection.table_names() == []


def reseal(place, **changes):
    described, _ = manifest.read(place)
    manifest.write(replace(described, **changes), into=place)


def test_the_restored_system_is_whole(restored, restored_system):
    _, words = restored_system
    assert "Restored and checked." in words
    content, words = said("verify")
    assert content, words
    assert "No problems." in words


def test_every_letter_is_what_was_sent(restored, kept_system):
    letters = restored.letters()
    with kept_system.entered():
        assert [letter.sha256 for letter in kept_system.letters()] == [
            letter.sha256 for letter in letters
        ]
    for letter in letters:
        with restored.world.inside():
            file = open_form(
                letter_id=letter.pk, partnership_id=letter.partnership_id, form="standard"
            )
        assert file.content == (kept_system.storage / letter.path).read_bytes()


def test_the_contact_signs_in_and_sees_the_case(restored):
    client = Client()
    client.force_login(restored.world.people[Role.SPOC])
    place = [restored.world.partnership.slug, restored.walk.case().reference]
    response = client.get(reverse("spoc:case", args=place))
    assert response.status_code == 200
    assert "Joan Marsh" in response.content.decode()


def test_the_case_goes_on_and_its_chain_with_it(restored):
    stream = {
        "partnership_id": restored.world.partnership.pk,
        "stream": Event.Stream.CASE,
        "stream_id": restored.walk.case_id,
    }
    with restored.world.inside():
        before = verify_stream(**stream)
    with nudge.silence():
        send_response(**restored.walk.command())
    with restored.world.inside():
        assert verify_stream(**stream) > before


def test_the_next_application_gets_the_next_number(restored):
    with restored.world.inside():
        newest = Application.objects.order_by("-pk").first().pk
    with nudge.silence():
        assert apply_as_joan(restored.world).application.pk > newest


def test_the_restored_rows_are_closed_as_before(restored):
    assert role_bypasses_security() is False
    with transaction_in(NOTHING):
        assert Case.objects.count() == Letter.objects.count() == Event.objects.count() == 0
    with pytest.raises((InternalError, ProgrammingError)), restored.world.inside():
        Event.objects.update(kind="something.else")


def test_nobody_is_still_signed_in(kept, empty, backup):
    with kept.entered():
        Client().force_login(kept.world.people[Role.SPOC])
        assert said("backup", to=empty.storage.parent / "another")[0]
    (with_session,) = (empty.storage.parent / "another").iterdir()
    assert said("restore", backup=with_session)[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


def test_a_database_that_is_not_empty_is_left_alone(kept, backup):
    content, words = said("restore", backup=backup)
    assert not content
    assert "is not empty" in words
    assert "CREATE DATABASE" in words


def test_a_storage_with_other_files_is_left_alone(empty, backup):
    (empty.storage / "letters").mkdir(parents=True)
    (empty.storage / "letters" / "other.pdf").write_bytes(b"another letter")
    content, words = said("restore", backup=backup)
    assert not content
    assert "letters/other.pdf, which is not that of the backup" in words
    assert is_empty()


def test_the_same_files_may_be_there_already(empty, backup):
    """What failed half-way is simply run again."""
    shutil.copytree(backup / "files", empty.storage)
    content, words = said("restore", backup=backup)
    assert content, words


def test_a_backup_of_a_newer_release_is_refused(empty, spoilt):
    described, _ = manifest.read(spoilt)
    reseal(spoilt, release="9.0", migrations=[*described.migrations, "cases.0999_later"])
    content, words = said("restore", backup=spoilt)
    assert not content
    assert "made by release 9.0, which is newer" in words
    assert "cases.0999_later" in words
    assert is_empty()


def test_a_backup_of_an_older_release_says_how_it_is_brought_forward(empty, spoilt):
    described, _ = manifest.read(spoilt)
    reseal(spoilt, release="0.0.9", migrations=described.migrations[:-2])
    content, words = said("restore", backup=spoilt)
    assert content, words
    assert "Now manage.py bootstrap brings it forward by 2 migrations; then manage.py" in words


def test_a_backup_of_a_newer_postgresql_is_refused(empty, spoilt, monkeypatch):
    monkeypatch.setattr("ct_portal.keeping.verifying._check_rows", lambda *_, **__: "")
    reseal(spoilt, postgresql=990001)
    content, words = said("restore", backup=spoilt)
    assert not content
    assert "of PostgreSQL 99" in words
    assert is_empty()


def test_a_damaged_backup_is_refused_until_it_is_taken_as_it_is(empty, spoilt):
    private_folder(spoilt / "files").delete(empty_path := first_file(spoilt))
    content, words = said("restore", backup=spoilt)
    assert not content
    assert "Nothing was restored" in words
    assert is_empty()
    content, words = said("restore", backup=spoilt, as_it_is=True)
    assert not content
    assert "Restored with" in words
    assert f"{empty_path} is missing" in words
    with empty.world.inside():
        assert Letter.objects.exists()


def first_file(place) -> str:
    return next(manifest.files_in(place)).path


def test_another_server_s_key_is_noticed_before_anything_is_restored(empty, backup, settings):
    settings.SECRET_KEY = "the key of another server"
    content, words = said("restore", backup=backup)
    assert not content
    assert "SECRET_KEY is not the one" in words
    assert is_empty()


def test_events_that_are_missing_at_the_end_are_named(kept, backup, tmp_path):
    """A chain that was cut at its end verifies by itself: only the backup's list can tell."""
    with copy_of(kept, storage=tmp_path / "storage") as copied, copied.entered():
        last = f"stream = 'case' AND stream_id = {copied.walk.case_id}"
        tamper(
            copied.database,
            *UNTIE,
            f"DELETE FROM cases_event WHERE {last} AND sequence ="
            f" (SELECT max(sequence) FROM cases_event WHERE {last})",
        )
        described, _ = manifest.read(backup)
        problems = []
        list(
            verify_restored(
                backup,
                described,
                storage=default_storage,
                problem=problems.append,
                note=problems.append,
            )
        )
    assert any("cases_event has" in line for line in problems)
    assert any(f"stream case {copied.walk.case_id} of" in line for line in problems)
