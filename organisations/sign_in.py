"""Who is signed in: asked on every page, so that it must cost little (ADR 16)."""

import datetime as dt

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from organisations.compiled import Compiled
from organisations.models import Membership, User

_SESSION = Compiled(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=str,
    now=dt.datetime,
)
_HELD = Compiled(
    lambda pk: Membership.objects.filter(user_id=pk).select_related(
        "user", "partnership__policing_area"
    ),
    pk=int,
)
_USER = Compiled(lambda pk: User.objects.filter(pk=pk).order_by(), pk=int)


class SessionStore(db.SessionStore):
    """Django's sessions in the database; only the look-up is compiled once."""

    def _get_session_from_db(self):
        for found in _SESSION.instances(key=self.session_key, now=timezone.now()):
            return found
        self._session_key = None
        return None


class Backend(AuthenticationBackend):
    """Sign-in by e-mail address; only the look-up of who is signed in is compiled once."""

    def get_user(self, user_id):
        """The person with their memberships, or None where the account is gone or was closed."""
        held = _HELD.instances(pk=int(user_id))
        for found in [one.user for one in held] or _USER.instances(pk=int(user_id)):
            found.held = held
            return found if self.user_can_authenticate(found) else None
        return None
