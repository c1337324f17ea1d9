"""What the boxes for a person's code refuse, at whichever door they stand."""

from django.core.exceptions import ValidationError

from cases.pseudonyms import NamesSomebody, pseudonym_of


def not_a_contact(code: str) -> None:
    """Refuse a code for a person that would lead to them; a validator."""
    try:
        pseudonym_of(code)
    except NamesSomebody as refused:
        raise ValidationError(str(refused), "contact") from refused
