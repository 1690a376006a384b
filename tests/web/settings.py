"""The product's settings on a folder of their own, made anew for each run of the tests."""

import os
import tempfile

os.environ["ASYLIA_HOME"] = tempfile.mkdtemp(prefix="asylia-tests-")
os.environ.pop("ASYLIA_TLS", None)

from asylia.web.settings import *  # noqa: F403
