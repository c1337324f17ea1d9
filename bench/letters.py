"""T7: a letter through our whole path, against WeasyPrint alone on the same document; the memory
that many letters leave; letters a minute of one worker.

Runs inside Django, in a child of the bench. It knows the letters by their public functions alone:
facts -> values -> document -> PDF, and the telling of an event.
"""

import copy
import os
import time

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench import timing
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import addressee_of
from cases.models import Application
from cases.procedures import in_force, parsed
from cases.sample_letters import APPLICATION, sample_facts
from cases.status import Outcome
from notifications import nudge, paper, rendering
from notifications.letter_kinds import LetterKind
from notifications.looks import Dress, dress
from notifications.models import Letter
from notifications.seals import new_code
from notifications.telling import tell
from organisations import clock
from organisations.actors import SYSTEM_ACTOR
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from portals.demo.volume.places import slug_of

KIND = LetterKind.REJECTION
VARIANT = "pdf/ua-1"
WARM = 20
MIB = 2**20


def measure(*, rounds: int, many: int, told: int) -> dict:
    """The ratio of so many rounds in turn, the memory of `many` letters, the speed of `told` ones.

    ratio, ours, plain: in processor time; nothing in it waits, so that other work does not count.
    grown: MiB of the process after `many` letters, from when it was warm. Raises RuntimeError
    where an event brought no letter.
    """
    partnership = Partnership.objects.select_related("policing_area").get(slug=slug_of(1))
    facts = _facts(partnership)
    seconds = timing.in_turn(_ways(facts), rounds=rounds, warm=3, clock=time.process_time)
    return {
        "ratio": timing.ratio(seconds["ours"], seconds["plain"]),
        "ours": timing.median(seconds["ours"]),
        "plain": timing.median(seconds["plain"]),
        "many": many,
        "grown": _grown(facts, many),
        "told": told,
        "minute": _told_in_a_minute(partnership, facts, told),
    }


def _facts(partnership: Partnership) -> dict:
    """An invented decision against a review, with every finding: one of the longest letters."""
    at = clock.now()
    with transaction_in(Scope.staff(partnership.pk)):
        procedure = parsed(in_force(partnership_id=partnership.pk, on=clock.date_of(at)))
        return sample_facts(
            partnership=partnership, procedure=procedure, outcome=Outcome.REJECTED, at=at
        )


def _ways(facts: dict) -> dict:
    """Ours, and WeasyPrint as one would call it by hand, on the same documents of both forms on
    paper: it too keeps its fonts and its styles."""
    wears = _dress()
    documents = paper.documents(kind=KIND, facts=facts, application_id=APPLICATION, dress=wears)
    fonts = FontConfiguration()
    styles = {
        form: CSS(
            string=rendering.style_sheet(form=form, window=wears.look.window), font_config=fonts
        )
        for form in documents
    }

    def plain() -> None:
        for form, html in documents.items():
            # What a letter loads stands in it: no picture comes from elsewhere.
            page = HTML(string=html)
            page.write_pdf(stylesheets=[styles[form]], font_config=fonts, pdf_variant=VARIANT)

    return {"plain": plain, "ours": lambda: _whole(facts)}


def _dress() -> Dress:
    return dress(None, code=new_code(), site="https://asb.example.org")


def _whole(facts: dict) -> None:
    """Every form of a letter, as it is written."""
    paper.make(kind=KIND, facts=facts, application_id=APPLICATION, dress=_dress())


def _grown(facts: dict, many: int) -> float:
    """Every letter to somebody else, so that nothing that was kept of one serves the next."""
    before = 0
    for number in range(WARM + many):
        if number == WARM:
            before = _resident()
        one = copy.deepcopy(facts)
        one["applications"][0]["person"]["name"] = f"A. Sample {number} {number:x}"
        _whole(one)
    return (_resident() - before) / MIB


def _resident() -> int:
    """Bytes of memory that this process holds."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _told_in_a_minute(partnership: Partnership, facts: dict, told: int) -> float:
    """Events told one after the other, as a worker does: letter written, stored, queued."""
    with nudge.silence():
        events = _events(partnership, facts, told)
        began = time.perf_counter()
        for event_id in events:
            tell(partnership_id=partnership.pk, event_id=event_id)
        taken = time.perf_counter() - began
    with transaction_in(Scope.staff(partnership.pk)):
        letters = Letter.objects.filter(
            partnership_id=partnership.pk, message__event_id__in=events
        ).count()
    if not letters == len(events) == told:
        raise RuntimeError(f"{len(events)} of {told} events brought {letters} letters")
    return 60 * told / taken


def _events(partnership: Partnership, facts: dict, told: int) -> list[int]:
    """So many decisions on record, each to the applicant of another application, not yet told."""
    events = []
    with transaction_in(Scope.staff(partnership.pk)):
        applications = Application.objects.filter(
            partnership_id=partnership.pk, case__isnull=False
        ).select_related("case")
        for application in applications.order_by("id")[:told]:
            event = record(
                kind=EventKind.DECISION_MADE,
                partnership_id=partnership.pk,
                by=SYSTEM_ACTOR,
                at=clock.now(),
                case=application.case,
                application=application,
                payload={"outcome": Outcome.REJECTED.value},
                facts=_to(application, facts),
            )
            events.append(event.pk)
    return events


def _to(application: Application, facts: dict) -> dict:
    """The same facts, to the applicant of an application that there is."""
    one = copy.deepcopy(facts)
    named = one["applications"][0]
    named["id"] = application.pk
    named["person"]["id"] = addressee_of(application).pk
    for report in one["decision"]["reports"].values():
        report["application"] = application.pk
    return one
