"""Run the library: python -m tests.oversight.validation REPLICATIONS [SCENARIO ...]."""

import sys
import time

from tests.oversight.validation.trying import missed, scenarios, tried

for scenario in scenarios():
    if len(sys.argv) > 2 and not any(scenario.id.startswith(each) for each in sys.argv[2:]):
        continue
    start = time.process_time()
    found = tried(scenario, int(sys.argv[1]))
    print(f"{scenario.id}: {time.process_time() - start:.1f} s")
    for each, one in zip(scenario.expects, found, strict=True):
        print(f"   {'MISSED' if missed(each, one) else '      '} {each.kind:<8}{each.measure} {each.part or each.unit:<14}{each.of:<14}{one.hits} of {one.trials}  aim {each.aim or ''}")
