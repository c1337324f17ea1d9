"""Staff accounts are made by a partnership's administrator: nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedOnly(DefaultAccountAdapter):
    """allauth's adapter with the front door closed to sign-up."""

    def is_open_for_signup(self, request) -> bool:
        """Never."""
        return False
