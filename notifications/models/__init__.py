"""Every table of the post, in one list for Django and for the row-level-security test."""

from notifications.models.batches import BatchLine, PrintBatch
from notifications.models.chasers import Chaser, ChaserLine, OwedChaser, OwedLine, ReminderChoice
from notifications.models.letters import Letter
from notifications.models.mailbox import MailboxEntry, NotADemonstration
from notifications.models.messages import Delivery, Message
from notifications.models.paper import LetterLogo, LetterLook, LetterSeal, LetterTwin
from notifications.models.wordings import LetterWording

__all__ = [
    "BatchLine",
    "Chaser",
    "ChaserLine",
    "Delivery",
    "Letter",
    "LetterLogo",
    "LetterLook",
    "LetterSeal",
    "LetterTwin",
    "LetterWording",
    "MailboxEntry",
    "Message",
    "NotADemonstration",
    "OwedChaser",
    "OwedLine",
    "PrintBatch",
    "ReminderChoice",
]
