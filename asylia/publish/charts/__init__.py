"""Small charts as SVG, each a pure function of its marks; each says in words what it shows.

Nothing in them is told by colour alone: every mark has its number beside it or in the table that stands beside the
chart, and two series differ by shape. They hold no style of their own; charts.css has it, for the screen, for imposed
colours and for paper.
"""

from asylia.publish.charts.curves import Curve, Step, chance, standard, survival
from asylia.publish.charts.drawing import Mark
from asylia.publish.charts.ladder import NARROW, Pair, Rung, ladder, mirrored
from asylia.publish.charts.rows import bars, dots, numbers
from asylia.publish.charts.times import Moment, Point, Series, columns, control, lines, steps
from asylia.publish.charts.units import Both, Unit, funnel, legend, paired
from asylia.publish.charts.waiting import Waiting, waiting

__all__ = [
    "NARROW", "Both", "Curve", "Mark", "Moment", "Pair", "Point", "Rung", "Series", "Step", "Unit", "Waiting", "bars",
    "chance", "columns", "control", "dots", "funnel", "ladder", "legend", "lines", "mirrored", "numbers", "paired",
    "standard", "steps", "survival", "waiting",
]  # fmt: skip
