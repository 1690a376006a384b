"""Attachments: what was hidden in a picture is gone, and what cannot be stripped is refused by name."""

import io

import pytest
from PIL import Image
from PIL.ExifTags import Base

from asylia.concerns.stripping import NotTaken, stripped

MARK = b"CANARY-OF-A-CAMERA"


def picture(form: str) -> bytes:
    """A picture with a camera, a comment and bytes after its end."""
    made, out = Image.new("RGB", (20, 10), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[Base.Make] = MARK.decode()
    made.save(out, form, exif=exif, **({"comment": MARK} if form == "JPEG" else {}))
    return out.getvalue() + MARK


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_keeps_its_dots_and_nothing_else(form):
    assert MARK in picture(form)
    kind, left = stripped(picture(form))
    assert kind == "image/png"
    assert MARK not in left
    shown = Image.open(io.BytesIO(left))
    assert (shown.size, shown.info, dict(shown.getexif())) == ((20, 10), {}, {})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7 x", "file"), (b"PK\x03\x04", "file"), (b"{\\rtf1", "file"), (b"\xff\xfe\x00", "file"),
        (b"MZ\x00", "file"),
        (b"\xff\xd8\xff" + b"x" * 90, "broken"), (b"\x89PNG\r\n\x1a\n", "broken"), (picture("PNG")[:60], "broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_stripped_is_refused(data, why):
    with pytest.raises(NotTaken) as refused:
        stripped(data)
    assert refused.value.why == why


def test_a_flood_of_dots_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(NotTaken):
        stripped(out.getvalue())


def test_plain_text_is_text():
    assert stripped(b"\xef\xbb\xbfa\r\nb") == ("text/plain", b"a\nb")
