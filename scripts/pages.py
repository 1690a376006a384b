"""The page of docs/reference/ that says who may open which page."""

import os
import tempfile

import django

HEAD = """# Who may open which page

Made from `asylia/web/access.py`; a page without a row opens for nobody. Relations: *own* (theirs to interview,
decide or review), *drawn* (theirs to decide anew, blind), *due* (something in it is due from them or their desk),
*post* (its encounter is open at their post), *referred* (it has reached the asylum office), *client* (they are
counsel of record), *any* (none is needed). Who may give which command stands in [commands.md](commands.md).
"""


def access() -> str:
    """One table: each page's name, and who opens it in which relation to the case."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asylia.web.settings")
    os.environ.setdefault("ASYLIA_HOME", tempfile.mkdtemp())
    django.setup()
    from asylia.web.access import PAGES, Staff  # noqa: PLC0415 - Django must be set up first

    lines = [HEAD, "| page | who, in which relation |", "|---|---|"]
    for name, page in PAGES.items():
        who = "anyone, signed in or not"
        if isinstance(page, Staff):
            who = "; ".join(
                f"{role.replace('_', ' ')}: {', '.join(sorted(named))}" for role, named in page.relations.items()
            )
        lines.append(f"| `{name}` | {who} |")
    return "\n".join(lines) + "\n"


def _role(role: str, relations: list[str]) -> str:
    return f"{role.replace('_', ' ')}: {', '.join(relations)}"
