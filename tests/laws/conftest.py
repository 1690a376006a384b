"""How many histories are tried: `ci` in every run, `long` in `make long` (HYPOTHESIS_PROFILE)."""

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile(
    "ci", max_examples=50, deadline=None, stateful_step_count=40, derandomize=True, suppress_health_check=SLOW
)
settings.register_profile("long", max_examples=5_000, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
