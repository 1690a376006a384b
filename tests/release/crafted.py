"""Hostile files, made by number: the same number makes the same file."""

import io
import random
import zipfile
import zlib

import pikepdf
from PIL import Image

from tests.release.conftest import REPORT, pdf_of

WHOLE = pdf_of(REPORT)


def locked(chance: random.Random) -> bytes:
    """A PDF behind a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(WHOLE)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=str(chance.random())))
    return out.getvalue()


def torn(chance: random.Random) -> bytes:
    """A PDF that ends in its middle."""
    return WHOLE[: chance.randrange(5, len(WHOLE))]


def altered(chance: random.Random) -> bytes:
    """A PDF with bytes changed."""
    made = bytearray(WHOLE)
    for _ in range(chance.choice((1, 20, 400))):
        made[chance.randrange(8, len(made))] = chance.randrange(256)
    return bytes(made)


def deep(chance: random.Random) -> bytes:
    """A PDF whose objects are nested without end."""
    depth = chance.choice((1_000, 100_000))
    kids = b"[" * depth + b"]" * depth
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/X "
        + kids
        + b">>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>"
    )


def vast(chance: random.Random) -> bytes:
    """A PDF with a page of kilometres, or with very many pages."""
    with pikepdf.new() as pdf:
        size = chance.choice((1e3, 1e6, 1e9))
        for _ in range(chance.choice((1, 1_500))):
            pdf.add_blank_page(page_size=(200, 200))
            pdf.pages[-1].MediaBox = [0, 0, size, chance.choice((10, size))]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def bomb(chance: random.Random) -> bytes:
    """A PDF whose page unpacks to a hundred times its size."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.pages[0].Contents = pdf.make_stream(b"q " * chance.choice((10_000, 5_000_000)))
        out = io.BytesIO()
        pdf.save(out, compress_streams=True)
    return out.getvalue()


def polyglot(chance: random.Random) -> bytes:
    """A file that is two kinds at once."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("word/document.xml", "<p>two kinds</p>")
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    return chance.choice(
        (WHOLE + packed.getvalue(), picture.getvalue() + WHOLE, packed.getvalue() + WHOLE, b"GIF89a" + WHOLE)
    )


def picture(chance: random.Random) -> bytes:
    """A picture that is a flood of dots, torn, or says another size than it has."""
    out = io.BytesIO()
    side = chance.choice((1, 300, 9_000))
    Image.new("L", (side, side), 255).save(out, chance.choice(("PNG", "JPEG", "TIFF", "BMP")))
    made = bytearray(out.getvalue())
    if chance.random() < 0.6:
        made[chance.randrange(8, min(60, len(made)))] = chance.randrange(256)
    return bytes(made[: chance.randrange(20, len(made) + 1)] if chance.random() < 0.5 else made)


def document(chance: random.Random) -> bytes:
    """A document that is a bomb, has entities, is nested without end, or links outside."""
    inside = chance.choice((
        b"<p>" + b"a" * chance.choice((10, 50_000_000)) + b"</p>",
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><p>&c;</p>',
        b"<p>" * 50_000 + b"</p>" * 50_000,
        b"<p>not closed",
        b"\xff\xfe<\x00p\x00>\x00",
        b"",
    ))  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(chance.choice(("word/document.xml", "content.xml", "../../etc/passwd", "x")), inside)
    return out.getvalue()


def noise(chance: random.Random) -> bytes:
    """Bytes by chance, behind a beginning that promises something."""
    begin = chance.choice(
        (b"", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf1", b"%!PS", b"\0")
    )
    return begin + chance.randbytes(chance.choice((0, 1, 300, 100_000)))


def packed(chance: random.Random) -> bytes:
    """Streams that are not what they say."""
    return (
        b"%PDF-1.5\n1 0 obj<</Type/ObjStm/N 9999999/First 9/Filter/FlateDecode/Length 50>>stream\n"
        + zlib.compress(chance.randbytes(200))
        + b"\nendstream endobj\nstartxref\n9\n%%EOF"
    )


KINDS = (locked, torn, altered, deep, vast, bomb, polyglot, picture, document, noise, packed)


def crafted(number: int) -> tuple[str, bytes]:
    """A hostile file by its number: its kind, and its bytes."""
    kind = KINDS[number % len(KINDS)]
    return kind.__name__, kind(random.Random(number))  # noqa: S311 - the same file each time
