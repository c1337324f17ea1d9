"""Numbers that take text messages, as people type them and in international form (E.164)."""

import re

NOT_MOBILE = "The phone number is not a mobile number."

# +44 7 and nine digits; 070 are personal numbers and 076 pagers, but 07624, the Isle of Man.
_UK_MOBILE = re.compile(r"\+447(?:[1-57-9]\d|624)\d{3,7}\Z", re.ASCII)
_UK_DIGITS = 12
_ABROAD = re.compile(r"\+(?!44)[1-9]\d{7,14}\Z", re.ASCII)
_BETWEEN = re.compile(r"[\s().\u00a0\u2010-\u2015/-]+")
_AS_TYPED_BEFORE = (("00", "+"), ("07", "+447"), ("447", "+447"))


class NotMobile(ValueError):
    """No text can go to the number; the text is the reason, and may be shown."""


def international(number: str) -> str:
    """`07700 900123` as `+447700900123`. Raises NotMobile where no text can go there."""
    found = _BETWEEN.sub("", number.strip().replace("(0)", ""))
    for typed, meant in _AS_TYPED_BEFORE:
        if found.startswith(typed):
            found = meant + found.removeprefix(typed)
            break
    is_uk = _UK_MOBILE.match(found) and len(found) == _UK_DIGITS + 1
    if not is_uk and not _ABROAD.match(found):
        raise NotMobile(NOT_MOBILE)
    return found


def takes_texts(number: str) -> bool:
    """Whether a text can go there."""
    try:
        international(number)
    except NotMobile:
        return False
    return True
