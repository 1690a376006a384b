"""One published page: a whole document that needs nothing beside it, and whose main part another frame can take out."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from asylia.publish.held import Held

START, END = '<main id="main" class="court" tabindex="-1">\n', "\n</main>"
THIN = "\u202f"  # between thousands


def style() -> str:
    """The style of every published page."""
    room = files("asylia.publish")
    return room.joinpath("page.css").read_text("utf-8") + room.joinpath("charts", "charts.css").read_text("utf-8")


def document(title: str, main: str, *, strip: str, head: str, foot: str) -> str:
    """The page as one file: no script, no address but its own neighbours', a policy that allows its own style alone."""
    css = style()
    digest = b64encode(sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{css}</style>\n</head>\n"
        '<body class="alone">\n<a class="skip" href="#main">Skip to the page</a>\n'
        f'<div class="strip" role="region" aria-label="What this is"><p>{strip}</p></div>\n'
        f'<header class="head"><p>{head}</p></header>\n{START}{main}{END}\n'
        f'<footer class="foot">{foot}</footer>\n</body>\n</html>\n'
    )


def main_of(page: str) -> str:
    """What stands in the main part of a page that document() made; ValueError for any other."""
    before, start, rest = page.partition(START)
    main, end, _ = rest.rpartition(END)
    if not (before and start and end):
        raise ValueError("this is no published page")
    return main


def count(number: int) -> str:
    """A count with a thin space between thousands."""
    return f"{number:,}".replace(",", THIN)


def shown(number: int | Held) -> str:
    """A count as printed, or why there is none."""
    return str(number) if isinstance(number, Held) else count(number)


def percent(share: float | None, digits: int = 1) -> str:
    """A share in per cent; empty where there is none."""
    return "" if share is None else f"{share * 100:.{digits}f}{THIN}%"


def span(low: float | None, high: float | None) -> str:
    """An interval in per cent."""
    return "" if low is None or high is None else f"{low * 100:.1f}–{high * 100:.1f}"


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> str:
    """A table with row headings; the columns after the first `words` are numbers. Cells are text, not HTML."""

    def cell(place: int, content: str) -> str:
        if place == 0:
            return f'<th scope="row">{escape(content)}</th>'
        kind = "number held" if content in list(Held) else "number" if place >= words else ""
        return f"<td{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{escape(content)}</td>"

    heads = "".join(
        f'<th scope="col"{" class=" + chr(34) + "number" + chr(34) if place >= words else ""}>{escape(each)}</th>'
        for place, each in enumerate(head)
    )
    body = "\n".join(f"<tr>{''.join(cell(n, each) for n, each in enumerate(row))}</tr>" for row in rows)
    return (
        f'<div class="wide-table" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def terms(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and what they stand for, as a list of terms; the latter is HTML."""
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{said}</dd>' for name, said in pairs)}</dl>"
