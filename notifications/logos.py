"""A partnership's logo: looked at, made anew without what it may carry, kept under its hash.

What is uploaded is never stored: only the pixels of a PNG or a JPEG, drawn again (ADR 28).
"""

import hashlib
import io
import warnings

import puremagic
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageFile, UnidentifiedImageError

from notifications.models import LetterLogo

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 4000
LEAST_WIDE, LEAST_HIGH = 100, 30
# 60 x 20 mm, the room that a letter has for it, at 300 dots an inch.
ROOM = (709, 236)
KINDS = {"image/png": ("PNG", ".png"), "image/jpeg": ("JPEG", ".jpg")}


class NotALogo(ValueError):
    """The file cannot be used; the message says why, to whoever chose it."""


def redrawn(content: bytes) -> tuple[bytes, str]:
    """The picture made anew, no larger than a letter shows it, and the end of its file name.

    Raises NotALogo.
    """
    if len(content) > MOST_BYTES:
        raise NotALogo("The logo must be smaller than 1 MB")
    kind, ending = _kind_of(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                _check_size(*picture.size)
                _load(picture)
                drawn = _on_white(picture)
    except NotALogo:
        raise
    except (
        OSError,
        ValueError,
        SyntaxError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise NotALogo("The logo cannot be read: save it anew as a PNG or a JPEG") from error
    drawn.thumbnail(ROOM)
    made = io.BytesIO()
    drawn.save(made, kind, **({"quality": 90} if kind == "JPEG" else {"optimize": True}))
    return made.getvalue(), ending


def _kind_of(content: bytes) -> tuple[str, str]:
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found not in KINDS:
        raise NotALogo("The logo must be a PNG or a JPEG")
    return KINDS[found]


def _load(picture: Image.Image) -> None:
    """All of it: WeasyPrint, where it is loaded, tells Pillow to be content with half a picture."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_size(width: int, height: int) -> None:
    if max(width, height) > MOST_PIXELS:
        raise NotALogo(f"The logo must be at most {MOST_PIXELS} pixels wide and high")
    if width < LEAST_WIDE or height < LEAST_HIGH:
        raise NotALogo(
            f"The logo must be at least {LEAST_WIDE} pixels wide and {LEAST_HIGH} pixels high"
        )


def _on_white(picture: Image.Image) -> Image.Image:
    """Plain colours: what is see-through shows the paper."""
    clear = picture.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(paper, clear).convert("RGB")


def keep_logo(*, partnership_id: int, content: bytes) -> str:
    """Store an uploaded logo, made anew, under the hash of what is stored; the path. In the
    current scope, the partnership's staff's.

    Raises NotALogo.
    """
    made, ending = redrawn(content)
    digest = hashlib.sha256(made).hexdigest()
    path = f"logos/{partnership_id}/{digest}{ending}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(made))
    LetterLogo.objects.get_or_create(
        partnership_id=partnership_id,
        sha256=digest,
        defaults={"path": path, "size": len(made)},
    )
    return path


def is_kept(path: str, *, partnership_id: int) -> bool:
    """Whether a path, as a form gave it back, is that of one of this partnership's logos."""
    return LetterLogo.objects.filter(partnership_id=partnership_id, path=path).exists()
