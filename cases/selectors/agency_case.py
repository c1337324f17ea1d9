"""What an agency may know of a case: what was reported to it, and who is concerned if they agreed.

Case scope. Left out on purpose: risk and assessment, other agencies' reports, returns and actions,
and, without consent to share, everything that the applicant told the partnership.
"""

from collections import defaultdict
from dataclasses import dataclass

from cases.models import (
    Application,
    Case,
    Consent,
    Involvement,
    Person,
    Report,
    SafeContact,
)
from thresholds.periods import weekday_in_words


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report of an incident to the agency. Place and account are empty without consent."""

    happened: str
    told: str
    method: str
    agency: str
    agency_reference: str
    place: str
    account: str
    shared: bool


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """The victim of one application, and how they may be reached, where they agreed to share it.

    contacts: channel and address where the applicant called it safe. avoid: where called unsafe.
    """

    victim: str
    address: str
    through: str
    contacts: tuple[tuple[str, str], ...]
    avoid: tuple[str, ...]
    adjustments: str


@dataclass(frozen=True, kw_only=True)
class AgencyCase:
    """The agency's part of a case."""

    told: tuple[Told, ...]
    concerned: tuple[Concerned, ...]
    withheld: int

    @property
    def adjustments(self) -> tuple[str, ...]:
        """What those who share asked for: it stands above the page."""
        return tuple(one.adjustments for one in self.concerned if one.adjustments)


def part_of(case: Case, *, agency_ids: frozenset[int]) -> AgencyCase:
    """What these agencies may see; the number of queries does not depend on how much it is."""
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    applications = list(
        Application.objects.filter(**below, status=Application.Status.SUBMITTED).order_by(
            "received_at", "id"
        )
    )
    sharing = _sharing(below)
    shared = [one for one in applications if one.pk in sharing]
    return AgencyCase(
        told=_told(below, agency_ids, sharing),
        concerned=_concerned(below, shared),
        withheld=len(applications) - len(shared),
    )


def _sharing(below: dict) -> set[int]:
    """The applications in which everybody asked agrees, by their latest answer, to share."""
    latest = {}
    answers = Consent.objects.filter(**below, kind=Consent.Kind.SHARE).order_by("given_at", "id")
    for answer in answers:
        latest[answer.application_id, answer.person_id] = answer
    agreed, refused = set(), set()
    for (application_id, _), answer in latest.items():
        yes = answer.given and answer.revoked_at is None
        (agreed if yes else refused).add(application_id)
    return agreed - refused


def _told(below: dict, agency_ids: frozenset[int], sharing: set[int]) -> tuple[Told, ...]:
    reports = (
        Report.objects.filter(
            **below,
            agency_id__in=agency_ids,
            application__status=Application.Status.SUBMITTED,
        )
        .select_related("incident", "agency")
        .order_by("incident__occurred_on", "reported_on", "id")
    )
    return tuple(
        Told(
            happened=weekday_in_words(report.incident.occurred_on),
            told=weekday_in_words(report.reported_on),
            method=report.get_method_display() if report.method else "",
            agency=report.agency.name,
            agency_reference=report.agency_reference,
            place=report.incident.place if report.application_id in sharing else "",
            account=report.incident.description if report.application_id in sharing else "",
            shared=report.application_id in sharing,
        )
        for report in reports
    )


def _concerned(below: dict, shared: list[Application]) -> tuple[Concerned, ...]:
    people = defaultdict(dict)
    roles = Involvement.objects.filter(**below, application__in=shared).select_related("person")
    for involvement in roles.order_by("-id"):
        people[involvement.application_id][involvement.role] = involvement.person
    channels = defaultdict(list)
    for contact in SafeContact.objects.filter(**below, application__in=shared).order_by("id"):
        channels[contact.person_id].append(contact)
    return tuple(_one(application, people[application.pk], channels) for application in shared)


def _one(
    application: Application,
    people: dict[str, Person],
    channels: dict[int, list[SafeContact]],
) -> Concerned:
    """The victim by name; how to reach them goes through whoever applied."""
    applicant = people[Involvement.Role.APPLICANT]
    victim = people.get(Involvement.Role.VICTIM, applicant)
    channel = SafeContact.Channel
    reach = {
        channel.EMAIL: applicant.email,
        channel.PHONE: applicant.phone,
        channel.VOICEMAIL: applicant.phone,
        channel.TEXT: applicant.phone,
        channel.POST: ", ".join(filter(None, [*applicant.address.split("\n"), applicant.postcode])),
    }
    said = channels[applicant.pk]
    return Concerned(
        victim=victim.full_name,
        address=", ".join(filter(None, [*victim.address.split("\n"), victim.postcode])),
        through=applicant.full_name if applicant.pk != victim.pk else "",
        contacts=tuple(
            (row.get_channel_display(), reach[row.channel])
            for row in said
            if row.safe and reach[row.channel]
        ),
        avoid=tuple(row.get_channel_display() for row in said if not row.safe),
        adjustments=application.adjustments,
    )
