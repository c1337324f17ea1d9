"""The page on which an administrator sets how the partnership's letters look."""

import base64

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Event
from cases.permissions import NotPermitted
from notifications.looks import LookGiven, change_look, given_of, look_of
from notifications.models import LetterLook
from organisations.roles import Role
from tests.integration.spoc_room import text_of
from tests.post_office import stored_letter
from tests.unit.test_logos import cut_short, picture
from tests.walk import Walk
from tests.world import NOON

GIVEN = {
    "letterhead": "Community Safety Team\nQueen’s Buildings\n\nWorksop S80 2AH",
    "signatory_name": "Dr Ann Bell",
    "signatory_title": "Head of Community Safety",
    "logo_alt": "Two hands",
    "window": "c5",
    "furniture": "You can have this letter in Braille: phone 01632 960100.",
    "logo_path": "",
}


@pytest.fixture
def administrator(world):
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])
    return client


@pytest.fixture
def page(world):
    return reverse("partnership:letter_look", args=[world.partnership.slug])


def upload(content: bytes = b"", name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture())


def look(world) -> LookGiven:
    with world.inside():
        return given_of(look_of(world.partnership.pk))


def changes(world) -> list[Event]:
    with world.inside():
        found = Event.objects.filter(partnership=world.partnership, kind="letter_look.changed")
        return list(found.order_by("id"))


def test_a_new_partnership_sees_a_sample_and_nothing_set(administrator, page):
    text = text_of(administrator.get(page))
    assert "A sample letter as it is now" in text
    assert "Dear A. Sample" in text
    assert "What was set, and when" not in text


def test_what_is_saved_is_on_the_letters_that_follow_and_on_record(world, administrator, page):
    answer = administrator.post(page, GIVEN | {"logo": upload()}, follow=True)
    text = text_of(answer)
    assert "Letters that are written from now on look like this." in text
    assert world.people[Role.ADMINISTRATOR].full_name in text
    saved = look(world)
    assert saved.letterhead == "Community Safety Team\nQueen’s Buildings\nWorksop S80 2AH"
    assert (saved.window, saved.logo_alt) == ("c5", "Two hands")
    with default_storage.open(saved.logo_path) as file:
        assert base64.b64encode(file.read()).decode() in answer.content.decode()
    assert "data:" in answer["Content-Security-Policy"]
    [event] = changes(world)
    assert event.payload["version"] == 1
    assert "letterhead" in event.payload["changed"]
    assert "Ann Bell" not in str(event.payload)
    letter = stored_letter(world, Walk(world), "receipt")
    assert letter.look_version == 1


def test_saving_what_is_set_already_makes_no_version(world, administrator, page):
    for _ in range(2):
        administrator.post(page, GIVEN)
    assert len(changes(world)) == 1
    administrator.post(page, GIVEN | {"window": "dl"})
    assert [event.payload for event in changes(world)][1] == {"version": 2, "changed": ["window"]}


def test_the_sample_shows_what_is_typed_and_saves_nothing(world, administrator, page):
    answer = administrator.post(page, GIVEN | {"preview": "1", "logo": upload()})
    text = text_of(answer)
    assert "as you have typed it, not yet saved" in text
    assert "Dr Ann Bell" in text
    assert "You can have this letter in Braille" in text
    assert look(world) == LookGiven()
    path = answer.context["form"]["logo_path"].value()
    assert path.startswith(f"logos/{world.partnership.pk}/")
    administrator.post(page, GIVEN | {"logo_path": path})
    assert look(world).logo_path == path, "the logo of the preview need not be chosen again"


def test_a_logo_can_be_taken_off_again(world, administrator, page):
    administrator.post(page, GIVEN | {"logo": upload()})
    path = look(world).logo_path
    administrator.post(page, GIVEN | {"logo_path": path, "remove_logo": "on"})
    assert (look(world).logo_path, look(world).logo_alt) == ("", "")


@pytest.mark.parametrize(
    "path", ["logos/999999/" + "a" * 64 + ".png", "letters/1/x.pdf", "../settings.py"]
)
def test_a_path_that_is_not_a_logo_of_this_partnership_is_none(world, administrator, page, path):
    administrator.post(page, GIVEN | {"logo_path": path})
    assert look(world).logo_path == ""


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"logo": upload(b"%PDF-1.7")}, "logo", "must be a PNG or a JPEG"),
        ({"logo": upload(cut_short())}, "logo", "cannot be read"),
        ({"window": ""}, "window", "Select the envelope"),
        ({"window": "c4"}, "window", "c4"),
        ({"letterhead": "\n".join("abcdefg")}, "letterhead", "at most 6 lines"),
        ({"letterhead": "x" * 41}, "letterhead", "at most 40 characters"),
        ({"signatory_name": ""}, "signatory_name", "Enter who signs"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field(
    world, administrator, page, wrong, field, message
):
    answer = administrator.post(page, GIVEN | wrong)
    assert answer.status_code == 200
    [(wrong_field, errors)] = answer.context["form"].errors.items()
    assert wrong_field == field
    assert message in errors[0]
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert changes(world) == []


def test_only_the_administrator_changes_it(world):
    with pytest.raises(NotPermitted):
        change_look(
            partnership_id=world.partnership.pk,
            given=LookGiven(),
            by=world.actor(Role.SPOC),
            at=NOON,
        )


def test_a_version_is_never_changed_and_names_an_envelope(world, administrator, page):
    administrator.post(page, GIVEN)
    with world.inside(), pytest.raises(DatabaseError, match=r"append-only|permission denied"):
        LetterLook.objects.filter(partnership=world.partnership).update(window="dl")
    with world.inside(), pytest.raises(IntegrityError), transaction.atomic():
        LetterLook.objects.create(
            partnership=world.partnership, version=9, window="c4", made_at=NOON
        )
