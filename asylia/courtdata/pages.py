"""The pages of a publication: one for each analysis and printed question, the map, two releases, the method."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from asylia.courtdata.analyses import NAMED
from asylia.courtdata.cohort import Rule
from asylia.courtdata.findings import finding
from asylia.courtdata.map import Route, drawn_map
from asylia.courtdata.publication import LATER, RELEASE, VANISHED, Figure, Publication
from asylia.courtdata.questions import apart
from asylia.courtdata.report import RULES
from asylia.courtdata.sections import (
    BOX,
    BY,
    CODEBOOK,
    METHOD,
    NOTE,
    UNIT,
    account_of,
    beside,
    called,
    definition,
    lead,
    number,
    pair,
    take,
)  # fmt: skip
from asylia.publish.charts import Mark, bars
from asylia.publish.held import Held
from asylia.publish.page import count, shown, table, terms
from asylia.publish.tidy import SUMS

COHORT = RULES[Rule.EITHER].capitalize()
INDEX, PLACES, RELEASES = "index.html", "places.html", "releases.html"

Page = tuple[str, str]  # its title, and its main part as HTML


def analysis_page(of: Publication, name: str) -> Page:
    """One analysis: its finding, then by everything that it is divided by."""
    analysis = NAMED[name]
    own = [each for each in of.figures if each.of == RELEASE and each.analysis == name and each.division != "way"]
    title = finding(name, analysis.title, own)
    divisions = [by for by in BY if any(each.division == by for each in own)]
    said = {by: sum(each.share is not None for each in own if each.division == by) for by in divisions}
    several = sum(each.division == "" for each in own) > 1
    first = "" if several or not divisions else max(divisions, key=lambda by: said[by])
    main = [
        way(of, analysis.title), f"<h1>{escape(title)}</h1>", lead(own),
        pair(analysis, own, first, take(name) + NOTE), definition(analysis, population(of), divisions, first),
        *(f'<h2 id="by-{by}">By {BY[by]}</h2>{pair(analysis, own, by)}' for by in divisions if by != first),
        account_of(of.accounts),
    ]  # fmt: skip
    return title, "\n".join(main)


def preset_page(of: Publication, name: str) -> Page:
    """A question that was answered in print: our answers, each beside the printed number and its trap."""
    preset = of.presets[name]
    main = [way(of, f"printed question {name}, as of {preset.as_of}")]
    for place, each in enumerate(preset.analyses):
        own = [figure for figure in of.figures if figure.of == name and figure.analysis == each]
        level = "h2" if place else "h1"
        main += [f"<{level}>{escape(finding(each, NAMED[each].title, own))}</{level}>", lead(own)]
        main += [beside(published) for published in preset.published if published.analysis == each]
        main.append(pair(NAMED[each], own, "", "" if place else take(name) + NOTE))
    main.append(f"<h2>The question</h2><p>{escape(preset.title)}</p>")
    main += [definition(NAMED[each], f"{COHORT}, as of {preset.as_of}") for each in preset.analyses]
    return preset.title, "\n".join([*main, account_of(of.accounts)])


def index_page(of: Publication) -> Page:
    """What there is to read and to take away."""
    title = f"What became of everyone: the courts’ release of {of.released}"
    own = {name: [e for e in of.figures if e.of == RELEASE and e.analysis == name] for name in NAMED}
    findings = [
        card(f"{name}.html", finding(name, NAMED[name].title, some), NAMED[name].title)
        for name, some in own.items() if some
    ]  # fmt: skip
    printed = [card(f"{name}.html", preset.title, f"as of {preset.as_of}") for name, preset in of.presets.items()]
    more = [card(PLACES, "Where the ports and the courts are", "a map, and the distances")]
    if of.later:
        more.append(card(RELEASES, "What the later release says, and what vanished", f"release of {of.later}"))
    more.append(card(METHOD, "How it was counted and protected", "methodology"))
    main = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="lead">{escape(COHORT)}: {shown(everyone(of))} cases. Unit: {escape(UNIT)}.</p>', alarm(of),
        "<h2>Findings</h2>", listed(findings), "<h2>Questions that were answered in print</h2>",
        listed(printed) if printed else "<p>The release is older than each of them.</p>",
        "<h2>Also</h2>", listed(more), account_of(of.accounts),
        f'<h2>To take away</h2><p>Every page’s rows as CSV; <a href="{CODEBOOK}">the codebook</a>; '
        f'<a href="{SUMS}">checksums</a> (<code>sha256sum -c {SUMS}</code>).</p>',
    ]  # fmt: skip
    return title, "\n".join(main)


def releases_page(of: Publication) -> Page:
    """Two releases held together: where they disagree about one day, and what vanished."""
    title = f"The release of {of.released} beside that of {of.later}"
    ours = {(e.analysis, e.part): e for e in of.figures if e.of == RELEASE and e.division == ""}
    both = [(ours[e.analysis, e.part], e) for e in of.figures if e.of == LATER and (e.analysis, e.part) in ours]
    lines = [
        [NAMED[then.analysis].title, shown(then.numerator), shown(now.numerator), differ(then, now)]
        for then, now in both
    ]  # fmt: skip
    gone = [each for each in of.figures if each.of == VANISHED]
    ends = [Mark(called(each), number(each), shown(each.numerator)) for each in gone if each.division == "outcome"]
    head = ["Counted", f"Release of {of.released}", f"Release of {of.later}", "They differ"]
    main = [
        way(of, f"beside the release of {of.later}"), f"<h1>{escape(title)}</h1>", alarm(of),
        f"<h2>The same question, asked of both, as of {of.released}</h2>",
        "<p>Rows are entered late, corrected and removed, so that two releases disagree about the same day.</p>",
        table("Counts in each release", head, lines), "<h2>What vanished</h2>",
        "<p>Cases of every kind, not of the programme alone, that the later release does not have.</p>",
        f'<div class="pair"><figure>{BOX}', bars("chart-vanished", "Vanished cases by outcome", ends),
        f"</div><figcaption>Vanished cases by outcome.</figcaption></figure><div>{vanished(gone, '')}",
        f"{take('releases')}{NOTE}</div></div>", *(vanished(gone, by) for by in ("outcome", "court", "age")),
    ]  # fmt: skip
    return title, "\n".join(main)


def places_page(of: Publication) -> Page:
    """The map, and what it shows as tables."""
    title = "Where the ports and the courts are"
    found = [(each, route) for each in of.figures if each.of == RELEASE and (route := route_of(of, each))]
    ports, courts = (
        [place for name, place in sorted(of.places.items()) if name.startswith("port ") is port]
        for port in (True, False)
    )
    ways = [[route.port.says, route.court.says, count(round(route.km)), shown(e.numerator)] for e, route in found]
    named = [*((each, "port", "no source") for each in ports), *((each, "court", "GeoNames") for each in courts)]
    points = [[each.says, what, f"{each.north:.2f}", f"{each.east:.2f}", source] for each, what, source in named]
    unknown = '<p class="note">No way can be drawn: where these courts are is not known, or none has 50 cases.</p>'
    main = [
        way(of, "map"), f"<h1>{title}</h1>",
        '<p class="lead">Rings are ports of return, dots are cities of the courts. A line is a way that 50 cases or '
        "more had to go.</p>",
        f'<figure>{BOX}{drawn_map(title, ports, courts, [route for _, route in found])}</div>',
        "<figcaption>Outlines: U.S. Census Bureau, 2017. Cities: GeoNames, CC BY 4.0. Where the ports lie was read off "
        "public maps and is in no source of ours; TUM is not on the map.</figcaption></figure>",
        '<div class="pair even"><div>',
        table("Ways from port to court", ["Port", "Court", "km", "Cases"], ways, 2) if ways else unknown,
        f"{take('distance-to-court')}{NOTE}</div><div>",
        table("Places", ["Place", "What", "North", "East", "From"], points, 2), "</div></div>",
    ]  # fmt: skip
    return title, "\n".join(main)


def methodology_page(of: Publication) -> Page:
    """How everything was counted and protected."""
    title = "How it was counted and protected"
    digest = f", SHA-256 <code>{of.sha256}</code>" if of.sha256 else ""
    words = [
        ("Source", f"{escape(of.release)}, released {of.released}{digest}"),
        ("Cases", f"{escape(COHORT)}; the test location left out; once in, always counted"), ("Unit", escape(UNIT)),
        ("Made by", "<code>asylia courtdata site</code>; each query stands beside its rows"),
        ("Licence", "CC BY 4.0 for these tables; the release itself is public"),
    ]  # fmt: skip
    rows = [[each.name, each.numerator, each.denominator, each.definition, each.source] for each in NAMED.values()]
    head = ["Analysis", "Counted", "Of", "Definition", "Source of it"]
    main = [
        way(of, "methodology"), f"<h1>{title}</h1>", terms(words), f"<h2>Small counts</h2>{NOTE}", *PROTECTED,
        f"<h2>Waits</h2><p>{WAITING}</p><h2>Every definition</h2>", table("Definitions", head, rows, len(head)),
        account_of(of.accounts),
    ]  # fmt: skip
    return title, "\n".join(main)


PROTECTED = (
    "<p>All counts on all these pages are one table. Before it was written, linear programming looked for the least "
    "and the greatest value that each count under 10 can have for one who knows everything printed, the rounding, "
    "every sum, and that all divisions are of the same cases. More counts were held back until each of them can be 0 "
    "and can be 9. A table for which that cannot be shown is not written.</p>",
    "<p>A court, nationality or language with fewer than 50 cases is counted under “all others”, so that the list "
    "itself tells of no small count. What no arithmetic can mend: a reader who knows some of the people counted knows "
    "more than the table; and these pages say what was recorded, not that it was right or complete. A difference "
    "between courts is not proof of an error.</p>",
)
WAITING = (
    "How many had a hearing or a decision within so many days is told of those whose notice lies at least so many days "
    "before the release, so that nobody counts as waiting for a time that has not passed (the reduced-sample estimate "
    "of Kaplan and Meier, 1958). Who works with the store gets the product-limit curve from asylia courtdata report."
)


def way(of: Publication, here: str) -> str:
    """Where a page stands."""
    return f'<p class="way"><a href="{INDEX}">Court data</a> · release of {of.released} · {escape(here)}</p>'


def population(of: Publication) -> str:
    """Which cases a page is about."""
    return f"{COHORT}, as of {of.released}"


def everyone(of: Publication) -> int | Held:
    """How many cases there are, as printed."""
    return next((each.denominator for each in of.figures if each.of == RELEASE and each.analysis == "ages"), Held.SMALL)


def alarm(of: Publication) -> str:
    """That closed history has disappeared, where it has."""
    if not of.alarm:
        return ""
    return (
        '<div class="note alarm"><p><b>Closed history has disappeared.</b> Completed cases or proceedings of this '
        f'release are not in that of {of.later}. <a href="{RELEASES}">What vanished</a></p></div>'
    )


def card(address: str, title: str, says: str) -> str:
    """A link and what it is."""
    return f'<a href="{address}">{escape(title)}</a><p>{escape(says)}</p>'


def listed(cards: Sequence[str]) -> str:
    """Links in a list."""
    return f'<ul class="cards">{"".join(f"<li>{each}</li>" for each in cards)}</ul>'


def differ(one: Figure, other: Figure) -> str:
    """Whether two releases print another number."""
    return "no" if one.numerator == other.numerator else "yes"


def vanished(gone: Sequence[Figure], by: str) -> str:
    """Cases that went, one way divided."""
    rows = [[called(each), shown(each.numerator)] for each in gone if each.division == by]
    if by == "" and gone:
        rows.insert(0, ["cases", shown(gone[0].denominator)])
    return table(f"Vanished cases by {by}" if by else "Vanished in all", [by.capitalize() or "What", "n"], rows)


def route_of(of: Publication, each: Figure) -> Route | None:
    """The way that a figure is about, where both of its ends are known."""
    port, _, court = each.group.partition(" ")
    km = apart({"port": port, "place": court}, of.places) if each.division == "way" else None
    return None if km is None else Route(of.places[f"port {port}"], of.places[court], km)
