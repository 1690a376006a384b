"""What is attached: pictures are drawn anew, so that nothing hidden in them is left; texts are read as text."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000


class NotTaken(ValueError):
    """A file cannot be taken: `why` is `file` (its kind) or `broken`."""

    def __init__(self, why: str) -> None:
        """Refuse a file."""
        super().__init__(why)
        self.why = why


def stripped(data: bytes) -> tuple[str, bytes]:
    """The kind of a file and what is left of it. Raises NotTaken."""
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return "image/png", _redrawn(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTaken("file") from None
    if any(ord(each) < 32 and each not in "\n\r\t" for each in text) or text.startswith(("%PDF", "{\\rtf")):
        raise NotTaken("file")
    return "text/plain", text.replace("\r\n", "\n").encode()


def _redrawn(data: bytes) -> bytes:
    """The picture's dots and nothing else, as PNG: no place, camera, comment, thumbnail or colour profile."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotTaken("broken")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise NotTaken("broken") from broken
    out = io.BytesIO()
    bare.save(out, "PNG")
    return out.getvalue()
