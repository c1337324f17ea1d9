"""Scopes: what the current transaction may see, enforced by PostgreSQL row-level security (ADR 5).

Every transaction that touches tenant data has exactly one scope, set transaction-locally. Outside
a transaction a setting would be lost without an error, so setting one there raises.
"""

import select
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from typing import Self

from django.db import connection, transaction

EVERYTHING = "*"


class NoTransaction(RuntimeError):
    """A scope was to be set outside a transaction, where it would silently do nothing."""


class ScopeAlreadySet(RuntimeError):
    """The transaction already has another scope; use `visiting` for a deliberate detour."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The five settings that the policies compare with; empty means closed.

    partnership, area: ids. application: an id, case: ids between commas, draft: the hash of a
    secret; or "*" for all of the partnership's.
    """

    partnership: str = ""
    case: str = ""
    application: str = ""
    area: str = ""
    draft: str = ""

    @classmethod
    def staff(cls, partnership_id: int) -> Self:
        """Staff of one partnership; what they may do there is for permissions to say.

        Drafts of applications are nobody's but their writer's: closed here too (ADR 35).
        """
        return cls(partnership=str(partnership_id), case=EVERYTHING, application=EVERYTHING)

    @classmethod
    def of_case(cls, *, partnership_id: int, case_id: int, area_id: int | None = None) -> Self:
        """One case, for whoever holds a live CaseGrant on it."""
        return cls(
            partnership=str(partnership_id),
            case=str(case_id),
            application=EVERYTHING,
            area=str(area_id or ""),
        )

    @classmethod
    def of_cases(cls, *, partnership_id: int, case_ids: Iterable[int]) -> Self:
        """Several cases of one partnership, for whoever holds a live CaseGrant on each of them."""
        listed = ",".join(map(str, sorted(case_ids)))
        return cls(partnership=str(partnership_id), case=listed, application=EVERYTHING)

    @classmethod
    def of_application(
        cls, *, partnership_id: int, application_id: int, case_id: int | None
    ) -> Self:
        """One applicant: their application, and those rows of its case that are theirs to see."""
        return cls(
            partnership=str(partnership_id),
            case=str(case_id or ""),
            application=str(application_id),
        )

    @classmethod
    def of_area(cls, area_id: int) -> Self:
        """The office of the local policing body: tables that carry the policing area."""
        return cls(area=str(area_id))

    @classmethod
    def public(cls, partnership_id: int) -> Self:
        """Anybody: what the partnership publishes."""
        return cls(partnership=str(partnership_id))

    @classmethod
    def of_draft(cls, *, partnership_id: int, digest: str) -> Self:
        """Whoever has the secret of one draft: what is published, and that draft."""
        return cls(partnership=str(partnership_id), draft=digest)

    def with_draft(self, digest: str = EVERYTHING) -> Self:
        """The same and one draft, or all of them: for commands and sweeps, never for a page."""
        return replace(self, draft=digest)


NOTHING = Scope()

_current: ContextVar[Scope] = ContextVar("tenancy_scope", default=NOTHING)


def current() -> Scope:
    """The scope that this transaction runs in; `NOTHING` when none has been set."""
    return _current.get()


SET_SCOPE = "SELECT " + ", ".join(
    f"set_config('app.{setting.name}', %(scope_{setting.name})s, true)" for setting in fields(Scope)
)
"""The statement that sets a scope for the rest of a transaction; see `settings_of`."""


def settings_of(scope: Scope) -> dict[str, str]:
    """The values of `SET_SCOPE`."""
    return {f"scope_{name}": value for name, value in vars(scope).items()}


def _tell_the_database(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE, settings_of(scope))


def _apply(scope: Scope) -> None:
    if not connection.in_atomic_block:
        raise NoTransaction("a scope needs a transaction: set_config(..., true) would be lost")
    _tell_the_database(scope)
    _current.set(scope)


def enter(scope: Scope) -> None:
    """Set the scope for the rest of this transaction. Raises NoTransaction, ScopeAlreadySet."""
    if current() not in (NOTHING, scope):
        raise ScopeAlreadySet(f"already {current()}")
    _apply(scope)


@contextmanager
def visiting(scope: Scope) -> Iterator[None]:
    """Run a block in another scope, inside this transaction, and come back to the one before.

    Where the block is rolled back, or is the whole transaction, PostgreSQL takes the settings back
    by itself.
    """
    before, is_part = current(), connection.in_atomic_block
    with transaction.atomic():
        _apply(scope)
        try:
            yield
        finally:
            _current.set(before)
        if is_part and not connection.needs_rollback:
            _tell_the_database(before)


@contextmanager
def transaction_in(scope: Scope) -> Iterator[None]:
    """A transaction of its own in one scope: for workers, management commands and tests."""
    with visiting(scope):
        yield


def for_each_partnership(partnership_ids: Iterable[int], work: Callable[[int], None]) -> None:
    """Call `work(partnership_id)` in the staff scope of each partnership, one after another.

    For data migrations: FORCEd security binds the owner too, so that outside a scope it would see
    no row and change nothing, without an error. What deferred keys had to check is checked before
    the end, so that the migration can go on to change the tables.
    """
    for partnership_id in partnership_ids:
        with visiting(Scope.staff(partnership_id)):
            work(partnership_id)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class RequestTransaction:
    """Middleware that owns the request's transaction, rendering included.

    ATOMIC_REQUESTS closes when the view returns, so that whatever renders later finds no scope and
    shows an empty page without an error (measured; docs/adr/0005). Answers of 500 and exceptions
    roll back; a view may ask for it by `tenancy.forget(request)`.
    """

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request):
        token = _current.set(NOTHING)
        _trust_a_quiet_connection()
        try:
            with transaction.atomic():
                response = self.get_response(request)
                if response.status_code >= 500 or getattr(request, "nothing_happened", False):
                    transaction.set_rollback(True)
                if response.streaming and not getattr(response, "carries_no_tenant_data", False):
                    raise NoTransaction("a streaming response would be read after the scope ended")
                return response
        finally:
            _current.reset(token)

    def process_exception(self, request, exception):
        """An exception becomes an error page further out; the work must not be kept."""
        request.nothing_happened = True


def _trust_a_quiet_connection() -> None:
    """Leave out Django's question whether the connection lives, where its silence says so.

    A server that went away has hung up, which can be read. Only where there is something to read
    is the question asked (CONN_HEALTH_CHECKS), and a connection that is gone opened anew.
    """
    kept = connection.connection
    if kept is not None and is_quiet(kept):
        connection.health_check_done = True


def is_quiet(kept) -> bool:
    """Whether a connection of psycopg2 is open and has nothing to say, as between transactions."""
    if kept.closed:
        return False
    heard = select.poll()
    heard.register(kept.fileno(), select.POLLIN | select.POLLHUP)
    return not heard.poll(0)


def forget(request) -> None:
    """Roll this request's work back although it gets a proper answer (a refused command, say)."""
    request.nothing_happened = True
