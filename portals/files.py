"""A letter's file as an answer."""

from django.http import HttpResponse

from notifications.letters import LetterFile


def as_file(file: LetterFile) -> HttpResponse:
    """The bytes to be shown by the browser, under a name that gives nothing away."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'inline; filename="{file.name}"'
    return response
