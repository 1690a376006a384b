"""The product's settings, with the gallery of components among the pages."""

from pathlib import Path

from asylia.web.settings import *  # noqa: F403
from asylia.web.settings import TEMPLATES

ROOT_URLCONF = "tests.browser.urls"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
