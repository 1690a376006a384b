"""The reconstruction of 2019 put on the record of a house that is there, for the browser tests.

python -m tests.web.desks.reviewed HOME
"""

import datetime as dt
import sys
from pathlib import Path

import django

django.setup()

from asylia.shell.house import House  # noqa: E402
from asylia.stories.reviewing import REVIEWS, put_on_record  # noqa: E402

if __name__ == "__main__":
    put_on_record(House.open(Path(sys.argv[1])), REVIEWS / "2019.toml", dt.datetime.now(dt.UTC))
