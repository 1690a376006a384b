"""The tree over all entries: roots, inclusion and consistency proofs, and their verification (RFC 9162 section 2.1).

A tree is given as a function that knows the hash of each complete subtree, so that ten million leaves need no memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeAlias

HASH = 32  # bytes
LARGEST = 2**63 - 1  # leaves; C2SP counts no further
Subtree: TypeAlias = Callable[[int, int], bytes]
"""(level, index) -> the hash over the leaves index * 2^level up to (index + 1) * 2^level, all of them present."""


class BadProof(Exception):
    """The proof does not show what it is given for."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def parent(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def of_leaves(leaves: Sequence[bytes]) -> Subtree:
    """A tree whose leaf hashes are all at hand."""

    def subtree(level: int, index: int) -> bytes:
        row = list(leaves[index << level : (index + 1) << level])
        while len(row) > 1:
            row = [parent(row[at], row[at + 1]) for at in range(0, len(row), 2)]
        return row[0]

    return subtree


def root(subtree: Subtree, size: int) -> bytes:
    """The root of the first `size` leaves; of none: SHA-256 of nothing (section 2.1.1)."""
    return _span(subtree, 0, size) if size else sha256(b"").digest()


def inclusion(subtree: Subtree, leaf: int, size: int) -> list[bytes]:
    """The path from leaf number `leaf`, counted from 0, to the root of `size` leaves (section 2.1.3.1)."""
    if not 0 <= leaf < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {leaf}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if leaf < middle:
            path.append(_span(subtree, middle, end))
            end = middle
        else:
            path.append(_span(subtree, start, middle))
            start = middle
    return path[::-1]


def consistency(subtree: Subtree, old: int, size: int) -> list[bytes]:
    """What shows that the first `old` leaves of a tree of `size` are unchanged (section 2.1.4.1)."""
    if not 0 < old <= size:
        raise ValueError(f"no proof leads from {old} leaves to {size}")
    path = []
    start, end, whole = 0, size, True  # whole: the old tree's root is this span's own hash, which the verifier holds
    while end > old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_span(subtree, middle, end))
            end = middle
        else:
            path.append(_span(subtree, start, middle))
            start, whole = middle, False
    return ([] if whole else [_span(subtree, start, end)]) + path[::-1]


def check_inclusion(digest: bytes, leaf: int, size: int, path: Sequence[bytes], top: bytes) -> None:
    """Raises BadProof unless `path` leads from the leaf hash `digest` to the root `top` (section 2.1.3.2)."""
    if not 0 <= leaf < size <= LARGEST:
        raise BadProof("the leaf's number lies outside the tree")
    check_lengths(digest, *path, top)
    here, last, found = leaf, size - 1, digest
    for step in path:
        if last == 0:
            raise BadProof("the path is longer than the tree is high")
        if here & 1 or here == last:
            found = parent(step, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = parent(found, step)
        here, last = here >> 1, last >> 1
    if last or found != top:
        raise BadProof("the path does not lead from the entry to the root")


def check_consistency(old: int, size: int, path: Sequence[bytes], old_top: bytes, top: bytes) -> None:
    """Raises BadProof unless the tree of `size` leaves begins with that of `old` leaves (section 2.1.4.2)."""
    if not 0 < old <= size <= LARGEST:
        raise BadProof("no proof leads from an empty tree, or to a smaller one")
    if old == size:
        if path or old_top != top:
            raise BadProof("two trees of one size have different roots, or a path between them")
        return
    check_lengths(*path, old_top, top)
    steps = list(path) if old & (old - 1) else [old_top, *path]
    if not path or not steps:
        raise BadProof("the proof is empty")
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise BadProof("the proof is longer than the tree is high")
        if here & 1 or here == last:
            before, after = parent(step, before), parent(step, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = parent(after, step)
        here, last = here >> 1, last >> 1
    if last or before != old_top or after != top:
        raise BadProof("the newer tree does not begin with the older one")


def check_lengths(*hashes: bytes) -> None:
    """Raises BadProof unless each is 32 bytes: no other length comes from SHA-256."""
    if any(len(each) != HASH for each in hashes):
        raise BadProof("a hash is not 32 bytes")


def _split(leaves: int) -> int:
    """The largest power of two smaller than `leaves`."""
    return 1 << (leaves - 1).bit_length() - 1


def _span(subtree: Subtree, start: int, end: int) -> bytes:
    """The hash over leaves start to end, where `start` is a multiple of the span's largest complete subtree."""
    tops = []
    while start < end:
        level = (end - start).bit_length() - 1
        tops.append(subtree(level, start >> level))
        start += 1 << level
    found = tops.pop()
    while tops:
        found = parent(tops.pop(), found)
    return found
