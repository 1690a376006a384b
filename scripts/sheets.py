"""Pictures of every sheet in every language: drawn to be looked at, approved by digest, compared when they change.

    python -m scripts.sheets look         # draw them all, one picture a notice and language
    python -m scripts.sheets approve      # after they were looked at: keep their digests
    python -m scripts.sheets difference   # draw each that differs beside the one that was approved

An approved picture is kept as a digest of its points in tests/notices/approved.txt; the commit that wrote the digest
draws the picture again, point for point. All pictures go to tests/notices/pictures/, which is not committed.
"""

import base64
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops

from asylia import notices
from asylia.notices.paper import FONTS, Size, pictured
from asylia.notices.telling import Version
from tests.notices.examples import facts

ROOT = Path(__file__).parent.parent
APPROVED = ROOT / "tests" / "notices" / "approved.txt"
PICTURES = ROOT / "tests" / "notices" / "pictures"
POINTS = 72
"""Points an inch: every letter of the smallest print can be told from another."""
FORMS: tuple[tuple[Version, Size], ...] = (("full", "usual"), ("carry", "usual"), ("full", "large"))


class Drawn(NamedTuple):
    """One sheet to be looked at: which notice, in which language, version and print."""

    notice: str
    language: str
    version: Version
    size: Size

    def __str__(self) -> str:
        return " ".join(self)

    @property
    def file(self) -> Path:
        """Where its picture is put."""
        return PICTURES / f"{'-'.join(self)}.png"


def every() -> Iterator[Drawn]:
    """Every sheet, in each language that its notice has a text in."""
    for notice in notices.ids():
        for language in notices.load(notice).texts:
            for form in FORMS:
                yield Drawn(notice, language, *form)


@cache
def picture(drawn: Drawn) -> Image.Image:
    """The pages of a sheet beside each other, with the invented facts of the tests."""
    sheet = notices.render(drawn.notice, drawn.language, facts(drawn.notice), drawn.version, True)
    pages = [Image.open(io.BytesIO(page)).convert("L") for page in pictured(sheet, drawn.size, POINTS)]
    return beside(pages)


def beside(pages: list[Image.Image]) -> Image.Image:
    """Pictures in a row, a grey line between."""
    whole = Image.new("L", (sum(page.width + 4 for page in pages) - 4, max(page.height for page in pages)), 128)
    for place, page in enumerate(pages):
        whole.paste(page, (sum(before.width + 4 for before in pages[:place]), 0))
    return whole


def digest(drawn: Drawn) -> str:
    """128 bits that stand for the points of a picture and its measures."""
    image = picture(drawn)
    said = hashlib.sha256(f"{image.size} ".encode() + image.tobytes()).digest()[:16]
    return base64.urlsafe_b64encode(said).decode().rstrip("=")


def approved() -> dict[str, str]:
    """The digests of approved pictures, by sheet."""
    lines = (line.partition(" ") for line in APPROVED.read_text("utf-8").splitlines())
    return {sheet: kept for kept, _, sheet in lines}


def keep(drawn: Drawn) -> Path:
    """Put a picture where it can be looked at."""
    PICTURES.mkdir(exist_ok=True)
    picture(drawn).save(drawn.file, optimize=True)
    return drawn.file


def look() -> None:
    """Draw every sheet."""
    for drawn in every():
        print(keep(drawn).relative_to(ROOT))


def approve() -> None:
    """Keep the digests of all sheets as they are drawn now."""
    APPROVED.write_text("".join(f"{digest(drawn)} {drawn}\n" for drawn in every()), "utf-8")
    print(f"{APPROVED.relative_to(ROOT)}: {len(approved())} pictures")


def difference() -> None:
    """Of each sheet that differs: the approved picture, the new one, and what differs, in a row."""
    kept = approved()
    changed = [drawn for drawn in every() if digest(drawn) != kept.get(str(drawn))]
    if not changed:
        print(f"All {len(kept)} are as they were approved")
        return
    with tempfile.TemporaryDirectory() as then:
        before = as_approved(Path(then), [drawn for drawn in changed if str(drawn) in kept])
        for drawn in changed:
            if drawn in before:
                old, new = before[drawn], picture(drawn)
                PICTURES.mkdir(exist_ok=True)
                beside([old, new, ImageChops.invert(ImageChops.difference(*alike(old, new)))]).save(drawn.file)
            else:
                keep(drawn)
            print(f"{drawn.file.relative_to(ROOT)}{'' if drawn in before else ' is new'}")


def alike(*pictures: Image.Image) -> list[Image.Image]:
    """Pictures on paper of one size."""
    size = max(each.width for each in pictures), max(each.height for each in pictures)
    papers = [Image.new("L", size, 128) for _ in pictures]
    for paper, each in zip(papers, pictures, strict=True):
        paper.paste(each)
    return papers


def as_approved(folder: Path, wanted: list[Drawn]) -> dict[Drawn, Image.Image]:
    """The pictures as the commit that approved them draws them."""
    log = ["git", "log", "-1", "--format=%H", "--", str(APPROVED)]
    commit = subprocess.run(log, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(folder, filter="data")
    (folder / FONTS.relative_to(ROOT)).symlink_to(FONTS)
    asked = "from scripts.sheets import *\nfor line in sys.stdin: keep(Drawn(*line.split()))"
    said = "".join(f"{drawn}\n" for drawn in wanted)
    subprocess.run([sys.executable, "-c", asked], cwd=folder, input=said, text=True, check=True)
    return {drawn: Image.open(folder / drawn.file.relative_to(ROOT)).copy() for drawn in wanted}


def main() -> None:
    """Do what the one word says."""
    verbs = {"look": look, "approve": approve, "difference": difference}
    if sys.argv[1:2] == [] or sys.argv[1] not in verbs:
        sys.exit(f"python -m scripts.sheets {' | '.join(verbs)}")
    verbs[sys.argv[1]]()


if __name__ == "__main__":
    main()
