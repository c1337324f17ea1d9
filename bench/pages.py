"""The pages that are measured, of the largest partnership, and how a person signs in to see them.

Runs inside Django, in a child of the bench with the environment of one size (`bench.inside`).
"""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from cases.models import AccessKey, Application, Case, Person
from cases.status import Status
from organisations.models import Partnership, User
from organisations.tenancy import Scope, transaction_in
from portals.access import APPLICATION_KEY
from portals.demo.volume import names
from portals.demo.volume.places import login_of, slug_of

SHOWN = 25
FREQUENT = names.FAMILY.split()[0].lower()
"""The name that most people of a volume have: one in twenty."""
AT_WORK = [Status.ASSESSMENT, Status.REFERRED]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One address, who sees it, and the status that it answers with."""

    name: str
    path: str
    cookie: str
    status: int = 200


@dataclass(frozen=True, kw_only=True)
class Limit:
    """The same queue on the limit site."""

    path: str


def pages() -> dict:
    """All pages of this database, and the limit's; plain, to be printed as JSON."""
    partnership = Partnership.objects.get(slug=slug_of(1))
    with transaction_in(Scope.staff(partnership.pk)):
        found = [asdict(page) for page in _pages(partnership)]
    return {"pages": found, "limit": f"/{partnership.pk}/", "partnership": partnership.pk}


def _pages(partnership: Partnership) -> list[Page]:
    staff = _signed_in(User.objects.get(email=login_of("spoc", 1)))
    queue = reverse("spoc:queue", args=[partnership.slug])
    case = _case_at_work(partnership)
    follower = _following(partnership, case)
    at_case = reverse("spoc:case", args=[partnership.slug, case.reference])
    tracker = reverse("public:tracker", args=[partnership.slug])
    rows = [
        ("queue, first page", queue, staff, 200),
        ("queue, last page", f"{queue}?after={_last_page(partnership)}", staff, 200),
        ("queue, one group", f"{queue}?group=meeting", staff, 200),
        ("search by reference", f"{queue}?q={case.reference}", staff, 302),
        ("search by a first letter", f"{queue}?q=a", staff, 200),
        ("search by two first letters", f"{queue}?q=a+s", staff, 200),
        ("search by a frequent name", f"{queue}?q={FREQUENT}", staff, 200),
        ("search by a postcode", f"{queue}?q={_postcode_of(case)}", staff, 200),
        ("search by a full name", f"{queue}?q={_rare_name(partnership)}", staff, 200),
        ("case", at_case, staff, 200),
        ("tracker", tracker, follower, 200),
    ]
    return [
        Page(name=name, path=path.replace(" ", "+"), cookie=cookie, status=status)
        for name, path, cookie, status in rows
    ]


def _signed_in(user: User) -> str:
    """A session of a member of staff, as signing in makes it."""
    return _session(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )


def _following(partnership: Partnership, case: Case) -> str:
    """A session of the applicant, as reference and secret give it."""
    application = Application.objects.get(partnership=partnership, reference=case.reference)
    key = AccessKey.objects.get(partnership=partnership, application_id=application.pk)
    return _session({APPLICATION_KEY: key.pk})


def _session(content: dict) -> str:
    session = SessionStore()
    session.update(content)
    session.set_expiry(7 * 24 * 60 * 60)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _open(partnership: Partnership):
    return Case.objects.filter(partnership=partnership, next_due_on__isnull=False).order_by(
        "next_due_on", "pk"
    )


def _case_at_work(partnership: Partnership) -> Case:
    """An open case with nothing unusual: the last of the queue that is being dealt with."""
    return _open(partnership).filter(status__in=AT_WORK, needs_adjustments=False).last()


def _last_page(partnership: Partnership) -> str:
    """The cursor after which one screenful of dated cases is left."""
    before = _open(partnership).reverse()[SHOWN]
    return f"{before.next_due_on.isoformat()}.{before.pk}"


def _postcode_of(case: Case) -> str:
    """The postcode of somebody in a case."""
    people = Person.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
    return people.values_list("postcode", flat=True)[0]


def _rare_name(partnership: Partnership) -> str:
    """A name that hardly anybody else has: one with a second part."""
    named = Case.objects.filter(partnership=partnership, applicant_name__contains="-Thorn")
    return named.values_list("applicant_name", flat=True).latest("pk")
