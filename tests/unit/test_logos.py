"""What is uploaded as a logo is looked at and drawn again; what cannot be used is said plainly."""

import io

import pytest
from PIL import Image

from notifications.logos import MOST_BYTES, NotALogo, redrawn


def picture(kind: str = "PNG", *, size=(300, 120), mode: str = "RGB", **how) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, "#00bb66").save(made, kind, **how)
    return made.getvalue()


def cut_short(kind: str = "PNG") -> bytes:
    """A picture of which half has come."""
    made = io.BytesIO()
    Image.effect_noise((300, 120), 64).save(made, kind)
    return made.getvalue()[: len(made.getvalue()) // 2]


@pytest.mark.parametrize(("kind", "ending"), [("PNG", ".png"), ("JPEG", ".jpg")])
def test_a_picture_comes_back_as_the_same_kind(kind, ending):
    content, end = redrawn(picture(kind))
    assert end == ending
    assert Image.open(io.BytesIO(content)).format == kind


def test_a_large_picture_is_made_as_small_as_it_is_printed():
    content, _ = redrawn(picture(size=(3000, 1000)))
    assert Image.open(io.BytesIO(content)).size == (708, 236)


def test_what_is_see_through_shows_the_paper():
    made = io.BytesIO()
    Image.new("RGBA", (200, 60), (0, 0, 0, 0)).save(made, "PNG")
    content, _ = redrawn(made.getvalue())
    drawn = Image.open(io.BytesIO(content))
    assert drawn.mode == "RGB"
    assert drawn.getpixel((5, 5)) == (255, 255, 255)


def test_what_the_file_carries_besides_its_pixels_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "taken at 12 Carlton Road"
    content, _ = redrawn(picture("JPEG", exif=exif))
    assert b"Carlton" not in content
    content, _ = redrawn(picture() + b"<script>alert(1)</script>")
    assert b"script" not in content


def test_the_same_picture_is_the_same_file():
    assert redrawn(picture()) == redrawn(picture())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7 not a picture", "PNG or a JPEG"),
        (b"", "PNG or a JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG or a JPEG"),
        (picture("GIF", mode="P"), "PNG or a JPEG"),
        (cut_short("PNG"), "cannot be read"),
        (cut_short("JPEG"), "cannot be read"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "cannot be read|PNG or a JPEG"),
        (picture(size=(99, 120)), "at least 100 pixels wide"),
        (picture(size=(300, 29)), "at least 100 pixels wide"),
        (picture(size=(4001, 40)), "at most 4000 pixels"),
        (picture() + b"\0" * MOST_BYTES, "smaller than 1 MB"),
    ],
)
def test_what_cannot_be_a_logo_is_refused_with_the_reason(content, why):
    with pytest.raises(NotALogo, match=why):
        redrawn(content)
