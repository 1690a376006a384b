"""The event loop: processes that wait for time or for a seat, in the order of time and then of asking.

A process is a generator. It yields whole seconds to wait, or a `Pool` to take a seat in it. What it resumes to is the
same as under simpy, which is the oracle in the tests; a turn of this loop costs a fifth of one of simpy's.
"""

from collections import deque
from collections.abc import Generator
from heapq import heappop, heappush
from typing import TypeAlias, Union

Process: TypeAlias = Generator[Union[int, "Pool"], None, None]
Answer: TypeAlias = Generator[Union[int, "Pool"], None, bool]  # a part of a process, which says how it went


class Loop:
    """Time in whole seconds from 0, and what happens next."""

    __slots__ = ("_due", "_order", "now", "turns")

    def __init__(self) -> None:
        self.now = 0
        self.turns = 0
        self._order = 0
        self._due: list[tuple[int, int, Process]] = []

    def begin(self, process: Process, at: int) -> None:
        """Let a process begin at a time that is not past."""
        self._order += 1
        heappush(self._due, (at, self._order, process))

    def run(self, until: int) -> None:
        """Let everything happen that falls before `until`."""
        due = self._due
        while due and due[0][0] < until:
            self.now, _, process = heappop(due)
            self.turns += 1
            asked = next(process, None)
            if asked is None:
                continue
            if isinstance(asked, int):
                self._order += 1
                heappush(due, (self.now + asked, self._order, process))
            else:
                asked.queue(process)
        self.now = until


class Pool:
    """Seats that processes take in the order in which they ask; who has taken one gives it back."""

    __slots__ = ("_free", "_loop", "waiting")

    def __init__(self, loop: Loop, seats: int) -> None:
        self._loop = loop
        self._free = seats
        self.waiting: deque[Process] = deque()

    def queue(self, process: Process) -> None:
        """Give the process a seat, now or after those who asked before."""
        self.waiting.append(process)
        self._seat()

    def give_back(self) -> None:
        """Free a seat; who waits is given it after whatever else happens at this moment, as under simpy."""
        self._free += 1
        if self.waiting:
            self._loop.begin(self._seating(), self._loop.now)

    def _seating(self) -> Process:
        self._seat()
        yield from ()

    def _seat(self) -> None:
        while self._free and self.waiting:
            self._free -= 1
            self._loop.begin(self.waiting.popleft(), self._loop.now)
