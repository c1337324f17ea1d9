"""Every table of the post, in one list for Django and for the row-level-security test."""

from notifications.models.chasers import Chaser, ChaserLine
from notifications.models.letters import Letter
from notifications.models.mailbox import MailboxEntry, NotADemonstration
from notifications.models.messages import Delivery, Message
from notifications.models.paper import LetterLogo, LetterLook, LetterSeal, LetterTwin

__all__ = [
    "Chaser",
    "ChaserLine",
    "Delivery",
    "Letter",
    "LetterLogo",
    "LetterLook",
    "LetterSeal",
    "LetterTwin",
    "MailboxEntry",
    "Message",
    "NotADemonstration",
]
