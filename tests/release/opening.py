"""Opens crafted files in a process of its own, whose memory can be measured; prints what became of them."""

import json
import re
import sys
from pathlib import Path

from asylia.release.pages import opened
from asylia.release.sandbox import NotOpened
from tests.release.crafted import crafted


def main(first: int, last: int) -> None:
    """Open the files with these numbers."""
    refused, neither = [], []
    for number in range(first, last):
        kind, data = crafted(number)
        try:
            found = opened(data)
        except NotOpened as why:
            refused.append((kind, str(why)))
        else:
            if not (found.pages or found.layer):
                neither.append((kind, number))
    # Not getrusage: its figure begins with that of whoever started this process.
    most = int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))[1])  # type: ignore[index]
    sys.stdout.write(json.dumps({"refused": refused, "neither": neither, "kilobytes": most}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
