"""Who is invited to the meeting, the draft of the plan for comment, progress and changes."""

import datetime as dt

import pytest

from cases.commands.consulting import record_comment, send_draft_plan
from cases.commands.following import record_progress
from cases.commands.inviting import InvitationGiven, decide_invitation
from cases.commands.reviewing import plan_meeting, refer
from cases.commands.updating import ChangeGiven, change_action, tell_progress
from cases.models import Action, ActionChange, DraftComment, DraftPlan, Invitation, Meeting
from cases.policies import NotNow
from notifications.letter_kinds import LetterKind
from notifications.telling import tell_waiting
from notifications.wordings import publish_wording
from organisations import clock
from organisations.actors import applicant_actor
from organisations.roles import Role
from tests.integration.spoc_room import last_event, rows, sit_down, text_of, typed, url
from tests.post_office import messages, referred, responded, stored_letter
from tests.public_form import SLUG
from tests.walk import DAY, Walk

TRACKER = f"/p/{SLUG}/case/"
DRAFT = f"{TRACKER}draft-plan/"


class Hand:
    """What time the pages think it is."""

    at = None


@pytest.fixture(autouse=True)
def hand(monkeypatch):
    """The walk's day, once a test has set it."""
    hand = Hand()
    monkeypatch.setattr(clock, "now", lambda: hand.at)
    return hand


def before_the_meeting(world) -> Walk:
    """Two days after the referral, five before the meeting."""
    walk = referred(world)
    walk.at -= 5 * DAY
    return walk


def told(world) -> list[str]:
    """What applicants were told; mails to the panel are others' tests."""
    tell_waiting()
    return [message.kind for message in messages(world) if message.application_id]


# --- Invited or not ---------------------------------------------------------------------------


def test_who_is_not_invited_hears_why_before_the_meeting(world):
    walk = before_the_meeting(world)
    walk.leave_out()
    assert last_event(walk) == "invitation.decided"
    letter = stored_letter(world, walk, LetterKind.NOT_INVITED)
    assert letter.written_on < dt.date(2026, 6, 17)
    assert rows(walk, Invitation)[0].invited is False


@pytest.mark.parametrize("lacking", [{"reason": " "}, {"other_ways": ""}, {"heard_by": None}])
def test_nobody_is_left_out_without_reason_and_another_way(world, lacking):
    walk = before_the_meeting(world)
    with pytest.raises(NotNow, match="other ways to be heard"):
        walk.leave_out(**lacking)
    assert rows(walk, Invitation) == []


def test_a_change_of_mind_is_told_by_the_letter_about_the_meeting(world):
    walk = before_the_meeting(world).leave_out()
    own = walk.submitted.application.pk
    given = InvitationGiven(application_id=own, invited=True)
    decide_invitation(**walk.command(given=given))
    assert told(world).count("referral") == 2
    with pytest.raises(NotNow, match="invited already"):
        decide_invitation(**walk.command(given=given))


def test_nobody_is_invited_to_a_meeting_that_is_over(world):
    walk = before_the_meeting(world).leave_out()
    walk.at += 6 * DAY
    given = InvitationGiven(application_id=walk.submitted.application.pk, invited=True)
    with pytest.raises(NotNow, match="is over"):
        decide_invitation(**walk.command(given=given))


def test_at_the_referral_already_the_letter_says_so_instead(world):
    """One letter, not an invitation and its opposite."""
    walk = Walk(world).to_accepted().consider_peer_review()
    meeting = plan_meeting(
        partnership_id=world.partnership.pk,
        locality_id=world.locality.pk,
        starts_at=walk.at + 7 * DAY,
        place="Town Hall",
        chair_id=world.people[Role.LMAPS_CHAIR].pk,
        chair_independent=True,
        by=world.actor(Role.SPOC),
        at=walk.at,
    )
    given = InvitationGiven(
        application_id=walk.submitted.application.pk,
        invited=False,
        reason="She is in hospital.",
        other_ways="Her daughter speaks for her.",
        heard_by=walk.at.date(),
    )
    refer(**walk.command(meeting_id=meeting.pk, note="", not_invited=(given,)))
    kinds = told(world)
    assert "not_invited" in kinds
    assert "referral" not in kinds


def test_the_contact_sees_the_letter_and_the_case_shows_what_was_told(world, hand):
    walk = before_the_meeting(world)
    hand.at = walk.at
    client = sit_down(world)
    page = url(walk, "invitation")
    assert "must hear why before the meeting" in text_of(client.get(page))
    given = {
        "application": walk.submitted.application.pk,
        "invited": "no",
        "reason": "",
        "other_ways": "By a statement.",
        "heard_by": walk.at.date() + 3 * DAY,
    }
    missing = text_of(client.post(page, typed(walk, **given)))
    assert "Enter why they are not invited: they are told" in missing
    assert "By a statement." in missing
    given["reason"] = "The meeting is held in prison."
    seen = text_of(client.post(page, typed(walk, **given)))
    assert "You are not invited to this meeting yourself." in seen
    assert rows(walk, Invitation) == []
    assert client.post(page, typed(walk, **given, send="1")).status_code == 302
    shown = text_of(client.get(url(walk, "case")))
    assert "Not invited, and told why" in shown
    assert "The meeting is held in prison." in shown


def test_the_form_of_the_referral_takes_who_is_not_invited(world, hand):
    walk = referred(world)
    hand.at = walk.at = walk.at - 7 * DAY
    other = Walk(world).to_accepted().consider_peer_review()
    meeting = rows(other, Meeting)[0]
    given = {
        "meeting": meeting.pk,
        "note": "",
        "left_out": [other.submitted.application.pk],
        "reason": "",
        "other_ways": "By a statement.",
        "heard_by": hand.at.date() + 3 * DAY,
    }
    client = sit_down(world)
    page = url(other, "refer")
    assert "Enter why they are not invited" in text_of(client.post(page, typed(other, **given)))
    given["reason"] = "She asked not to be."
    nobody = text_of(client.post(page, typed(other, **given | {"left_out": []})))
    assert "Select who is not invited, or delete the reason" in nobody
    seen = text_of(client.post(page, typed(other, **given)))
    assert "You are not invited to this meeting yourself." in seen
    assert client.post(page, typed(other, **given, send="1")).status_code == 302
    assert rows(other, Invitation, case_id=other.case_id)[0].reason == "She asked not to be."


# --- The draft of the plan --------------------------------------------------------------------


def comment(walk: Walk, text: str, **more):
    joan = applicant_actor(person_id=None, application_id=walk.submitted.application.pk)
    given = {"application_id": walk.submitted.application.pk, "text": text}
    return record_comment(**walk.command(**{"by": joan} | more), **given)


def test_a_draft_is_never_required_and_binds_nobody(world):
    walk = Walk(world).to_planned()
    assert rows(walk, DraftPlan) == []


@pytest.mark.parametrize(("actions", "days"), [((), 3), ((" ",), 3), (("Visit.",), 0)])
def test_a_draft_needs_an_action_and_time_to_answer(world, actions, days):
    walk = referred(world)
    by = (walk.at + days * DAY).date()
    with pytest.raises(NotNow):
        send_draft_plan(**walk.command(actions=actions, comment_by=by))


def test_a_comment_needs_a_draft_and_words(world):
    walk = referred(world)
    with pytest.raises(NotNow, match="No draft"):
        comment(walk, "Good.")
    walk.draft()
    with pytest.raises(NotNow, match="what you think"):
        comment(walk, "  ")


def test_the_applicant_comments_and_the_chair_reads_it_beside_the_form(world, client, hand):
    walk = referred(world).involve().draft()
    hand.at = walk.at
    given = {
        "reference": walk.submitted.application.reference,
        "secret": walk.submitted.secret,
    }
    client.post(f"/p/{SLUG}/track/", given)
    assert DRAFT in text_of(client.get(TRACKER))
    page = text_of(client.get(DRAFT))
    assert "Put up a camera." in page
    assert f'href="{TRACKER}">Go back' in page
    assert "Enter what you think of it" in text_of(client.post(DRAFT, {"text": ""}))
    assert client.post(DRAFT, {"text": "No camera at my door."}).url == TRACKER
    assert "No camera at my door." in text_of(client.get(DRAFT))
    queue = url(walk, "case").split("cases/")[0]
    assert "Answer to read" in text_of(sit_down(world).get(queue))
    chair = sit_down(world, Role.LMAPS_CHAIR)
    reference = walk.case().reference
    plan = f"/lmaps/{SLUG}/cases/{reference}/plan/"
    shown = text_of(chair.get(plan))
    assert "No camera at my door." in shown
    walk.plan()
    assert client.get(DRAFT).status_code == 409
    assert DRAFT not in text_of(client.get(TRACKER))


def test_a_comment_is_still_taken_when_its_day_is_over(world, client, hand):
    walk = referred(world).involve().draft()
    given = {"reference": walk.submitted.application.reference, "secret": walk.submitted.secret}
    hand.at = walk.at
    client.post(f"/p/{SLUG}/track/", given)
    (draft,) = rows(walk, DraftPlan)
    for days, late in ((0, False), (1, True)):
        hand.at = dt.datetime.combine(draft.comment_by + days * DAY, walk.at.timetz())
        for page in (TRACKER, DRAFT):
            shown = text_of(client.get(page))
            assert ("you can still tell us" in shown.lower()) is late
            assert ("if you can by" in shown or "Please tell us by" in shown) is not late
    assert client.post(DRAFT, {"text": "No camera at my door."}).url == TRACKER


def test_the_contact_sends_the_draft_and_keys_in_a_comment(world, hand):
    walk = referred(world)
    hand.at = walk.at
    client = sit_down(world)
    page = url(walk, "draft_plan")
    fields = typed(
        walk, actions="Visit weekly.\n\nPut up a camera.", comment_by=walk.at.date() + 3 * DAY
    )
    seen = text_of(client.post(page, fields))
    assert "Nothing is agreed yet." in seen
    assert rows(walk, DraftPlan) == []
    assert client.get(url(walk, "draft_comment")).status_code == 409
    assert client.post(page, fields | {"send": "1"}).status_code == 302
    assert rows(walk, DraftPlan)[0].actions == ["Visit weekly.", "Put up a camera."]
    page = url(walk, "draft_comment")
    assert "Put up a camera." in text_of(client.get(page))
    own = {"application": walk.submitted.application.pk}
    assert "Enter what they said" in text_of(client.post(page, typed(walk, **own, text="")))
    assert client.post(page, typed(walk, **own, text="She is glad.")).status_code == 302
    (kept,) = rows(walk, DraftComment)
    assert kept.keyed_by_id == world.people[Role.SPOC].pk
    assert "She is glad." in text_of(client.get(url(walk, "case")))


def test_the_chair_sees_the_letter_and_sends_the_draft(world, hand):
    walk = referred(world)
    hand.at = walk.at
    chair = sit_down(world, Role.LMAPS_CHAIR)
    page = f"/lmaps/{SLUG}/cases/{walk.case().reference}/draft-plan/"
    assert "Nothing is agreed by it." in text_of(chair.get(page))
    bare = text_of(chair.post(page, typed(walk, actions="")))
    assert "Enter at least one action as it is drafted" in bare
    fields = typed(walk, actions="Visit weekly.", comment_by=walk.at.date() + 3 * DAY)
    seen = text_of(chair.post(page, fields))
    assert "Please tell us what you think of it by Saturday 20 June 2026." in seen
    assert rows(walk, DraftPlan) == []
    assert "Visit weekly.</textarea>" in text_of(chair.post(page, fields | {"change": "1"}))
    assert chair.post(page, fields | {"confirm": "1"}).status_code == 302
    assert rows(walk, DraftPlan)[0].actions == ["Visit weekly."]
    assert told(world)[-1] == "draft_plan"


def test_the_chair_words_the_letter_of_the_draft_before_it_goes(world, hand):
    """In the partnership's own wording, which the chair words otherwise for this letter."""
    walk = referred(world)
    hand.at = walk.at
    publish_wording(
        partnership_id=world.partnership.pk,
        kind="draft_plan",
        paragraph="think",
        text="Think of {contact name}.",
        version=0,
        by=world.actor(Role.ADMINISTRATOR),
        at=walk.at,
    )
    chair = sit_down(world, Role.LMAPS_CHAIR)
    page = f"/lmaps/{SLUG}/cases/{walk.case().reference}/draft-plan/"
    fields = typed(walk, actions="Visit weekly.", comment_by=walk.at.date() + 3 * DAY)
    assert "Think of Sam Okafor." in text_of(chair.post(page, fields))
    opened = text_of(chair.post(page, fields | {"word": "1"}))
    assert opened.count("Think of {contact name}.") == 2
    name = "free-draft_plan-think"
    for button in ("reword", "confirm"):
        for text, fault in {
            "**Ring": "Line 1: bold text",
            "By {last date to ask}": "{last date to ask} is blank in this letter",
        }.items():
            refused = text_of(chair.post(page, fields | {name: text, button: "1"}))
            assert fault in refused
            assert text in refused
            assert 'value="Visit weekly."' in refused
    assert rows(walk, DraftPlan) == []
    seen = text_of(chair.post(page, fields | {name: "Ring **us**.", "reword": "1"}))
    assert "<p>Ring <strong>us</strong>.</p>" in seen
    assert chair.post(page, fields | {name: "Ring **us**.", "confirm": "1"}).status_code == 302
    assert stored_letter(world, walk, "draft_plan").wording == {"think": "edited"}


# --- Progress and changes ---------------------------------------------------------------------


def action_of(walk: Walk) -> Action:
    return rows(walk, Action)[0]


def change(walk: Walk, **given) -> ActionChange:
    given = {"action_id": action_of(walk).pk, "reason": "The camera is late."} | given
    return change_action(**walk.command(given=ChangeGiven(**given)))


def test_progress_needs_words_for_the_victim(world):
    walk = responded(world)
    with pytest.raises(NotNow, match="what has been done"):
        tell_progress(**walk.command(message=" "))


def test_another_date_and_person_are_kept_and_told(world):
    walk = responded(world)
    was, later = action_of(walk).due_on, (walk.at + 30 * DAY).date()
    change(walk, due_on=later, owner_name="Ruth Webb")
    assert (action_of(walk).due_on, action_of(walk).owner_name) == (later, "Ruth Webb")
    assert rows(walk, ActionChange)[0].was_due_on == was
    assert stored_letter(world, walk, LetterKind.PLAN_CHANGED)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"reason": " ", "owner_name": "Ruth Webb"}, "Say why"),
        ({}, "nothing would change"),
        ({"owner_name": "Dev Patel"}, "nothing would change"),
        ({"due_on": dt.date(2026, 6, 1)}, "still to come"),
        ({"action_id": 0, "drop": True}, "no such action"),
    ],
)
def test_a_change_that_says_nothing_is_refused(world, given, why):
    walk = responded(world)
    with pytest.raises(NotNow, match=why):
        change(walk, **given)
    assert rows(walk, ActionChange) == []


def test_a_dropped_action_is_told_with_the_reason_once(world):
    walk = responded(world)
    change(walk, drop=True)
    assert action_of(walk).status == Action.Status.DROPPED
    assert told(world)[-1] == "plan_changed"
    with pytest.raises(NotNow, match="has been told"):
        change(walk, drop=True)
    with pytest.raises(NotNow, match="already been finished"):
        change(walk, owner_name="Ruth Webb")


def test_what_an_agency_dropped_waits_until_the_contact_has_said_why(world, hand):
    """The agency's note is the staff's; the contact finds the words for the victim."""
    walk = responded(world)
    note = {"action_id": action_of(walk).pk, "status": "dropped", "note": "Budget."}
    record_progress(**walk.command(Role.AGENCY_MEMBER, **note))
    assert "plan_changed" not in told(world)
    hand.at = walk.at
    client = sit_down(world)
    assert "Applicant not told" in text_of(client.get(url(walk, "case")))
    page = url(walk, "change_action", action_of(walk).pk)
    assert client.get(page).status_code == 200
    fields = typed(walk, what="drop", reason="There is no money for it this year.")
    assert "will not be done." in text_of(client.post(page, fields))
    assert client.post(page, fields | {"send": "1"}).status_code == 302
    shown = text_of(client.get(url(walk, "case")))
    assert "Applicant not told" not in shown
    assert "There is no money for it this year." in shown
    letter = stored_letter(world, walk, LetterKind.PLAN_CHANGED)
    assert letter


def test_the_contact_changes_an_action_from_its_row(world, hand):
    walk = responded(world)
    hand.at = walk.at
    client = sit_down(world)
    page = url(walk, "change_action", action_of(walk).pk)
    assert page in text_of(client.get(url(walk, "case")))
    gaps = text_of(client.post(page, typed(walk, what="date_or_owner", reason="Late.")))
    assert "Enter a new date or another person" in gaps
    past = typed(walk, what="date_or_owner", reason="x", due_on=dt.date(2026, 6, 1))
    assert "The new date must be today or later" in text_of(client.post(page, past))
    assert client.get(url(walk, "change_action", 0)).status_code == 404
    good = typed(walk, what="date_or_owner", reason="He left.", owner_name="Ruth Webb")
    assert "Ruth Webb now sees to it, instead of Dev Patel." in text_of(client.post(page, good))
    assert client.post(page, good | {"send": "1"}).status_code == 302
    assert action_of(walk).owner_name == "Ruth Webb"


def test_the_contact_tells_how_far_the_plan_is(world, hand):
    walk = responded(world)
    hand.at = walk.at
    client = sit_down(world)
    page = url(walk, "tell_progress")
    assert "Enter what has been done" in text_of(client.post(page, typed(walk, message="")))
    fields = typed(walk, message="Two visits so far.")
    seen = text_of(client.post(page, fields))
    assert "Two visits so far." in seen
    assert "Done so far: 0 of 1." in seen
    assert client.post(page, fields | {"send": "1"}).status_code == 302
    assert last_event(walk) == "progress.reported"
