"""Every table of the post, in one list for Django and for the row-level-security test."""

from notifications.models.batches import BatchLine, PrintBatch
from notifications.models.chasers import Chaser, ChaserLine
from notifications.models.letters import Letter
from notifications.models.mailbox import MailboxEntry, NotADemonstration
from notifications.models.messages import Delivery, Message

__all__ = [
    "BatchLine",
    "Chaser",
    "ChaserLine",
    "Delivery",
    "Letter",
    "MailboxEntry",
    "Message",
    "NotADemonstration",
    "PrintBatch",
]
