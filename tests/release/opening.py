"""Opens crafted files in a process of its own, whose memory can be measured; prints what became of them."""

import json
import resource
import sys

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
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps({"refused": refused, "neither": neither, "kilobytes": most}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
