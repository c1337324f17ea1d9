"""The mail by which a new person sets their password: allauth's password-reset mail."""

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.db import transaction


def send_invitation(request, *, email: str) -> None:
    """Send it once the role is stored; a mail server that is down does not take the role back.

    The people page says who has not set a password yet, and offers to send the mail again.
    """

    def send() -> None:
        # allauth's own middleware has come to its end when the transaction commits.
        with request_context(request):
            form = ResetPasswordForm({"email": email})
            if form.is_valid():
                form.save(request)

    transaction.on_commit(send, robust=True)
