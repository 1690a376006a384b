"""Examining: what a file is by what it holds, whatever its name says, and whether it can be kept and opened safely.

Pictures and PDF files come from anyone and their readers are large programs in C: `examined` reads them in a process
of its own, which knows no secret, may write nothing, and ends where it takes too long or too much.
"""

import io
import re
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

PDF, JPEG, PNG, WEBP, HEIC, TEXT = (
    "application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic", "text/plain",
)  # fmt: skip
NAMES = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG", WEBP: "WebP", HEIC: "HEIC", TEXT: "text"}
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png", WEBP: "webp", HEIC: "heic", TEXT: "txt"}

MOST_BYTES = 20 * 1024 * 1024  # a telephone's largest photo, a letter of fifty scanned pages
MOST_POINTS = 50_000_000  # of a picture
MOST_INFLATED = 512 * 1024 * 1024  # bytes that all compressed parts of a PDF open to
MOST_SHOWN = 2000  # points of a shown picture's longer side: enough to read a letter by
SECONDS, MEMORY = 20, 1536 * 1024 * 1024
REFUSED = 65  # how the process apart says that the file is unfit (EX_DATAERR, sysexits.h)

# One plain sentence for each reason not to keep a file; the id is what pages in other languages translate by.
UNFIT = {
    "empty": "The file is empty. Choose it again; nothing was lost.",
    "large": f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Send it in parts, or take the photo smaller.",
    "kind": "Only PDF, JPEG, PNG, WebP, HEIC or plain text can be filed. Save it as a PDF, or take a photo of it.",
    "office": "Word, Excel and zip files cannot be filed: they can carry programs. Save the document as a PDF.",
    "active": "This PDF carries a program or another file inside. Print it to a new PDF and send that.",
    "two": "This file is two kinds of file in one. Send the document or the photo alone.",
    "encrypted": "This PDF is locked. Save or print a copy that opens without a password, and send that.",
    "broken": "The file is damaged and cannot be opened. Save it again, or take a photo of it.",
    "bomb": "The file opens to far more than any document holds. Print it to a new PDF, or take the photo smaller.",
    "full": "This case holds as many files as it can. Ask the office which of them may be sent another way.",
}

BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
MARKUP = re.compile(rb"<(?:!doctype|html|svg|script|iframe|body|\?php|\?xml|%)|\A%!PS|\A\{\\rtf", re.IGNORECASE)
RUNS = re.compile(rb"<(?:script|html|svg|iframe)[\s>]|<\?php", re.IGNORECASE)
OUTSIDE_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
# What a viewer would run, start, send or unpack (ISO 32000-1, 7.11.4, 12.6.4, 12.7.8, 13).
ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
    "/GoTo3DView", "/RichMediaExecute", "/RichMedia", "/EmbeddedFile",
})  # fmt: skip
CARRIED = frozenset({"/JS", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
DEFLATED = frozenset({"/FlateDecode", "/Fl"})
PACKED = DEFLATED | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
SPELLED = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia\w*)(?![A-Za-z0-9_#])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


class Unfit(Exception):
    """A file that is not kept; `why` is its key in UNFIT, its text the plain sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(UNFIT[why])
        self.why = why


class Examined(NamedTuple):
    """What a file is, its media type, and what is shown of it: a text itself, a picture as JPEG without its camera."""

    kind: str
    shown: bytes


def examined(data: bytes) -> Examined:
    """What these bytes are; raises Unfit. At most MOST_BYTES are looked at."""
    kind = kind_of(data)
    if kind == TEXT:
        return Examined(TEXT, data)
    command = [sys.executable, "-m", "asylia.shell.examining", kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, input=data, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, timeout=2 * SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unfit("bomb") from None
    if done.returncode == REFUSED:
        raise Unfit(done.stdout.decode())
    if done.returncode != 0:  # it was ended at a limit, or its reader fell
        raise Unfit("bomb" if done.returncode < 0 else "broken")
    return Examined(kind, done.stdout)


def kind_of(data: bytes) -> str:
    """The media type that the bytes themselves show; raises Unfit for nothing, too much, and what is never kept."""
    if not data:
        raise Unfit("empty")
    if len(data) > MOST_BYTES:
        raise Unfit("large")
    kind = _by_signature(data)
    if kind == TEXT:
        return TEXT
    if _is_archive(data) or RUNS.search(data if kind != PDF else data[:1024]):
        raise Unfit("two")
    if kind != PDF and b"%PDF-" in data:
        raise Unfit("two")
    return kind


def _by_signature(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12] in BRANDS:
        return HEIC
    if data.startswith(
        (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
    ):
        raise Unfit("office")
    return _text(data)


def _text(data: bytes) -> str:
    """Plain text in UTF-8, as telephones and messengers write it; what a browser or a printer would run is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit("kind") from None
    if OUTSIDE_TEXT.search(text) or MARKUP.search(data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024]):
        raise Unfit("kind")
    return TEXT


def _is_archive(data: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(data))


# --- in a process of its own


def inspect(kind: str, data: bytes) -> bytes:
    """The shown copy of a picture, nothing for a PDF that holds nothing but pages; raises Unfit."""
    if kind == PDF:
        _inspect_pdf(data)
        return b""
    return _shown(kind, data)


def _shown(kind: str, data: bytes) -> bytes:
    """The picture upright, as JPEG, no larger than a screen needs, with none of what the camera wrote into it."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - the readers are loaded in here alone

    if kind == HEIC:
        import pi_heif  # noqa: PLC0415

        pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        with Image.open(io.BytesIO(data), formats=[NAMES[kind].upper().replace("HEIC", "HEIF")]) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise Unfit("bomb")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((MOST_SHOWN, MOST_SHOWN))
        if upright.mode in {"RGBA", "LA", "PA", "P"}:
            upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright.convert("RGBA"))
        plain = Image.new("RGB", upright.size)
        plain.paste(upright.convert("RGB"))
    except Image.DecompressionBombError:
        raise Unfit("bomb") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Unfit("broken") from None
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=85)
    return written.getvalue()


def _inspect_pdf(data: bytes) -> None:
    import pikepdf  # noqa: PLC0415

    _, ending, after = data.rpartition(b"%%EOF")
    if not ending:
        raise Unfit("broken")
    if after.strip(b"\0\t\n\f\r "):
        raise Unfit("two")
    if SPELLED.search(ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)):
        raise Unfit("active")
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if document.is_encrypted:
                raise Unfit("encrypted")
            if not document.pages:
                raise Unfit("broken")
            inflated = 0
            for each in document.objects:
                _refuse_active(each)
                if isinstance(each, pikepdf.Stream):
                    inflated += _opens_to(each, MOST_INFLATED - inflated)
    except pikepdf.PasswordError:
        raise Unfit("encrypted") from None
    except (pikepdf.PdfError, RuntimeError, ValueError):
        raise Unfit("broken") from None


def _refuse_active(found: Any) -> None:
    """Raises Unfit for anything in an object of a PDF that does more than show pages."""
    for each in _dictionaries(found):
        kinds = {str(each.get(name, "")) for name in ("/S", "/Type", "/Subtype")}
        if CARRIED.intersection(each.keys()) or kinds & ACTIONS:
            raise Unfit("active")


def _dictionaries(found: Any) -> Iterator[Any]:
    """Every dictionary in an object, down to where it points to another one (which comes in its own turn)."""
    import pikepdf  # noqa: PLC0415

    waiting = [found]
    while waiting:
        each = waiting.pop()
        inner: list[Any] = []
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            inner = list(each.values()) if isinstance(each, pikepdf.Dictionary) else list(each.stream_dict.values())
        elif isinstance(each, pikepdf.Array):
            inner = list(each)
        waiting += [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _opens_to(stream: Any, most: int) -> int:
    """How many bytes a packed stream opens to; raises Unfit past `most`, and for one that is packed again inside."""
    import pikepdf  # noqa: PLC0415

    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(each) for each in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    packings = PACKED.intersection(names)
    if sum(each in PACKED for each in names) > 1:
        raise Unfit("bomb")
    try:
        size = _inflated(stream.read_raw_bytes(), most) if names and names[0] in DEFLATED else 0
        size = size or (len(stream.read_bytes()) if packings else 0)
    except (zlib.error, pikepdf.PdfError):
        return 0  # a damaged stream is a page that shows less, and no danger
    if size > most:
        raise Unfit("bomb")
    return size


def _inflated(packed: bytes, most: int) -> int:
    """How many bytes these inflate to, as far as `most`; they are never held together. Raises zlib.error."""
    reader, size = zlib.decompressobj(), 0
    while packed and not reader.eof and size <= most:
        size += len(reader.decompress(packed, 1 << 20))
        packed = reader.unconsumed_tail
    return size


def main() -> int:
    """Reads a file of the named kind from standard input, within limits; prints its shown copy, or why it is unfit."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        sys.stdout.buffer.write(inspect(sys.argv[1], sys.stdin.buffer.read(MOST_BYTES)))
    except Unfit as unfit:
        sys.stdout.write(unfit.why)
        return REFUSED
    except MemoryError:
        sys.stdout.write("bomb")
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
