"""What a text message says: that there is a message, and where. A locked screen shows all of it.

No name, of nobody and nothing: not the person's, the partnership's, or the scheme's. Even the
address names no place: it leads to the page on which a letter is read.
"""

from django.conf import settings

from notifications.emails import BadAddress
from notifications.models import Message
from notifications.phone_numbers import NotMobile, international
from notifications.transports.protocol import Text


def compose(message: Message, *, number: str) -> Text:
    """The text about a message. Raises BadAddress."""
    try:
        to = international(number)
    except NotMobile as wrong:
        raise BadAddress(str(wrong)) from None
    return Text(
        to=to,
        body=f"You have a message. To read it: {settings.BASE_URL}/m/{message.partnership_id}/",
    )
