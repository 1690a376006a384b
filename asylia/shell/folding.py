"""Folding once: what a stream showed when it was read last, kept in memory and read on from there.

Nothing here can be older than the record: the newest entry folded is read again each time and must be the
same, its key must still open it, and only what came after it is folded in addition.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

from asylia.ledger import Head, Ledger, Recorded

T = TypeVar("T")
E = TypeVar("E")
MOST = 512  # streams kept in memory


class Shown(NamedTuple):
    """What a stream shows at a version; `digest` is that of the entry there, `keys` open what was folded."""

    version: int
    digest: bytes
    value: Any
    keys: tuple[str, ...]


class Folds:
    """What streams showed, by name; the ones longest unused are forgotten first."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._kept: OrderedDict[str, Shown] = OrderedDict()
        self._joined: dict[str, tuple[tuple[Any, ...], Any]] = {}
        self._lock = Lock()

    def shown(
        self, raw: Any, stream: str,
        fold: Callable[[T | None, list[Recorded]], T], keys: Callable[[T], tuple[str, ...]],
    ) -> T:  # fmt: skip
        """What the stream shows now. `fold` takes what it showed before (None: nothing) and the entries since."""
        before = self._still_good(stream)
        entries = self._ledger.read(raw, stream, after=before.version - 1 if before else 0)
        if before and entries and entries[0].digest == before.digest and entries[0].fields is not None:
            value = fold(before.value, entries[1:]) if len(entries) > 1 else before.value
        else:
            if before:
                entries = self._ledger.read(raw, stream)
            value = fold(None, entries)
        self._keep(stream, value, entries, keys)
        return value

    def together(self, name: str, parts: Sequence[tuple[E, ...]], fold: Callable[[Iterable[E]], T]) -> T:
        """What several streams show as one; folded anew only where one of them, as `shown` gave it, is another."""
        with self._lock:
            before, value = self._joined.get(name, ((), None))
        if value is None or len(before) != len(parts) or any(a is not b for a, b in zip(before, parts, strict=True)):
            value = fold(chain.from_iterable(parts))
            with self._lock:
                self._joined[name] = (tuple(parts), value)
        return cast("T", value)

    def head(self, stream: str, version: int) -> Head | int:
        """Where to append to a stream that this transaction was shown at `version`: its head, where that is kept."""
        with self._lock:
            kept = self._kept.get(stream)
        return Head(version, kept.digest) if kept and kept.version == version else version

    def forget(self) -> None:
        """Forget everything: a key was destroyed."""
        with self._lock:
            self._kept.clear()
            self._joined.clear()

    def _still_good(self, stream: str) -> Shown | None:
        with self._lock:
            before = self._kept.get(stream)
        if before and all(self._ledger.keys.key(each) is not None for each in before.keys):
            return before
        return None

    def _keep(self, stream: str, value: Any, entries: list[Recorded], keys: Callable[[Any], tuple[str, ...]]) -> None:
        with self._lock:
            self._kept.pop(stream, None)
            if entries and all(each.fields is not None for each in entries):
                newest = entries[-1]
                self._kept[stream] = Shown(newest.version, newest.digest, value, keys(value))
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
