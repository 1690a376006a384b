"""Printing notices, beside WeasyPrint printing an equal page in the same run.

    python -m bench.notices [ROUNDS] [BATCH]

Hearing notices in Spanish with the English beside, each of another person, from the facts to PDF/UA-1, in CPU time on
one core. WeasyPrint is handed the same sheet as HTML and makes PDF/UA-1 of it too, on one page of the same size in the
same typefaces. Its style sheet is its own, read once: blocks and floats alone, for the grids and flexible boxes of the
sheet's page cost it seven times the time. Each round does one after the other. Then a batch in two processes, by the
clock.
"""

# ruff: noqa: T201  (a command prints)

import io
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from asylia import notices
from asylia.notices import paper
from tests.notices.examples import facts

STYLE = """
@page {
  size: 210mm 279.4mm; margin: 11mm 14mm 14mm; color: #565c65; font: 9pt 'Noto Sans';
  @bottom-center { content: string(case) " · " counter(page) " / " counter(pages) }
}
.sheet { color: #1b1b1b; font: 10.5pt/1.3 'Noto Sans' }
.sheet * { margin: 0; padding: 0 }
.sheet-demonstration, .sheet-band { margin-bottom: 5pt; padding: 3pt 6pt; border: 1px solid #a9aeb1; font-size: 9pt }
.sheet-demonstration { background: #f0f0f0 }
.sheet-band { border-left: 4pt solid #1b1b1b }
.sheet-office, .sheet dt { color: #565c65; font-size: 9pt }
.sheet-office .sheet-code { string-set: case content() }
h1 { margin-top: 6pt; font-size: 1.35em }
.sheet-second { font-size: 1.15em }
.sheet-code { font-family: 'Noto Sans Mono' }
.sheet-phone, .sheet-who dd { font-weight: bold }
.sheet-who { overflow: hidden; padding: 6pt 0 }
.sheet-who > div { float: left; margin-right: 20pt }
.sheet-texts section { float: left; width: 55%; border-right: 1px solid #a9aeb1; padding-right: 2% }
.sheet-texts section + section { float: right; width: 40%; border: 0; padding: 0; font-size: 9pt }
section > div { margin-bottom: 5pt }
section ul { border: solid; border-width: 1.2pt 0; list-style: none; font-size: 1.08em }
section li { padding: 3pt 0 }
li + li { border-top: 1px solid #a9aeb1 }
.sheet-foot { clear: both; border-top: 1px solid #a9aeb1; padding-top: 6pt; font-size: 9pt }
.sheet-foot dl > div, .sheet-foot dt, .sheet-foot dd { display: inline; margin-right: 3pt }
.sheet-unchecked { text-decoration: underline }
"""
FACES = (
    ("Noto Sans", 400, "NotoSans_400Regular.ttf"), ("Noto Sans", 700, "NotoSans_700Bold.ttf"),
    ("Noto Sans Mono", 400, "NotoSansMono_400Regular.ttf"), ("Noto Sans Mono", 700, "NotoSansMono_700Bold.ttf"),
)  # fmt: skip
AIM = 8
BATCH_AIM = 120  # seconds, for a thousand


def sheet(number: int) -> notices.Sheet:
    """The hearing notice of one of many invented people."""
    given = facts(
        "hearing_notice", name=f"Persona Inventada {number}", case=f"2027-{number:06}", code=f"CODE-{number:06}"
    )
    return notices.render("hearing_notice", "es", given, "full", True)


def ours(number: int) -> bytes:
    """One notice from its facts to its PDF."""
    return notices.printed(sheet(number))


def of_the_peer() -> Callable[[int], bytes]:
    """The same by WeasyPrint, its style sheet and typefaces read once."""
    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; src: url('{(paper.FONTS / file).as_uri()}') }}"
        for family, weight, file in FACES
    )
    styles = [CSS(string=faces + STYLE, font_config=fonts)]

    def made(number: int) -> bytes:
        page = f"<html lang='es'><title>Aviso</title><body>{sheet(number).html}</body></html>"
        pdf = HTML(string=page).write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
        return bytes(pdf)

    return made


def cpu(make: Callable[[int], bytes], numbers: range) -> float:
    """CPU seconds a notice."""
    start = time.process_time()
    for number in numbers:
        make(number)
    return (time.process_time() - start) / len(numbers)


def weigh(number: int) -> int:
    """Print one notice in a process of the batch; how many bytes it has."""
    return len(ours(number))


def batch(count: int) -> tuple[float, int]:
    """Seconds by the wall clock for a batch in two processes, starting them included; kilobytes a notice."""
    start = time.perf_counter()
    with ProcessPoolExecutor(2, get_context("spawn")) as two:
        weights = list(two.map(weigh, range(count), chunksize=25))
    return time.perf_counter() - start, sum(weights) // count // 1000


def main() -> None:
    """Measure and print."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    theirs = of_the_peer()
    pages = [len(pikepdf.open(io.BytesIO(make(0))).pages) for make in (ours, theirs)]
    spent = [
        (cpu(ours, range(n * 50 + 1, n * 50 + 51)), cpu(theirs, range(n * 5 + 1, n * 5 + 6))) for n in range(rounds)
    ]
    best = [min(each) for each in zip(*spent, strict=True)]
    ratio = sorted(peer / own for own, peer in spent)[rounds // 2]
    for name, cost, count in zip(("a hearing notice", "the same by WeasyPrint"), best, pages, strict=True):
        print(f"{name:28}{cost * 1000:7.1f} ms of CPU, {1 / cost:5.1f} a second on one core, {count} page")
    print(f"{'the ratio':28}{ratio:7.1f} (median of {rounds} rounds, aim {AIM})")
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    seconds, weight = batch(size)
    print(f"{size} in two processes".ljust(28) + f"{seconds:7.1f} s by the clock (aim {BATCH_AIM}), {weight} kB each")


if __name__ == "__main__":
    main()
