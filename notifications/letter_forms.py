"""The forms that a letter comes in: the same words, for different readers."""

from django.db import models


class LetterForm(models.TextChoices):
    """Every letter is kept in each of them. The standard form is the letter's own row."""

    STANDARD = "standard", "Standard letter"
    LARGE_PRINT = "large_print", "Large print"
    PLAIN_TEXT = "plain_text", "Plain text"


TWINS = (LetterForm.LARGE_PRINT, LetterForm.PLAIN_TEXT)

# What each is called on a link, its media type, and the end of its file name.
LINK_WORDS = {
    LetterForm.STANDARD: "PDF",
    LetterForm.LARGE_PRINT: "large print",
    LetterForm.PLAIN_TEXT: "plain text",
}
MEDIA_TYPES = {
    LetterForm.STANDARD: "application/pdf",
    LetterForm.LARGE_PRINT: "application/pdf",
    LetterForm.PLAIN_TEXT: "text/plain; charset=utf-8",
}
ENDINGS = {
    LetterForm.STANDARD: ".pdf",
    LetterForm.LARGE_PRINT: "-large-print.pdf",
    LetterForm.PLAIN_TEXT: ".txt",
}
