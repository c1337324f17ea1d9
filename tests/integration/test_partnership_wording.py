"""The pages on which an administrator words the partnership's letters."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import EventFacts
from notifications.letter_files import design_of
from notifications.models import Letter, LetterWording
from organisations.roles import Role
from tests.integration.pcc_room import PccRoom
from tests.integration.spoc_room import rows, sit_down, text_of, typed, url
from tests.post_office import stored_letter
from tests.walk import Walk

STANDARD = design_of("closure").paragraph("closing").standard


@pytest.fixture
def administrator(world):
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])
    return client


@pytest.fixture
def page(world):
    return reverse("partnership:word_letter", args=[world.partnership.slug, "closure", "closing"])


def published(world) -> list[tuple[int, str]]:
    with world.inside():
        found = LetterWording.objects.filter(partnership=world.partnership).order_by("version")
        return list(found.values_list("version", "text"))


def test_the_list_names_every_letter_of_the_partnerships_own(world, administrator):
    listed = text_of(
        administrator.get(reverse("partnership:letters", args=[world.partnership.slug]))
    )
    assert "The last words of the partnership" in listed
    assert "Decision: the threshold is not met" in listed
    assert "Result of the second review" not in listed
    assert "Your own" not in listed


def test_a_wording_is_seen_in_the_letter_then_published(world, administrator, page):
    text = "Goodbye, {name}.\r\n\r\n- Ring **us**."
    shown = text_of(administrator.post(page, {"text": text, "version": 0, "preview": 1}))
    assert "<p>Goodbye, Joan Example.</p>" in shown
    assert "<li>Ring <strong>us</strong>.</li>" in shown
    assert f"<del>{'<span'}" in shown
    assert world.partnership.name in shown
    assert published(world) == []
    answer = administrator.post(page, {"text": text, "version": 0, "publish": 1})
    assert answer.status_code == 302
    assert published(world) == [(1, "Goodbye, {name}.\n\n- Ring **us**.")]
    listed = text_of(administrator.get(answer["Location"]))
    assert "Your own, version 1" in listed
    again = text_of(administrator.get(page))
    assert "Goodbye, {name}." in again
    assert "How yours differs from the standard text" in again
    assert world.people[Role.ADMINISTRATOR].full_name in again


@pytest.mark.parametrize("button", ["preview", "publish"])
def test_a_text_that_cannot_stand_is_refused_at_the_field_with_its_line(
    world, administrator, page, button
):
    refused = {
        "One.\nAsk {contct name}.": "Line 2: there is no placeholder {contct name}",
        "**One": "Line 1: bold text needs **",
        "Until {answer by}.": "Line 1: {answer by} would be blank where nothing is unusual.",
        "": "Enter the text",
    }
    for text, message in refused.items():
        answer = administrator.post(page, {"text": text, "version": 0, button: 1})
        shown = text_of(answer)
        assert answer.status_code == 200
        assert message in shown
        assert 'href="#id_text"' in shown
        assert "<title>Error: " in shown
        assert text.split("\n")[0] in shown, "what was typed is still there"
    assert published(world) == []


def test_the_standard_text_comes_back_as_a_version_of_its_own(world, administrator, page):
    administrator.post(page, {"text": "Bye.", "version": 0, "publish": 1})
    shown = text_of(administrator.post(page, {"text": "typed", "version": 1, "standard": 1}))
    assert "This is the standard text." in shown
    administrator.post(page, {"text": STANDARD, "version": 1, "publish": 1})
    assert published(world) == [(1, "Bye."), (2, "")]
    assert "Back to the standard text" in text_of(administrator.get(page))


def test_nothing_typed_is_lost_when_somebody_else_published(world, administrator, page):
    administrator.post(page, {"text": "Theirs.", "version": 0, "publish": 1})
    answer = administrator.post(page, {"text": "Mine.", "version": 0, "publish": 1})
    assert answer.status_code == 409
    assert "Somebody else changed this wording" in text_of(answer)
    assert "Mine." in text_of(answer)


@pytest.mark.parametrize(
    "place", [("postcard", "closing"), ("closure", "reasons"), ("pcc_outcome", "closing")]
)
def test_what_is_not_the_partnerships_to_word_is_not_found(world, administrator, place):
    address = reverse("partnership:word_letter", args=[world.partnership.slug, *place])
    assert administrator.get(address).status_code == 404


def test_who_worded_a_letter_and_what_they_changed_is_shown_in_the_case(world, administrator, page):
    acknowledgement = page.replace("closure/closing", "acknowledgement/help")
    administrator.post(acknowledgement, {"text": "Our help.", "version": 0, "publish": 1})
    walk, client = Walk(world), sit_down(world)
    worded = {"free-acknowledgement-opening": "We spoke today.", "send": 1}
    client.post(url(walk, "acknowledge"), typed(walk, **worded))
    letter = stored_letter(world, walk, "acknowledgement")
    assert letter.wording == {"opening": "edited", "help": 1}
    difference = reverse("spoc:letter_wording", args=[world.partnership.slug, letter.pk])
    assert difference in text_of(client.get(url(walk, "case")))
    shown = text_of(client.get(difference))
    assert f"Worded for this letter by {world.people[Role.SPOC].full_name} on " in shown
    assert "version 1, published on" in shown
    assert "</span>We spoke today.<span" in shown
    assert "Our help." in shown
    with world.inside():
        EventFacts.objects.filter(event__kind="case.acknowledged").delete()
    assert "has been erased" in text_of(client.get(difference))
    (receipt,) = rows(walk, Letter, kind="receipt")
    plain = reverse("spoc:letter_wording", args=[world.partnership.slug, receipt.pk])
    assert "Every paragraph of this letter is the standard text." in text_of(client.get(plain))


def test_the_pcc_office_words_its_own_letter_before_it_goes(world):
    room = PccRoom(world)
    room.begun()
    data = {
        "upheld": "no",
        "returned_to": "",
        "reasons": "It was done properly.",
        "recommendations": "",
        **room.version(),
    }
    address, name = room.url("outcome"), "free-pcc_outcome-closing"
    opened = text_of(room.client.post(address, {**data, "word": 1}))
    assert f'name="{name}"' in opened
    assert "It was done properly." in opened, "what was typed is carried along"
    refused = text_of(room.client.post(address, {**data, name: "**Ring", "reword": 1}))
    assert "Line 1: bold text needs **" in refused
    assert "**Ring" in refused
    blank = text_of(room.client.post(address, {**data, name: "By {answer by}.", "send": 1}))
    assert "{answer by} is blank in this letter" in blank
    seen = text_of(room.client.post(address, {**data, name: "Ring **us**.", "reword": 1}))
    assert "<p>Ring <strong>us</strong>.</p>" in seen
    assert f'name="{name}" value="Ring **us**."' in seen
    assert room.client.post(address, {**data, name: "Ring **us**."}).status_code == 302
    letter = stored_letter(world, room.walk, "pcc_outcome")
    assert letter.wording == {"closing": "edited"}
