"""The tree of RFC 9162, held against published vectors, a second program's roots and every small tree."""

# ruff: noqa: S311  (seeded trees)

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asylia.ledger import merkle, verifier
from asylia.ledger.merkle import BadProof
from tests.ledger.oracles import pymerkle

HERE = Path(__file__).parent / "vectors"
VECTORS = HERE / "rfc6962"
LEAVES = [merkle.leaf_hash(b"entry %d" % number) for number in range(70)]
TREE = merkle.of_leaves(LEAVES)


def vectors(kind: str) -> list[Any]:
    paths = sorted((VECTORS / kind).rglob("*.json"))
    return [pytest.param(json.loads(path.read_text()), id=f"{path.parent.name}/{path.stem}") for path in paths]


def decoded(said: dict[str, Any], *names: str) -> list[bytes]:
    return [b64decode(said[name] or "") for name in names]


def test_all_vectors_are_there() -> None:
    assert (len(vectors("inclusion")), len(vectors("consistency"))) == (98, 98)


@pytest.mark.parametrize("said", vectors("inclusion"))
def test_inclusion_vectors(said: dict[str, Any]) -> None:
    leaf, top = decoded(said, "leafHash", "root")
    path = [b64decode(step) for step in said["proof"] or []]
    try:
        merkle.check_inclusion(leaf, said["leafIdx"], said["treeSize"], path, top)
        good = True
    except BadProof:
        good = False
    assert good is not said["wantErr"]


@pytest.mark.parametrize("said", vectors("consistency"))
def test_consistency_vectors(said: dict[str, Any]) -> None:
    old, new = decoded(said, "root1", "root2")
    path = [b64decode(step) for step in said["proof"] or []]
    try:
        merkle.check_consistency(said["size1"], said["size2"], path, old, new)
        good = True
    except BadProof:
        good = False
    assert good is not said["wantErr"]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH, word for word from RFC 9162 section 2.1.1."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.parent(by_definition(leaves[:k]), by_definition(leaves[k:]))


def test_roots_are_those_of_the_definition_and_of_pymerkle() -> None:
    """tests/ledger/vectors/pymerkle.json was written by pymerkle 7.0.0; `make long` asks the program itself."""
    foreign = json.loads((HERE / "pymerkle.json").read_text())["roots"]
    assert merkle.root(TREE, 0).hex() == foreign[0]
    for size in range(1, len(LEAVES) + 1):
        assert merkle.root(TREE, size) == by_definition(LEAVES[:size])
        assert merkle.root(TREE, size).hex() == foreign[size]


@pytest.mark.long
def test_roots_and_paths_are_those_of_pymerkle_asked_today() -> None:
    """Random entries: every root up to 600, then some up to 5,000; a thousand inclusion paths."""
    chance = Random(9162)
    entries = [chance.randbytes(chance.randrange(40)) for _ in range(5000)]
    sizes = [*range(601), *chance.sample(range(601, 5001), 100)]
    places = [(chance.randrange(size), size) for size in chance.choices(range(1, 5001), k=1000)]
    said = pymerkle(entries, sizes, places)
    leaves = [merkle.leaf_hash(each) for each in entries]
    tree = merkle.of_leaves(leaves)
    assert said.roots == [merkle.root(tree, size) for size in sizes]
    assert said.roots == [verifier.root(b"".join(leaves), 0, size) for size in sizes]
    assert said.paths == [merkle.inclusion(tree, leaf, size) for leaf, size in places]


def test_every_proof_of_every_small_tree_holds_and_no_other() -> None:
    roots = [merkle.root(TREE, size) for size in range(len(LEAVES) + 1)]
    for size in range(1, 40):
        for leaf in range(size):
            path = merkle.inclusion(TREE, leaf, size)
            merkle.check_inclusion(LEAVES[leaf], leaf, size, path, roots[size])
            for wrong in {leaf ^ 1, leaf + 1} - {leaf}:
                with pytest.raises(BadProof):
                    merkle.check_inclusion(LEAVES[leaf], wrong, size, path, roots[size])
        for old in range(1, size + 1):
            path = merkle.consistency(TREE, old, size)
            merkle.check_consistency(old, size, path, roots[old], roots[size])
            with pytest.raises(BadProof):
                merkle.check_consistency(old, size, [*path, LEAVES[0]], roots[old], roots[size])
            with pytest.raises(BadProof):
                merkle.check_consistency(old, size, path, LEAVES[-1], roots[size])


@given(st.integers(-1, 80), st.integers(-1, 80), st.lists(st.binary(min_size=31, max_size=33), max_size=9))
def test_whatever_is_given_ends_in_a_verdict(one: int, other: int, path: list[bytes]) -> None:
    with pytest.raises(BadProof):
        merkle.check_inclusion(LEAVES[0], one, other, path, LEAVES[1])
    with pytest.raises(BadProof):
        merkle.check_consistency(one, other, path, LEAVES[0], LEAVES[1])


def test_no_proof_is_made_of_what_is_not_there() -> None:
    for leaf, size in ((0, 0), (3, 3), (-1, 3)):
        with pytest.raises(ValueError, match="no leaf"):
            merkle.inclusion(TREE, leaf, size)
    for old, size in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="no proof"):
            merkle.consistency(TREE, old, size)
