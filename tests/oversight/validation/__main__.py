"""Run the library and write docs/validation.md: python -m tests.oversight.validation [-n REPLICATIONS] [SCENARIO ...].

Without a scenario all are run; what was found is kept in results.json beside this file, from which the page is made.
"""

import argparse
import sys

from tests.oversight.validation.keeping import PAGE, RESULTS, kept, page, run, save


def main() -> None:
    """Run what was asked, keep it, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="*", help="those whose name begins so (default: all)")
    parser.add_argument("-n", dest="replications", type=int, default=2000, help="of each (default: 2000)")
    parser.add_argument("--page", action="store_true", help="only write the page anew from what is kept")
    asked = parser.parse_args()
    if not asked.page:
        for found in run(asked.scenario, asked.replications):
            save(kept() | {found.scenario: found})
            said(f"{found.scenario}: {found.replications} replications, {found.seconds:.0f} s")
    PAGE.write_text(page(kept()), "utf-8")
    said(f"{RESULTS.name} and {PAGE.name} written.")


def said(line: str) -> None:
    """Say how far it is."""
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
