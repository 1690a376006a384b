"""Print the licence of every locked package, and fail on GPL, AGPL or an unknown one.

Python packages are those of requirements/*.txt, npm packages those of package-lock.json. LGPL is
allowed for psycopg, inflate64 and pi-heif alone, which are used unchanged. Packages that are not installed on this
platform, or whose metadata does not say it plainly, are looked up in pyproject.toml, [tool.asylia.licences].
"""

import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LESSER_ALLOWED = {"inflate64", "pi-heif", "psycopg", "psycopg-binary"}
KNOWN = re.compile(r"MIT|BSD|Apache|ISC|MPL|PSF|Python|0BSD|CC0|public domain|Unlicense|OFL|CNRI", re.IGNORECASE)


def pinned() -> list[str]:
    """Return the names that the requirements files pin, sorted, once each."""
    lines = "".join(path.read_text(encoding="utf-8") for path in Path("requirements").glob("*.txt"))
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", lines, re.MULTILINE)))


def of_python(name: str) -> str:
    """Return what an installed package says of its licence, empty where it says nothing."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    classes = [c.split("::")[-1].strip() for c in said.get_all("Classifier") or [] if c.startswith("License")]
    first_line = (said["License"] or "").strip().split("\n")[0]
    return said["License-Expression"] or "; ".join(classes) or first_line


def of_npm() -> dict[str, str]:
    """Return name -> licence of every package in the npm lock file."""
    packages = json.loads(Path("package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {
        f"npm {path.split('node_modules/')[-1]}": entry.get("license", "") for path, entry in packages.items() if path
    }


def verdict(name: str, licence: str) -> str | None:
    """Return why a licence is not accepted, None where it is."""
    if re.search(r"(?<!L)GPL|GNU (Affero )?General Public", licence) and " OR " not in licence:
        return "GPL or AGPL"
    if re.search(r"LGPL|Lesser", licence):
        return None if name in LESSER_ALLOWED else "LGPL outside psycopg, inflate64 and pi-heif"
    return None if KNOWN.search(licence) else "unknown"


def main() -> None:
    """Print the table; exit 1 naming each package that may not be used."""
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["asylia"]
    by_hand: dict[str, str] = settings["licences"]
    found = {name: of_python(name) for name in pinned()} | of_npm()
    found |= {name: by_hand[name] for name in found if name in by_hand}
    for name, licence in sorted(found.items()):
        print(f"{name:40} {licence}")
    refused = {name: why for name, licence in found.items() if (why := verdict(name, licence))}
    if refused:
        sys.exit("Not allowed: " + ", ".join(f"{name} ({why})" for name, why in refused.items()))


if __name__ == "__main__":
    main()
