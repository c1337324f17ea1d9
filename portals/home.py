"""Where a signed-in person goes first: the places that their roles open."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse

from organisations import clock
from organisations.actors import Actor, staff_actor
from organisations.models import Partnership, PolicingArea
from organisations.roles import Role


@dataclass(frozen=True, kw_only=True)
class Place:
    """One door that is open to the person."""

    title: str
    where: str
    url: str


DOORS: dict[Role, tuple[str, str]] = {
    Role.SPOC: ("Queue and cases", "spoc:queue"),
    Role.ASSESSOR: ("Queue and cases", "spoc:queue"),
    Role.ACCOUNTABLE_OFFICER: ("Queue and cases", "spoc:queue"),
    Role.LMAPS_CHAIR: ("LMAPS meetings", "lmaps:meetings"),
    Role.ADMINISTRATOR: ("People, procedure and statistics", "partnership:overview"),
    Role.AUDITOR: ("Audit", "partnership:audit"),
}


def places_of(actor: Actor) -> list[Place]:
    """Every door that is open to a person, each once."""
    partnerships = {p.pk: p for p in Partnership.objects.all()}
    areas = {area.pk: area for area in PolicingArea.objects.all()}
    found = {}
    for grip in actor.grips:
        if grip.role == Role.PCC_OFFICER:
            area = areas[grip.policing_area_id]
            url = reverse("pcc:worklist", args=[area.slug])
            found[url] = Place(title="Review requests", where=area.policing_body_name, url=url)
        elif grip.role == Role.AGENCY_MEMBER:
            url = reverse("agency:worklist")
            found[url] = Place(title="Requests and actions", where="Your agency", url=url)
        else:
            title, name = DOORS[grip.role]
            partnership = partnerships[grip.partnership_id]
            url = reverse(name, args=[partnership.slug])
            found[url] = Place(title=title, where=partnership.name, url=url)
    return list(found.values())


@login_required
def staff_home(request):
    """Straight on where there is one place only; else a choice."""
    request.actor = staff_actor(request.user, on=clock.date_of(clock.now()))
    places = places_of(request.actor)
    if len(places) == 1:
        return redirect(places[0].url)
    return render(request, "staff_home.html", {"places": places})
