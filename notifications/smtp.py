"""Django's SMTP backend, which also knows whether the server may have the message by now.

What happens before the server asks for the message (354) is certain: it was not taken. From then
on only the server's answer tells; RFC 5321 (4.5.3.2.6) has a client wait longer for that one,
since a message called uncertain costs a person's time.
"""

import smtplib

from django.core.mail.backends.smtp import EmailBackend

ASKED_FOR_IT = 354
ANSWER_SECONDS = 60


class _Noting:
    """For smtplib's clients: notes when the server asks for the message."""

    may_be_taken = False

    def getreply(self):
        """As the client's own."""
        code, text = super().getreply()
        if code == ASKED_FOR_IT:
            self.may_be_taken = True
            self.sock.settimeout(max(ANSWER_SECONDS, self.sock.gettimeout() or 0))
        return code, text


class _Plain(_Noting, smtplib.SMTP):
    pass


class _Encrypted(_Noting, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """Over one connection of its own for each message (`notifications.sending`)."""

    @property
    def connection_class(self):
        """The client that Django opens."""
        return _Encrypted if self.use_ssl else _Plain

    @property
    def may_be_taken(self) -> bool:
        """Whether the server may have the message of this connection."""
        return self.connection is not None and self.connection.may_be_taken
