"""Finds every measure and every statistic by discovering their modules."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asylia.oversight import counted
from asylia.oversight.errors import OversightError

if TYPE_CHECKING:
    from asylia.oversight.measure import Measure

STATISTICS, MEASURES = "asylia.oversight.statistics", "asylia.oversight.measures"


@cache
def statistic_named(name: str) -> Any:
    """The statistic registered under a name. Raises OversightError when there is none."""
    modules(STATISTICS)
    if name not in counted.REGISTERED:
        raise OversightError(f"no statistic is named {name}; there are: {', '.join(sorted(counted.REGISTERED))}.")
    return counted.REGISTERED[name]


@cache
def modules(package: str) -> dict[str, Any]:
    """The modules of a package by name, imported, sorted."""
    path = importlib.import_module(package).__path__
    names = sorted(found.name for found in pkgutil.iter_modules(path, prefix=f"{package}."))
    return {name.rpartition(".")[2]: importlib.import_module(name) for name in names}


@cache
def files() -> dict[str, Path]:
    """The file of each measure, by the measure's id."""
    named = modules(MEASURES)
    return {each.MEASURE.id: Path(str(each.__file__)) for each in named.values() if hasattr(each, "MEASURE")}


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its id, in order: modules m01_... to m24_... hold one MEASURE each."""
    found = {}
    for name, module in modules(MEASURES).items():
        if not hasattr(module, "MEASURE"):
            raise OversightError(f"{name}.py holds no MEASURE: it needs MEASURE = Measure(...).")
        measure: Measure = module.MEASURE
        if not name.startswith(f"{measure.id.lower()}_"):
            raise OversightError(f"{name}.py declares {measure.id}: name the file {measure.id.lower()}_<name>.py.")
        found[measure.id] = measure
    return found
