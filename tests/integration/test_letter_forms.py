"""Large print and plain text of every letter: stored with it, offered everywhere, posted."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cases.commands.letter_forms import choose_letter_form
from cases.models import AccessKey, Event
from cases.permissions import NotPermitted
from cases.policies import NotNow
from notifications import rendering
from notifications.letter_forms import LetterForm
from notifications.letters import LetterDamaged, LetterNotFound, open_form, open_posted
from notifications.looks import LookGiven, change_look
from notifications.models import Letter, LetterSeal, LetterTwin
from notifications.proving import made_anew
from notifications.selectors import letters_of_application, letters_to_post
from notifications.wordings import publish_wording
from organisations.roles import Role
from portals.access import APPLICATION_KEY
from tests.integration.spoc_room import text_of
from tests.post_office import say_safe, stored_letter
from tests.walk import Walk
from tests.world import NOON


@pytest.fixture
def walk(world):
    return Walk(world)


def opened(world, letter, form):
    with world.inside():
        return open_form(letter_id=letter.pk, partnership_id=world.partnership.pk, form=form)


def choose(walk, large_print: bool = True, role=Role.SPOC):
    return choose_letter_form(
        **walk.command(role),
        application_id=walk.submitted.application.pk,
        large_print=large_print,
    )


def test_each_letter_is_stored_in_three_forms_under_their_hashes(world, walk):
    letter = stored_letter(world, walk, "receipt")
    with world.inside():
        twins = list(LetterTwin.objects.filter(partnership=world.partnership, letter=letter))
        seals = list(LetterSeal.objects.filter(partnership=world.partnership))
    assert {twin.form for twin in twins} == {"large_print", "plain_text"}
    for twin in twins:
        file = opened(world, letter, twin.form)
        assert hashlib.sha256(file.content).hexdigest() == twin.sha256
        assert len(file.content) == twin.size
    assert {seal.sha256 for seal in seals} == {letter.sha256, *(twin.sha256 for twin in twins)}
    assert opened(world, letter, "plain_text").content.decode().startswith("Bassetlaw Newark")
    assert opened(world, letter, "large_print").name.endswith("-large-print.pdf")


def test_a_letter_made_anew_from_what_is_kept_is_the_same_to_the_byte(world):
    """Facts of the event, versions of the wording and the look, the code and the address on it."""
    given = LookGiven(window="c5", signatory_name="Dr Ann Bell", letterhead="Worksop S80 2AH")
    here = {"partnership_id": world.partnership.pk}
    set_by = {"by": world.actor(Role.ADMINISTRATOR), "at": NOON}
    words = {"kind": "receipt", "paragraph": "help", **here, **set_by}
    publish_wording(text="Ring **0800 000** on any day.", version=0, **words)
    change_look(given=given, **here, **set_by)
    letter = stored_letter(world, Walk(world), "receipt")
    change_look(given=LookGiven(window="dl"), **here, **set_by)
    publish_wording(text="Nobody is there on Sundays.", version=1, **words)
    with world.inside():
        again = made_anew(letter)
    assert letter.template_version == rendering.template_version(letter.kind)
    for form in LetterForm:
        assert again[form].content == opened(world, letter, form).content, form
    for words in (b"Dr Ann Bell", b"Ring 0800 000 on any day."):
        assert words in again[LetterForm.PLAIN_TEXT].content


def test_letters_that_notify_posts_have_their_address_where_it_takes_it(world, walk, settings):
    """Whatever the partnership has set: else each of them would be refused."""
    settings.POST_BY = "notify"
    given = LookGiven(window="dl")
    set_by = {"by": world.actor(Role.ADMINISTRATOR), "at": walk.at}
    change_look(partnership_id=world.partnership.pk, given=given, **set_by)
    letter = stored_letter(world, walk, "receipt")
    assert letter.window == "c5"
    settings.POST_BY = "print"
    with world.inside():
        again = made_anew(letter)
    assert again[LetterForm.STANDARD].content == opened(world, letter, "standard").content


def test_the_proof_of_a_letter_says_whether_it_holds(world, walk, capsys):
    letter = stored_letter(world, walk, "receipt")
    call_command("prove_letter", world.partnership.slug, letter.pk)
    assert capsys.readouterr().out.count("the same") == 3
    with world.inside():
        Letter.objects.filter(partnership=world.partnership).update(site="https://other.example")
    with pytest.raises(CommandError, match="not what these templates make"):
        call_command("prove_letter", world.partnership.slug, letter.pk)
    with pytest.raises(CommandError, match="no letter"):
        call_command("prove_letter", world.neighbour.slug, letter.pk)


def test_a_damaged_twin_is_not_shown(world, walk):
    letter = stored_letter(world, walk, "receipt")
    with world.inside():
        twin = letter.twins.get(partnership=world.partnership, form="plain_text")
    default_storage.delete(twin.path)
    with pytest.raises(LetterDamaged):
        opened(world, letter, "plain_text")


@pytest.mark.parametrize("form", ["braille", "standard.pdf", ""])
def test_a_form_that_there_is_not_is_not_found(world, walk, form):
    letter = stored_letter(world, walk, "receipt")
    with pytest.raises(LetterNotFound):
        opened(world, letter, form)


def test_a_letter_from_before_has_its_one_form(world, walk):
    letter = stored_letter(world, walk, "receipt")
    with world.inside():
        LetterTwin.objects.filter(partnership=world.partnership).delete()
        Letter.objects.filter(partnership=world.partnership).update(check_code="")
        [row] = letters_of_application(
            partnership_id=world.partnership.pk, application_id=letter.application_id
        )
    assert opened(world, letter, "standard").content
    assert row.forms == (("standard", "PDF"),)
    with pytest.raises(LetterNotFound):
        opened(world, letter, "large_print")


def test_who_asked_for_large_print_gets_it_by_post_and_first_on_their_page(world):
    walk = Walk(world, large_print=True)
    say_safe(world, walk, email=False, post=True)
    letter = stored_letter(world, walk, "receipt")
    assert letter.posted_form == "large_print"
    with world.inside():
        posted = open_posted(letter_id=letter.pk, partnership_id=world.partnership.pk)
        twin = letter.twins.get(partnership=world.partnership, form="large_print")
        [row] = letters_to_post(partnership_id=world.partnership.pk)
    assert hashlib.sha256(posted.content).hexdigest() == twin.sha256
    assert [form for form, _ in row.forms] == ["large_print", "standard", "plain_text"]
    assert row.pages == twin.pages > letter.pages


def test_the_choice_holds_from_the_next_letter_on(world, walk):
    receipt = stored_letter(world, walk, "receipt")
    choose(walk)
    walk.acknowledge()
    after = stored_letter(world, walk, "acknowledgement")
    assert (receipt.posted_form, after.posted_form) == ("standard", "large_print")
    with world.inside():
        event = Event.objects.get(partnership=world.partnership, kind="letter_form.chosen")
    assert event.payload == {"large_print": True}
    assert walk.case().needs_adjustments


def test_what_is_so_already_or_is_not_theirs_to_choose_is_refused(world, walk):
    with pytest.raises(NotNow, match="already"):
        choose(walk, large_print=False)
    with pytest.raises(NotPermitted):
        choose(walk, role=Role.ADMINISTRATOR)
    other = Walk(world).submitted.application.pk
    with pytest.raises(NotNow, match="not in the review"):
        choose_letter_form(**walk.command(), application_id=other, large_print=True)


@pytest.fixture
def spoc(world):
    client = Client()
    client.force_login(world.people[Role.SPOC])
    return client


def test_the_contact_chooses_on_a_page_and_sees_it_in_the_case(world, walk, spoc):
    reference = walk.submitted.application.reference
    page = reverse("spoc:letter_form", args=[world.partnership.slug, reference])
    assert "Select how they want their letters" in text_of(spoc.post(page))
    given = {
        "version": walk.case().version,
        "application": walk.submitted.application.pk,
        "large_print": "yes",
    }
    text = text_of(spoc.post(page, given, follow=True))
    assert "The form of their letters is changed" in text
    assert "In large print" in text
    again = spoc.post(page, given | {"version": walk.case().version})
    assert again.status_code == 409
    assert "in this form already" in text_of(again)


def test_contact_and_applicant_can_open_each_form(world, walk, spoc):
    letter = stored_letter(world, walk, "receipt")
    slug, reference = world.partnership.slug, walk.submitted.application.reference
    applicant = Client()
    session = applicant.session
    session[APPLICATION_KEY] = AccessKey.objects.get(application_id=letter.application_id).pk
    session.save()
    pages = {
        "spoc": (spoc, reverse("spoc:case", args=[slug, reference])),
        "public": (applicant, reverse("public:tracker", args=[slug])),
    }
    for door, (client, page) in pages.items():
        text = text_of(client.get(page))
        for form, kind in (("large_print", "application/pdf"), ("plain_text", "text/plain")):
            address = reverse(f"{door}:letter_twin", args=[slug, letter.pk, form])
            assert address in text
            answer = client.get(address)
            assert answer["Content-Type"].startswith(kind)
            assert answer.content == opened(world, letter, form).content
        unknown = reverse(f"{door}:letter_twin", args=[slug, letter.pk, "braille"])
        assert client.get(unknown).status_code == 404
