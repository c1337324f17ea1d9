"""What a text message says: that there is a message, and where. A locked screen shows all of it.

No name, of nobody and nothing: not the person's, the partnership's, or the scheme's. Even the
address names no place: it leads to the page on which a letter is read.
"""

import re

from django.conf import settings

from notifications.emails import BadAddress
from notifications.models import Message
from notifications.transports.protocol import Text

# +44 7 and nine digits; 070 are personal numbers and 076 pagers, but 07624, the Isle of Man.
UK_MOBILE = re.compile(r"\+447(?:[1-57-9]\d|624)\d{3,7}\Z")
UK_DIGITS = 12
ABROAD = re.compile(r"\+(?!44)[1-9]\d{7,14}\Z")
_BETWEEN = re.compile(r"[\s().\u00a0\u2010-\u2015/-]+")
_AS_TYPED_BEFORE = (("00", "+"), ("07", "+447"), ("447", "+447"))


def international(number: str) -> str:
    """`07700 900123` as `+447700900123` (E.164). Raises BadAddress where no text can go there."""
    found = _BETWEEN.sub("", number.strip().replace("(0)", ""))
    for typed, meant in _AS_TYPED_BEFORE:
        if found.startswith(typed):
            found = meant + found.removeprefix(typed)
            break
    is_uk = UK_MOBILE.match(found) and len(found) == UK_DIGITS + 1
    if not is_uk and not ABROAD.match(found):
        raise BadAddress("The phone number is not a mobile number.")
    return found


def compose(message: Message, *, number: str) -> Text:
    """The text about a message. Raises BadAddress."""
    return Text(
        to=international(number),
        body=f"You have a message. To read it: {settings.BASE_URL}/m/{message.partnership_id}/",
    )
