"""Runs inside the sandbox and nowhere else: makes of a picture its dots, and of an office file its words.

    python -I unpacking.py /in/file            writes /out/page-N.pgm, or /out/words.txt

It uses Pillow and the standard library. What it is given is hostile; what it writes is read as plain bytes.
"""

import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

LONGEST = 3300  # dots of a page's longer side: A4 at 280 to the inch
PAGES = 200
PARTS = ("word/document.xml", "content.xml")
WORDS = 20 << 20  # bytes of the part that holds the words


def picture(path: Path) -> None:
    """Every page of a picture in grey, one file each; what is transparent is white, as it is on paper."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - asked for only when it is a picture

    with Image.open(path, formats=("PNG", "JPEG", "TIFF", "BMP", "WEBP")) as opened:
        for number in range(min(getattr(opened, "n_frames", 1), PAGES)):
            opened.seek(number)
            if opened.width * opened.height > 80_000_000:
                raise SystemExit(1)
            page = ImageOps.exif_transpose(opened).convert("RGBA")
            white = Image.new("RGBA", page.size, "white")
            grey = Image.alpha_composite(white, page).convert("L")
            grey = grey.point([value if value < 192 else 255 for value in range(256)])  # no yellow dot shades an edge
            if max(grey.size) > LONGEST:
                grey.thumbnail((LONGEST, LONGEST))
            elif max(grey.size) < 1600:  # a small picture of text is read better when it is larger
                grey = grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.LANCZOS)
            Path(f"/out/page-{number + 1:04}.pgm").write_bytes(b"P5\n%d %d\n255\n" % grey.size + grey.tobytes())


def office(path: Path) -> None:
    """The words of a document, a paragraph a line.

    What is deleted, hidden, in comments or in properties is left out.
    """
    with zipfile.ZipFile(path) as packed:
        part = next((name for name in PARTS if name in packed.namelist()), None)
        if part is None or packed.getinfo(part).file_size > WORDS:
            raise SystemExit(1)
        with packed.open(part) as held:
            text = held.read(WORDS + 1)
    if len(text) > WORDS or b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:
        raise SystemExit(1)
    told = [paragraph(each) for each in ET.fromstring(text).iter() if local(each) in ("p", "h")]  # noqa: S314
    Path("/out/words.txt").write_text("\n\n".join(each for each in told if each.strip()), "utf-8")


def local(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def paragraph(element: ET.Element) -> str:
    """What is shown of a paragraph."""
    if local(element) in ("del", "delText", "annotation", "tracked-changes", "comment", "instrText"):
        return ""
    if local(element) == "r" and any(local(each) == "vanish" for each in element.iter()):
        return ""
    if local(element) in ("tab", "br", "line-break", "s"):
        return " " + (element.tail or "")
    inside = "".join(
        paragraph(each) + ((each.tail or "") if local(each) not in ("tab", "br", "line-break", "s") else "")
        for each in element
    )
    return (element.text or "" if local(element) in ("t", "p", "h", "span", "a") else "") + inside


if __name__ == "__main__":
    given = Path(sys.argv[1])
    (office if given.read_bytes()[:2] == b"PK" else picture)(given)
