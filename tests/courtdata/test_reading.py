"""A block's lines, and texts as values: the quick way and the way of one by one say the same."""

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from asylia.courtdata.reading import NUL, Lines
from asylia.courtdata.schema import Type
from asylia.courtdata.values import ARROW, DISTINCT, PARSE, decoded, settle

BLOCKS = st.lists(st.sampled_from([b"a", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xe9"]), min_size=1).map(b"".join)
WHOLE = st.from_regex(r"\A-?[0-9]{1,20}\Z")
DATE = st.from_regex(r"\A[12][0-9]{3}-[01][0-9]-[0-3][0-9]( [0-2][0-9]:[0-6][0-9]:[0-9]{2}(\.[0-9]{1,4})?)?\Z")
TEXTS = st.lists(WHOLE | DATE | st.sampled_from(["", " 12", "0x1F", "12 ", "Y", "+5", "1e3", "2019-02-30"]), min_size=1)


@settings(deadline=None)
@given(BLOCKS)
def test_lines_end_with_lf_crlf_or_a_lone_cr(block):
    lines = Lines(block)
    assert [lines[at] for at in range(len(lines))] == block.splitlines(keepends=True)


@settings(deadline=None)
@given(BLOCKS)
def test_lines_that_hold_a_nul_are_found_and_taken_out(block):
    lines = Lines(block)
    found = lines.holding(NUL)
    whole = block.splitlines(keepends=True)
    assert found.tolist() == [at for at, line in enumerate(whole) if b"\0" in line]
    assert lines.without(found) == b"".join(line for line in whole if b"\0" not in line)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([Type.INTEGER, Type.MOMENT, Type.FLAG]))
def test_a_text_is_judged_as_if_it_stood_alone(texts, kind):
    column = pa.array([text.encode() or None for text in texts], pa.binary()).cast(DISTINCT)
    settled = settle(column, kind, ascii_only=True)
    trimmed = [text.rstrip(" ") for text in texts]
    told = [PARSE[kind](text) if text else None for text in trimmed]
    assert settled.values.to_pylist() == pa.array(told, ARROW[kind]).to_pylist()
    wrong = [bool(text) and value is None for text, value in zip(trimmed, told, strict=True)]
    assert (np.zeros(len(texts), bool) if settled.suspect is None else settled.suspect).tolist() == wrong
    assert settled.padded == sum(text != short for text, short in zip(texts, trimmed, strict=True))


@settings(deadline=None)
@given(st.lists(st.binary(max_size=6)))
def test_bytes_that_are_not_ascii_are_windows_1252_whatever_stands_beside_them(raw):
    column = pa.array([each or None for each in raw], pa.binary())
    told = [(decoded(each).rstrip(" ") or None) if each else None for each in raw]
    assert settle(column, Type.TEXT, ascii_only=False).values.to_pylist() == told
