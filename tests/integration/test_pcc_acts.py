"""What the PCC office does: each act by its page, refused where it must be, nothing lost."""

import pytest

from cases.commands.pcc import NoSuchReview, record_outcome
from cases.models import Event, PccReview
from cases.rehearsal import rehearse_review
from cases.status import PccStatus, Status
from organisations.models import User
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.integration.pcc_room import REASONS, PccRoom
from tests.walk import Walk
from tests.world import make_person


@pytest.fixture
def room(world):
    return PccRoom(world)


def upheld(room, **changes) -> dict:
    return {
        "upheld": "yes",
        "returned_to": "lmaps",
        "reasons": REASONS,
        "recommendations": "",
        **room.version(),
        **changes,
    }


def events(room, kind: str) -> int:
    with room.world.inside():
        return Event.objects.filter(partnership=room.world.partnership, kind=kind).count()


def test_the_office_goes_from_request_to_closing_by_its_pages(room):
    """Eligible, a question, begun, upheld, answered by the post, closed; the case opens again."""
    client = room.client
    eligible = {"eligible": "yes", "reason": "In time.", "preview": "1", **room.version()}
    assert client.post(room.url("eligibility"), eligible).status_code == 302
    assert room.review().status == PccStatus.ELIGIBLE
    client.post(room.url("ask"), {"question": "The diary, please.", **room.version()})
    assert room.review().status == PccStatus.AWAITING_PARTNERSHIP
    client.post(room.url("begin"), room.version())
    assert room.review().status == PccStatus.UNDER_REVIEW
    answer = client.post(room.url("outcome"), upheld(room))
    assert answer.status_code == 302
    assert room.review().status == PccStatus.UPHELD
    assert (room.walk.case().status, room.walk.case().round) == (Status.REFERRED, 2)
    room.told()
    client.post(room.url("close"), room.version())
    assert room.review().status == PccStatus.CLOSED
    shown = client.get(answer["Location"]).content.decode()
    assert "Upheld and referred back" in shown


def test_not_upheld_leaves_the_case_as_it_was(room):
    room.begun()
    data = upheld(room, upheld="no", returned_to="")
    assert room.client.post(room.url("outcome"), data).status_code == 302
    assert room.review().status == PccStatus.NOT_UPHELD
    assert (room.walk.case().status, room.walk.case().round) == (Status.CLOSED, 1)


def test_the_letter_is_shown_before_it_goes_and_nothing_is_done(room):
    room.begun()
    page = room.client.post(room.url("outcome"), upheld(room, preview="1"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "This is the letter that will go" in text
    assert "Joan Marsh" in text
    assert text.count(REASONS) == 2, "in the letter, and carried along"
    assert room.review().status == PccStatus.UNDER_REVIEW
    assert events(room, "pcc_review.upheld") == events(room, "case.reopened") == 0
    assert room.walk.case().round == 1


def test_a_refusal_for_want_of_eligibility_shows_its_letter_too(room):
    data = {"eligible": "no", "reason": "Not one of the grounds.", **room.version()}
    page = room.client.post(room.url("eligibility"), {**data, "preview": "1"})
    assert "This is the letter that will go" in page.content.decode()
    assert room.review().status == PccStatus.REQUESTED
    assert room.client.post(room.url("eligibility"), data).status_code == 302
    assert room.review().status == PccStatus.NOT_ELIGIBLE
    assert "Not one of the grounds." in room.client.get(room.url("review")).content.decode()


def test_changing_something_after_the_preview_keeps_what_was_typed(room):
    room.begun()
    page = room.client.post(room.url("outcome"), upheld(room, change="1"))
    assert REASONS in page.content.decode()
    assert "There is a problem" not in page.content.decode()
    assert room.review().status == PccStatus.UNDER_REVIEW


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"upheld": ""}, "Select the outcome"),
        ({"returned_to": ""}, "Select where the case goes back to"),
        ({"returned_to": "elsewhere"}, "Select a valid choice"),
        ({"reasons": " "}, "Give the reasons"),
    ],
)
def test_an_outcome_that_is_not_whole_is_asked_for_again(room, changes, message):
    room.begun()
    page = room.client.post(room.url("outcome"), upheld(room, recommendations="Keep", **changes))
    text = page.content.decode()
    assert page.status_code == 200
    assert message in text
    assert "Keep</textarea>" in text
    assert room.review().status == PccStatus.UNDER_REVIEW


def test_a_stale_page_changes_nothing_and_keeps_what_was_typed(room):
    room.begun()
    stale = {"version": room.review().version - 1}
    page = room.client.post(room.url("outcome"), upheld(room, **stale))
    assert page.status_code == 409
    assert REASONS in page.content.decode()
    assert room.review().status == PccStatus.UNDER_REVIEW
    again = upheld(room, version=page.context["form"].data["version"])
    assert room.client.post(room.url("outcome"), again).status_code == 302


def test_the_same_post_twice_is_done_once(room):
    room.begun()
    data = upheld(room)
    assert room.client.post(room.url("outcome"), data).status_code == 302
    assert room.client.post(room.url("outcome"), data).status_code == 409
    assert events(room, "pcc_review.upheld") == 1


def test_a_case_that_was_never_accepted_cannot_go_back_to_lmaps(world):
    walk = Walk(world, incidents=()).acknowledge().assess(harm="no").risk(vulnerable=False)
    walk.decide("rejected", ground="")
    room = PccRoom(world, walk).begun()
    page = room.client.post(room.url("outcome"), upheld(room))
    assert page.status_code == 409
    assert "never accepted" in page.content.decode()
    assert room.review().status == PccStatus.UNDER_REVIEW
    assert (
        room.client.post(room.url("outcome"), upheld(room, returned_to="assessment")).status_code
        == 302
    )
    assert room.walk.case().status == Status.ASSESSMENT


@pytest.mark.parametrize("name", ["ask", "begin", "outcome", "close"])
def test_an_act_that_is_not_possible_yet_says_so(room, name):
    page = room.client.get(room.url(name))
    assert page.status_code == 409
    assert "Requested" in page.content.decode()


def test_eligibility_is_found_once(room):
    room.eligible()
    assert room.client.get(room.url("eligibility")).status_code == 409
    data = {"eligible": "no", "reason": "Late.", **room.version()}
    assert room.client.post(room.url("eligibility"), data).status_code == 409
    assert room.review().status == PccStatus.ELIGIBLE


@pytest.mark.parametrize("name", ["worklist", "review", "statistics", "letter"])
def test_pages_that_are_read_take_no_post(room, name):
    url = room.url("review") if name in {"review", "letter"} else None
    url = url or room.url("review").rsplit("reviews/", 1)[0]
    url += {"statistics": "statistics/", "letter": "letters/1/"}.get(name, "")
    assert room.client.post(url).status_code == 405


def test_people_of_the_partnership_find_nothing_here(room):
    for role in set(Role) - {Role.PCC_OFFICER}:
        client = room.browser(role)
        assert client.get(room.url("review")).status_code == 404, role
        assert client.post(room.url("outcome"), upheld(room)).status_code == 404, role
    assert room.review().status == PccStatus.REQUESTED


def test_a_request_that_does_not_exist_is_not_found(room):
    url = room.url("review").replace(f"/{room.review_id}/", f"/{room.review_id + 999}/")
    assert room.client.get(url).status_code == 404
    with pytest.raises(NoSuchReview), transaction_in(Scope.of_area(room.world.area.pk)):
        rehearse_review(
            record_outcome,
            **room.office(review_id=room.review_id + 999, upheld=False, reasons="x")
            | {"returned_to": "", "recommendations": ""},
        )


def test_two_officers_decide_and_one_is_told(room):
    """The second one's page is a version behind: the first outcome stands."""
    room.begun()
    second = make_person(
        room.world,
        Role.PCC_OFFICER,
        email="second@people.example",
        policing_area=room.world.area,
    )
    data = upheld(room)
    room.client.post(room.url("outcome"), {**data, "upheld": "no", "returned_to": ""})
    room.client.force_login(User.objects.get(pk=second.pk))
    page = room.client.post(room.url("outcome"), data)
    assert page.status_code == 409
    assert REASONS in page.content.decode()
    with room.world.inside():
        assert PccReview.objects.get(pk=room.review_id).status == PccStatus.NOT_UPHELD
