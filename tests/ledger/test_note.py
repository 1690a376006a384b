"""Notes, keys and checkpoints: what other programs wrote is read, what is malformed is refused plainly."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asylia.ledger.note import LOG, WITNESS, BadNote, Checkpoint, Note, Signer, Verifier, opened
from asylia.witness import Witness, make, trust

# Published with golang.org/x/mod/sumdb/note (The Go Authors, BSD-3-Clause).
GO_SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# Keys published with C2SP's signed-note and with transparency-dev/formats (Apache-2.0).
FOREIGN_KEYS = [
    GO_VERIFIER,
    "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
]
# What litewitness of filippo.io/torchwood (ISC) is sent in its own tests: a log's public key, and the request's body.
CONVERSATIONS = [
    (
        "52c05edad1bf5feffa81354faae59a655d9a9a1a793ed2f62c39c26c0be2aecd",
        "sigsum.org/v1/tree/985ea163f5af026723561354f51f2ebcdcf2af809ce254ccfb64aa9aadd80f90",
        "7BKT0gOfNZ1J0So9unY3BZtm2YkPIoNYM/dce0Z2avJDs8dxN6ts9bOSwwrVrbjm6P9K3ZxpK6jJngOG6YvGGzV/lwo=",
    ),
    (
        "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f",
        "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562",
        "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=",
    ),
]

LOG_KEY = Signer("demonstration/1", LOG, bytes(range(32)))
WITNESS_KEY = Signer("witness.example/1", WITNESS, bytes(range(1, 33)))
HEAD = Checkpoint("demonstration/1", 7, b"\x07" * 32)
GOOD = str(Note(str(HEAD), (LOG_KEY.line(str(HEAD)), WITNESS_KEY.line(str(HEAD), 1_700_000_000))))


def test_a_note_of_another_program_is_read_and_written_byte_for_byte() -> None:
    note = Note.parse(f"{GO_TEXT}\n{GO_LINE}")
    assert note.signed_by([Verifier.parse(GO_VERIFIER)]) == {Verifier.parse(GO_VERIFIER): None}
    assert Signer.parse(GO_SIGNER).line(GO_TEXT) == GO_LINE
    assert str(Signer.parse(GO_SIGNER).verifier) == GO_VERIFIER
    assert str(Signer.parse(GO_SIGNER)) == GO_SIGNER


@pytest.mark.parametrize("key", FOREIGN_KEYS)
def test_keys_of_other_programs_are_read_and_written(key: str) -> None:
    assert str(Verifier.parse(key)) == key


@pytest.mark.parametrize(("key", "origin", "signature"), CONVERSATIONS)
def test_what_another_programs_witness_is_sent_is_read_believed_and_signed(
    tmp_path: Path, key: str, origin: str, signature: str
) -> None:
    verifier = Verifier(origin, LOG, bytes.fromhex(key))
    note = f"{origin}\n1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 {origin} {signature}\n"
    assert opened(note, {origin: [verifier]})[0] == Checkpoint(origin, 1, b"\x2a" + bytes(31))
    made = make(tmp_path, "ig.example/1")
    trust(tmp_path, str(verifier))
    answer = Witness(tmp_path, lambda: 1_700_000_000.0).add_checkpoint(f"old 0\n\n{note}".encode())
    assert answer.status == 200
    assert Note.parse(f"{note}{answer.text}").signed_by([verifier, made]) == {verifier: None, made: 1_700_000_000}


def test_a_checkpoint_is_believed_from_its_log_and_dated_by_its_witness() -> None:
    checkpoint, note = opened(GOOD, {HEAD.origin: [LOG_KEY.verifier]})
    assert checkpoint == HEAD
    assert str(note) == GOOD
    assert note.signed_by([WITNESS_KEY.verifier]) == {WITNESS_KEY.verifier: 1_700_000_000}


def test_a_witness_alone_does_not_make_a_checkpoint() -> None:
    alone = str(Note(str(HEAD), (WITNESS_KEY.line(str(HEAD), 1),)))
    for keys in ({HEAD.origin: [LOG_KEY.verifier, WITNESS_KEY.verifier]}, {"other": [LOG_KEY.verifier]}, {}):
        with pytest.raises(BadNote, match="no key that is trusted"):
            opened(alone, keys)


def test_a_witness_that_states_an_impossible_time_is_refused() -> None:
    for seconds, good in ((2**63 - 1, True), (2**63, False), (2**64 - 1, False)):
        note = Note(str(HEAD), (WITNESS_KEY.line(str(HEAD), seconds),))
        if good:
            assert note.signed_by([WITNESS_KEY.verifier]) == {WITNESS_KEY.verifier: seconds}
        else:
            with pytest.raises(BadNote, match="a time that is none"):
                note.signed_by([WITNESS_KEY.verifier])


def test_signatures_of_unknown_keys_are_passed_over_and_false_ones_refused() -> None:
    stranger = Signer("stranger", LOG, os.urandom(32))
    note = Note(str(HEAD), (stranger.line("other"), LOG_KEY.line(str(HEAD))))
    assert opened(str(note), {HEAD.origin: [LOG_KEY.verifier]})[0] == HEAD
    false = str(Note(str(HEAD), (LOG_KEY.line("other"), LOG_KEY.line(str(HEAD)))))
    with pytest.raises(BadNote, match="does not fit the text"):
        opened(false, {HEAD.origin: [LOG_KEY.verifier]})


def test_a_secret_is_not_shown_by_accident() -> None:
    assert repr(LOG_KEY) == "Signer('demonstration/1')"


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "x\n", "x\n\n", "x\n\ny\n", f"x\n\n{GO_LINE[:-1]}", f"x\t\n\n{GO_LINE}", f"x\r\n\n{GO_LINE}",
        f"x\n\n{GO_LINE}\n", f"x\n\n{GO_LINE.replace('x08', 'x0 8')}", f"x\n\n{GO_LINE.replace('=', '')}",
        f"x\n\n{GO_LINE.replace('Peter', 'Pe+ter')}", f"x\n\n{GO_LINE.replace('Peter', 'Pe' + chr(0x2003))}",
        "x\n\n\u2014 a AAAA\n", "x\n\n\u2014 a \n", "x\n\n\u2014  AAAAAAAA\n", "\ud800\n\n" + GO_LINE,
        "x" * 40_000 + "\n\n" + GO_LINE,
    ],
)  # fmt: skip
def test_a_malformed_note_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Note.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "o\n1\n", "\n1\nAAAA\n", "o\n01\nAAAA\n", "o\n-1\nAAAA\n", "o\n1\nAAAA\n", f"o\n1\n{'A' * 43}=",
        f"o\n1\n{'A' * 43}=\nmore\n", f"o\n1\n{'A' * 42}B=\n", f"o\n{2**63}\n{'A' * 43}=\n", f"o\n١\n{'A' * 43}=\n",
    ],
)  # fmt: skip
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.parse(text)


@pytest.mark.parametrize("key", ["", "a+b", "a+00000000+AA==", GO_VERIFIER.replace("c74", "c75"), "a b" + GO_VERIFIER])
def test_a_malformed_key_is_refused(key: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(key)
    with pytest.raises(BadNote):
        Signer.parse(f"PRIVATE+KEY+{key}")


def test_every_altered_character_of_a_checkpoint_is_found() -> None:
    for at in range(len(GOOD)):
        for put in ("", "A", "\n", GOOD[at] + GOOD[at]):
            altered = GOOD[:at] + put + GOOD[at + 1 :]
            if altered == GOOD:
                continue
            try:
                checkpoint, note = opened(altered, {HEAD.origin: [LOG_KEY.verifier]})
            except BadNote:
                continue
            assert checkpoint == HEAD  # what was altered is the witness's line
            try:
                assert note.signed_by([WITNESS_KEY.verifier]) in ({}, {WITNESS_KEY.verifier: 1_700_000_000})
            except BadNote:
                continue


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300), st.text("\n \u2014ab0+=", max_size=60)))
def test_whatever_is_read_ends_in_a_note_or_a_plain_refusal(data: bytes | str) -> None:
    for parse in (Note.parse, lambda text: opened(text, {})):
        with suppress(BadNote):
            parse(data)
    if isinstance(data, str):
        for read in (Checkpoint.parse, Verifier.parse, Signer.parse):
            with suppress(BadNote):
                read(data)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_what_is_written_is_read_again(size: int, root: bytes, seed: bytes) -> None:
    head, key = Checkpoint("o", size, root), Signer("o", LOG, seed)
    assert opened(f"{head}\n{key.line(str(head))}".encode(), {"o": [key.verifier]})[0] == head
    assert Signer.parse(str(key)) == key
