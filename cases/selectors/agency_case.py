"""What an agency may know of a case: what was reported to it, and who is concerned if they agreed.

Case scope. Left out on purpose: risk and assessment, other agencies' reports, returns and actions,
and, without consent to share, everything that the applicant told the partnership.
"""

from collections import defaultdict
from dataclasses import dataclass

from cases.models import (
    Application,
    Case,
    Incident,
    Involvement,
    Person,
    SafeContact,
)
from cases.reported_to import claimed_reports, reports_by_others, sharing
from cases.selectors.report_words import incident_in_words, occurred_in_words, reported_in_words
from thresholds.periods import when_in_words


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report of an incident to the agency. Place and account are empty without consent.

    happened_when, told_when: the same as happened and told, for the middle of a sentence.
    """

    id: int
    happened: str
    told: str
    happened_when: str
    told_when: str
    method: str
    agency: str
    agency_reference: str
    place: str
    account: str
    shared: bool


@dataclass(frozen=True, kw_only=True)
class ToldOfOther:
    """A report by somebody else that the agency itself told of, as it told it."""

    pseudonym: str
    told: str
    agency: str
    agency_reference: str
    incident: str


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
    others: tuple[ToldOfOther, ...]
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
    agreed = sharing(case)
    shared = [one for one in applications if one.pk in agreed]
    return AgencyCase(
        told=told_to(case, agency_ids=agency_ids, agreed=agreed),
        others=others_told_of(case, agency_ids=agency_ids, agreed=agreed),
        concerned=_concerned(below, shared),
        withheld=len(applications) - len(shared),
    )


def told_to(case: Case, *, agency_ids: frozenset[int], agreed: frozenset[int]) -> tuple[Told, ...]:
    """What applicants say that they reported to these agencies; agreed: those who share."""
    return tuple(
        Told(
            id=report.pk,
            happened=occurred_in_words(report.incident),
            told=reported_in_words(report),
            happened_when=when_in_words(
                report.incident.occurred_on, report.incident.occurred_until
            ),
            told_when=when_in_words(report.reported_on, report.reported_until),
            method=report.get_method_display() if report.method else "",
            agency=report.agency.name,
            agency_reference=report.agency_reference,
            place=report.incident.place if report.application_id in agreed else "",
            account=report.incident.description if report.application_id in agreed else "",
            shared=report.application_id in agreed,
        )
        for report in claimed_reports(case, agency_ids=agency_ids)
    )


def others_told_of(
    case: Case, *, agency_ids: frozenset[int], agreed: frozenset[int]
) -> tuple[ToldOfOther, ...]:
    """The reports by other people that these agencies told of."""
    return tuple(
        ToldOfOther(
            pseudonym=report.reporter_pseudonym,
            told=reported_in_words(report),
            agency=report.agency.name,
            agency_reference=report.agency_reference,
            incident=incident_in_words(
                report.incident, shows_place=may_show_place(report.incident, agreed)
            ),
        )
        for report in reports_by_others(case, agency_ids=agency_ids)
    )


def may_show_place(incident: Incident, agreed: frozenset[int]) -> bool:
    """An applicant's place is theirs to share; what an agency named is no applicant's."""
    return incident.named_by_id is not None or incident.application_id in agreed


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
