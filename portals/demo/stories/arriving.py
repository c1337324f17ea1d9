"""How an application of the demonstration comes in."""

import datetime as dt

from cases.commands import applying
from organisations.actors import SYSTEM_ACTOR
from organisations.clock import date_of
from portals.demo.stories.catalogue import submission_key
from portals.demo.stories.scene import Scene
from portals.demo.stories.shape import Happened, Someone, Story

KEYED_IN = dt.timedelta(hours=1)


def apply(scene: Scene, story: Story, at: dt.datetime) -> None:
    """Online by the applicant; otherwise keyed in by the SPOC within the hour."""
    online = story.arrived.by == "web"
    made = applying.submit_application(
        partnership=scene.partnership,
        submission=_submission(scene, story, at),
        by=SYSTEM_ACTOR if online else scene.spoc(story),
        at=at if online else at + KEYED_IN,
    )
    scene.applications[story.key] = made.application


def _submission(scene: Scene, story: Story, at: dt.datetime) -> applying.Submission:
    answers = {
        "persists": "yes",
        "others_affected": "unknown",
        "timeframe_unexpired": "no",
        "conduct_of_one_agency": "no",
    }
    group = "group" if story.others else "self"
    return applying.Submission(
        key=submission_key(story.key),
        district_id=scene.districts[story.district].pk,
        route="someone" if story.victim else group,
        applicant=_person(story.applicant),
        victim=_person(story.victim) if story.victim else None,
        relationship=story.relationship,
        others=tuple(_person(one) for one in story.others),
        contacts=tuple(
            applying.ContactGiven(channel=channel, safe=safe, preferred=preferred)
            for channel, safe, preferred in story.contacts
        ),
        incidents=tuple(_incident(scene, story, one, on=date_of(at)) for one in story.happened),
        summary=story.summary,
        impact=story.impact,
        desired_outcome=story.wanted,
        consent_to_share=True,
        declared_true=True,
        via=story.arrived.by,
        received_at=at,
        **(answers | story.more),
    )


def _person(someone: Someone) -> applying.PersonGiven:
    return applying.PersonGiven(
        full_name=someone.name,
        email=f"{someone.mail}@home.example" if someone.mail else "",
        phone=someone.phone,
        address=someone.address,
        postcode=someone.postcode,
    )


def _incident(
    scene: Scene, story: Story, happened: Happened, *, on: dt.date
) -> applying.IncidentGiven:
    occurred_on = on - dt.timedelta(days=happened.before)
    return applying.IncidentGiven(
        occurred_on=occurred_on,
        description=happened.what,
        place=happened.where or story.locality,
        reports=tuple(
            applying.ReportGiven(
                reported_on=occurred_on + dt.timedelta(days=told.after),
                agency_id=scene.agency(story, told.to).pk,
                method=told.how,
                agency_reference=told.number,
                response=told.answer,
            )
            for told in happened.told
        ),
    )
