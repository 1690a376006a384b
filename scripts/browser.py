"""Find a Chromium for the browser tests, or install one.

The installed one, else Debian's package (as root), else Playwright's own, else one plain sentence.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from scripts import packages

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Asked in a process of its own: Playwright runs once in a process, and the tests run it in theirs.
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)
NONE_TO_BE_HAD = (
    "No Chromium was found and none could be installed. The browser tests need one: "
    "on Debian as root, apt-get install chromium."
)


def find() -> str | None:
    """Return the path of an installed Chromium (or Playwright's own), None where there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    own = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=True)
    path = own.stdout.strip()
    return path if Path(path).exists() else None


def install() -> None:
    """Try Debian's package as root, then Playwright's own download; neither is required to succeed."""
    packages.install(["chromium"])
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Install a Chromium where none is found; exit with one sentence where that fails."""
    if find() is None:
        print("Installing Chromium for the browser tests", flush=True)
        install()
    if find() is None:
        sys.exit(NONE_TO_BE_HAD)


if __name__ == "__main__":
    main()
