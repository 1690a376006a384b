"""A file of strangers as pages of black and white dots, and the words that it says it has.

Nothing but dots and words comes out of the sandbox, and both are bounded. Black and white leaves no yellow dots of a
printer, no near-white mark, no colour, layer, script, attachment or property.
"""

from __future__ import annotations

import html
import re
import sys
from importlib.resources import files

import msgspec

from asylia.release.sandbox import NotOpened, run

PAGES, LONGEST = 200, 3300  # pages, and dots of a page's longer side
LARGEST = 64 << 20  # bytes of a file
DARK = 128  # of 255: what is lighter is white, so that yellow (226) and near-white marks are gone
COVERED, HIDDEN = 0.85, 0.004  # the share of dark dots where a word stands under a box, and where nothing stands

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"RIFF")
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
    r'|(<block|<line|<page width="([\d.]+)" height="([\d.]+)")'
)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page: black and white, 8 dots a byte, each row filled up to whole bytes (PBM, P4); 1 is black."""

    width: int
    height: int
    dots: bytes

    @property
    def file(self) -> bytes:
        """The page as a PBM file."""
        return b"P4\n%d %d\n" % (self.width, self.height) + self.dots

    def dark(self, left: int, top: int, right: int, bottom: int) -> float:
        """The share of black dots in a part of the page, 0 to 1; what lies outside is white."""
        stride, black = (self.width + 7) // 8, 0
        left, right = max(0, left), min(self.width, right)
        for row in range(max(0, top), min(self.height, bottom)):
            line = int.from_bytes(self.dots[row * stride : (row + 1) * stride], "big")
            part = (line >> (stride * 8 - right)) & ((1 << max(0, right - left)) - 1)
            black += part.bit_count()
        return black / max(1, (right - left) * (bottom - top))


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """The words that a file says it has: paragraphs of those that show, and how many do not, by page."""

    paragraphs: tuple[str, ...]
    unseen: tuple[tuple[int, str], ...]


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of the sandbox: pages (none of an office file), and words (None where a file has none)."""

    pages: tuple[Page, ...]
    layer: Layer | None


def opened(data: bytes) -> Opened:
    """The file's pages and words. Raises NotOpened, in one plain sentence."""
    if len(data) > LARGEST:
        raise NotOpened(f"It has more than {LARGEST >> 20} MB. Divide it.")
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        words = _unpacked(data).get("words.txt")
        if words is None:
            raise NotOpened("It is packed, and no document. Unpack it, and hand over each file.")
        return Opened(pages=(), layer=Layer(paragraphs=_paragraphs(words.decode("utf-8", "replace")), unseen=()))
    if data.startswith(PICTURES):
        found = _unpacked(data)
        return Opened(pages=tuple(_page(found[name]) for name in sorted(found)), layer=None)
    if b"\0" not in data[:4096] and not data.startswith((b"{\\rtf", b"\xd0\xcf")):
        try:
            return Opened(pages=(), layer=Layer(paragraphs=_paragraphs(data.decode("utf-8-sig")), unseen=()))
        except UnicodeDecodeError:
            pass
    raise NotOpened("It is no PDF, picture, text or document (docx, odt) that can be opened. Make a picture of it.")


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip())


def _unpacked(data: bytes) -> dict[str, bytes]:
    code = files("asylia.release").joinpath("unpacking.py").read_bytes()
    return run([sys.executable, "-I", "/in/unpacking.py", "/in/file"], {"file": data, "unpacking.py": code})


def _of_pdf(data: bytes) -> Opened:
    told = run(["sh", "-c", "pdfinfo /in/file.pdf > info.txt"], {"file.pdf": data})["info.txt"]
    count = re.search(rb"^Pages:\s+(\d{1,9})", told, re.MULTILINE)
    if count is None or not 0 < int(count[1]) <= PAGES:
        raise NotOpened(f"It has no page, or more than {PAGES}. Divide it, or make a picture of it.")
    pages = tuple(_drawn(data, number) for number in range(1, int(count[1]) + 1))
    said = run(["pdftotext", "-bbox-layout", "-l", str(PAGES), "/in/file.pdf", "words.html"], {"file.pdf": data})
    layer = _layer(said.get("words.html", b"").decode("utf-8", "replace"), pages)
    return Opened(pages=pages, layer=layer if layer.paragraphs or layer.unseen else None)


def _drawn(data: bytes, number: int) -> Page:
    """One page; they are drawn one by one, so that no more than one in grey is held at a time."""
    asked = ["-gray", "-f", str(number), "-l", str(number), "-scale-to", str(LONGEST), "-singlefile"]
    made = run(["pdftoppm", *asked, "/in/file.pdf", "page"], {"file.pdf": data})
    return _page(made.get("page.pgm", b""))


def _page(pgm: bytes) -> Page:
    """A grey page (PGM, P5) as black and white. Raises NotOpened for what is none."""
    head = re.match(rb"P5\s+(\d{1,5})\s+(\d{1,5})\s+255\s", pgm)
    if head is None:
        raise NotOpened("It has a page that cannot be drawn. Make a picture of it.")
    width, height = int(head[1]), int(head[2])
    grey = pgm[head.end() :]
    if not (0 < width <= LONGEST * 2 and 0 < height <= LONGEST * 2 and len(grey) == width * height):
        raise NotOpened("It has a page that cannot be drawn. Make a picture of it.")
    black = grey.translate(bytes(1 if value < DARK else 0 for value in range(256)))
    stride = (width + 7) // 8
    rows = (black[row * width : (row + 1) * width].ljust(stride * 8, b"\0") for row in range(height))
    bits = (int(row.translate(_DIGITS), 2).to_bytes(stride, "big") for row in rows)
    return Page(width=width, height=height, dots=b"".join(bits))


_DIGITS = bytes([48, 49, *range(2, 256)])  # 0 and 1 as the digits that int() reads


def _layer(text: str, pages: tuple[Page, ...]) -> Layer:
    """The words of a PDF's text layer that show on its pages, block by block."""
    blocks: list[list[str]] = []
    unseen, number, scale = [], 0, (1.0, 1.0)
    for found in WORD.finditer(text):
        if found[6] and found[7]:
            number += 1
            page = pages[min(number, len(pages)) - 1]
            scale = page.width / max(float(found[7]), 1), page.height / max(float(found[8]), 1)
        elif found[6] == "<block":
            blocks.append([])
        elif found[6]:
            blocks[-1:] = [[*blocks[-1], "\n"]] if blocks else [[]]
        elif 0 < number <= len(pages):
            word = html.unescape(found[5])
            left, top, right, bottom = (float(found[n]) * scale[(n - 1) % 2] for n in range(1, 5))
            high = (
                bottom - top
            )  # the middle half of it: above and below a word there is white, under a box there is none
            dark = pages[number - 1].dark(int(left), int(top + high / 4), int(right) + 1, int(bottom - high / 4) + 1)
            if HIDDEN < dark < COVERED:
                blocks[-1:] = [[*blocks[-1], word]] if blocks else [[word]]
            else:
                unseen.append((number, "under a box" if dark >= COVERED else "not to be seen"))
    told = (" ".join(block).replace(" \n ", "\n").strip("\n ") for block in blocks)
    return Layer(paragraphs=tuple(each for each in told if each.strip()), unseen=tuple(unseen))
