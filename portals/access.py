"""The doors' locks: each decorator finds the place in the address, checks who is there, and enters
exactly one scope. 404 whenever the place is not visible to this person (ADR 5)."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.shortcuts import redirect

from cases.models import AccessKey, Application
from cases.permissions import live_grants
from organisations import clock
from organisations.actors import Actor, applicant_actor, memberships_of, staff_actor
from organisations.compiled import Compiled
from organisations.models import Partnership, PolicingArea, User
from organisations.roles import Role
from organisations.tenancy import Scope, enter, visiting

APPLICATION_KEY = "application"


_PARTNERSHIP = Compiled(
    lambda slug: Partnership.objects.select_related("policing_area").filter(slug=slug).order_by(),
    slug=str,
)


def _partnership(slug: str) -> Partnership:
    for found in _PARTNERSHIP.instances(slug=slug):
        return found
    raise Http404


def _signed_in(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    request.at = clock.now()
    request.actor = staff_actor(request.user, on=clock.date_of(request.at))
    return request.actor


def _workplace(user: User, slug: str) -> Partnership:
    """A partnership in which the person holds something, or did; read as they signed in."""
    for membership in memberships_of(user):
        if membership.partnership is not None and membership.partnership.slug == slug:
            return membership.partnership
    raise Http404


def public_page(view: Callable) -> Callable:
    """A page of a partnership that anybody can open. Gives `request.partnership`, `request.at`."""

    @wraps(view)
    def page(request, slug, *args, **kwargs):
        request.partnership = _partnership(slug)
        request.at = clock.now()
        enter(Scope.public(request.partnership.pk))
        return view(request, *args, **kwargs)

    return page


def applicant_page(view: Callable) -> Callable:
    """A page of one applicant, who signed in with reference and secret.

    Gives `request.partnership`, `request.application` (with its case), `request.actor`. Without a
    live key in the session it goes to the sign-in page of the tracker.
    """

    @wraps(view)
    def page(request, slug, *args, **kwargs):
        request.partnership = _partnership(slug)
        request.at = clock.now()
        key_id = request.session.get(APPLICATION_KEY)
        key = AccessKey.objects.filter(
            pk=key_id, partnership=request.partnership, revoked_at__isnull=True
        ).first()
        if key is None:
            return redirect("public:track", slug=slug)
        request.application = _own_application(key)
        request.actor = applicant_actor(person_id=None, application_id=request.application.pk)
        return view(request, *args, **kwargs)

    return page


def _own_application(key: AccessKey) -> Application:
    """Enter the application's scope, in two steps: its case is known only from inside."""
    narrow = Scope.of_application(
        partnership_id=key.partnership_id, application_id=key.application_id, case_id=None
    )
    with visiting(narrow):
        case_id = (
            Application.objects.filter(partnership_id=key.partnership_id, pk=key.application_id)
            .values_list("case_id", flat=True)
            .get()
        )
    enter(
        Scope.of_application(
            partnership_id=key.partnership_id,
            application_id=key.application_id,
            case_id=case_id,
        )
    )
    return Application.objects.select_related(
        "case", "district", "procedure", "partnership__policing_area"
    ).get(partnership_id=key.partnership_id, pk=key.application_id)


def staff_page(*roles: Role) -> Callable:
    """A page for holders of any of the roles in the partnership of the address.

    Gives `request.partnership`, `request.actor`, `request.at`. Not signed in: the sign-in page.
    No such role here: 404, as if the place did not exist.
    """
    wanted = frozenset(roles)

    def lock(view: Callable) -> Callable:
        @wraps(view)
        def page(request, slug, *args, **kwargs):
            actor = _signed_in(request)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            request.partnership = _workplace(request.user, slug)
            if not actor.grips_in(partnership_id=request.partnership.pk, roles=wanted):
                raise Http404
            enter(Scope.staff(request.partnership.pk))
            return view(request, *args, **kwargs)

        return page

    return lock


def agency_page(view: Callable) -> Callable:
    """A page over all that the person's agencies take part in; views visit each case's scope."""

    @wraps(view)
    def page(request, *args, **kwargs):
        actor = _signed_in(request)
        if actor is None:
            return redirect_to_login(request.get_full_path())
        if not actor.agency_ids:
            raise Http404
        return view(request, *args, **kwargs)

    return page


def agency_case_page(view: Callable) -> Callable:
    """A page of one case for a member of an agency with a live grant on it; case scope."""

    @wraps(view)
    def page(request, slug, case_id, *args, **kwargs):
        actor = _signed_in(request)
        if actor is None:
            return redirect_to_login(request.get_full_path())
        request.partnership = _partnership(slug)
        grants = live_grants(at=request.at).filter(
            partnership=request.partnership, case_id=case_id, agency_id__in=actor.agency_ids
        )
        if not grants.exists():
            raise Http404
        enter(Scope.of_case(partnership_id=request.partnership.pk, case_id=case_id))
        return view(request, case_id, *args, **kwargs)

    return page


def area_page(view: Callable) -> Callable:
    """A page of the office that hears reviews in a policing area; area scope.

    Gives `request.area`, `request.actor`, `request.at`.
    """

    @wraps(view)
    def page(request, area, *args, **kwargs):
        actor = _signed_in(request)
        if actor is None:
            return redirect_to_login(request.get_full_path())
        request.area = PolicingArea.objects.filter(slug=area).first()
        if request.area is None or request.area.pk not in actor.policing_area_ids:
            raise Http404
        enter(Scope.of_area(request.area.pk))
        return view(request, *args, **kwargs)

    return page
