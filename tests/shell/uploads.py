"""Files as people send them, made here: sound ones, and each kind of what is never kept."""

import base64
import io
import zipfile
import zlib
from pathlib import Path

import pikepdf
from PIL import Image

TEXT = "Me llamaron otra vez el 3 de mayo: «vete».\n".encode()
WHERE = b"canary: 31.7587, -106.4869"
HEIC = (Path(__file__).parent / "photo.heic").read_bytes()  # what some telephones write; with WHERE in it


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), *, turned: int = 1) -> bytes:
    """A picture whose camera wrote into it where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = WHERE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    image = Image.new("RGB", size, "navy")
    image.putpixel((0, 0), (255, 255, 255))
    image.save(written, kind, exif=exif)
    return written.getvalue()


def pdf(change=None, **saving) -> bytes:
    """A PDF of one empty page; `change` alters the document before it is saved."""
    with pikepdf.new() as document:
        document.add_blank_page()
        if change is not None:
            change(document)
        written = io.BytesIO()
        document.save(written, **({} if saving.get("encryption") else {"deterministic_id": True}), **saving)
    return written.getvalue()


def acting(**parts):
    """A change that gives a PDF something to do when it is opened."""

    def change(document):
        document.Root.OpenAction = pikepdf.Dictionary({f"/{name}": value for name, value in parts.items()})

    return change


def attached(document):
    """A change that puts another file inside."""
    document.attachments["notes.txt"] = b"inside"


def scripted_field(document):
    """A change that puts a script deep into a page: on a link, in a list, in no object of its own."""
    field = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, AA=pikepdf.Dictionary(
        K=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))))  # fmt: skip
    document.pages[0].Annots = pikepdf.Array([field])


def bomb(document):
    """A change that puts 600 MB of nothing into a stream of 3 MB."""
    squeezer = zlib.compressobj(1)
    packed = [squeezer.compress(bytes(1 << 20)) for _ in range(600)]
    page = pikepdf.Stream(document, b"".join([*packed, squeezer.flush()]), Filter=pikepdf.Name.FlateDecode)
    document.pages[0].Contents = document.make_indirect(page)


def lettered_bomb(document):
    """A change that puts the same behind letters."""
    inside = base64.a85encode(zlib.compress(bytes(600 << 20), 1)) + b"~>"
    both = pikepdf.Array([pikepdf.Name.ASCII85Decode, pikepdf.Name.FlateDecode])
    document.pages[0].Contents = document.make_indirect(pikepdf.Stream(document, inside, Filter=both))


def twice_packed(document):
    """A change that packs a stream twice, so that its first opening is small."""
    inside = zlib.compress(zlib.compress(bytes(100 << 20)))
    twice = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    document.pages[0].Contents = document.make_indirect(pikepdf.Stream(document, inside, Filter=twice))


def archive() -> bytes:
    """A zip file, as Word's are."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as files:
        files.writestr("word/vbaProject.bin", "macro")
    return written.getvalue()


def huge_picture() -> bytes:
    """A PNG of 30000 x 30000 points in a few hundred kB."""
    written = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(written, "PNG")
    return written.getvalue()


AS_IT_IS = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
LOCKED = pikepdf.Encryption(user="casa", owner="casa")


def spelled() -> bytes:
    """A PDF whose script is named with a letter by its number."""
    return pdf(acting(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))).replace(b"/JavaScript", b"/J#61vaScript")


# What it is -> how it is made, and why it is not kept.
UNFIT = {
    "nothing": (lambda: b"", "empty"),
    "a letter too long": (lambda: b"a" * (20 * 1024 * 1024 + 1), "large"),
    "a web page": (lambda: b"<!DOCTYPE html><title>x</title>", "kind"),
    "a web page after spaces": (lambda: b"\xef\xbb\xbf \n<HTML>", "kind"),
    "a drawing that can run": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kind"),
    "a script": (lambda: b"\x00\x01\x02MZ", "kind"),
    "a page for a printer": (lambda: b"%!PS-Adobe", "kind"),
    "a rich text": (lambda: b"{\\rtf1 x}", "kind"),
    "a Windows program": (lambda: b"MZ\x90\x00\x03", "kind"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office"),
    "a Word file": (archive, "office"),
    "a PDF with a script": (
        lambda: pdf(acting(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))),
        "active",
    ),
    "a script spelled otherwise": (spelled, "active"),
    "a script in packed objects": (
        lambda: pdf(scripted_field, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "active",
    ),
    "a PDF that starts a program": (lambda: pdf(acting(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))), "active"),
    "a PDF that sends a form": (lambda: pdf(acting(S=pikepdf.Name.SubmitForm, F=pikepdf.String("http://x"))), "active"),
    "a PDF with a file inside": (lambda: pdf(attached), "active"),
    "a locked PDF": (lambda: pdf(encryption=LOCKED), "encrypted"),
    "a PDF cut off": (lambda: pdf()[:200], "broken"),
    "a PDF that is none": (lambda: b"%PDF-1.7\nnothing\n%%EOF", "broken"),
    "a PDF that unpacks for ever": (lambda: pdf(bomb), "bomb"),
    "a PDF that unpacks behind letters": (lambda: pdf(lettered_bomb, **AS_IT_IS), "bomb"),
    "a PDF packed twice": (lambda: pdf(twice_packed, **AS_IT_IS), "bomb"),
    "a picture cut off": (lambda: picture(size=(900, 900))[:4000], "broken"),
    "a picture that is none": (lambda: b"\xff\xd8\xff" + bytes(100), "broken"),
    "a picture that unpacks for ever": (huge_picture, "bomb"),
    "a PDF that is a zip": (lambda: pdf() + archive(), "two"),
    "a PDF with a tail": (lambda: pdf() + b"MZ and more", "two"),
    "a picture that is a zip": (lambda: picture() + archive(), "two"),
    "a picture that is a PDF": (lambda: picture() + pdf(), "two"),
    "a picture that is a page": (lambda: picture("PNG") + b"<script >alert(1)</script>", "two"),
}
