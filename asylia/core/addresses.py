"""Addresses: what is none, whatever is written: a network's name, "unknown", the court's own door, a consulate."""

import re
from collections.abc import Iterable

# Names of networks, not addresses: a notice was once sent to "Facebook" (domain.md 4.5). What is a word too, as in
# Signal Street 4, is taken for a network's name only where no figure stands beside it.
_NETWORK = re.compile(r"\b(facebook|instagram|tiktok|twitter|snapchat|whatsapp|wechat|viber)\b", re.IGNORECASE)
_NETWORK_OR_WORD = re.compile(r"\b(messenger|telegram|signal)\b", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"unknown|none|n/?a|no address|homeless|no fixed (address|abode)|to be determined|tbd|domicilio conocido"
    r"|desconocid[oa]|ningun[oa]|sin (domicilio|direcci[oó]n)|no tiene|se desconoce|inconnue?|desconhecid[oa]",
    re.IGNORECASE,
)
# A street may be called after a court: 4 Courthouse Road, Calle del Juzgado 5. What begins so is the court's own door.
_COURT = re.compile(
    r"\b(immigration court|eoir|executive office for immigration review|ice office)\b"
    r"|\b(tribunal|corte|juzgado) de (in)?migraci[oó]n\b"
    r"|^(the )?(court ?house|juzgado)\b(?!\W+(road|rd|street|st|lane|ln|avenue|ave|square|sq|plaza)\b)",
    re.IGNORECASE,
)
# How a consulate or embassy is named, in English, Spanish, French and Portuguese.
_CONSULATE = re.compile(r"\b(consul|cónsul|embass|embaj|ambassad|embaix)", re.IGNORECASE)

BY_HAND = frozenset({"postal", "shelter", "trusted_person", "counsel"})
"""Kinds of channel whose value is an address or a name; the others are a number or a mailbox."""


def names_consulate(text: str) -> bool:
    """Whether a consulate or an embassy is named: no way to reach anyone leads through one."""
    return _CONSULATE.search(text) is not None


def no_address(kind: str, value: str, courts: Iterable[str] = ()) -> str:
    """Why nothing can arrive at a value of that kind of channel, in one sentence; empty where something can.

    `courts` are the ids of the courts on the record (`larkfield-court`): their door is not the person's.
    """
    bare = value.strip().strip("\"'“”«»").strip()
    if not re.search(r"\w", bare):
        return "this holds neither a letter nor a figure"
    if _UNKNOWN.fullmatch(bare):
        return "this says that no address is known, and nothing arrives there: leave it out and record another way"
    if kind == "email":
        return ""
    if _NETWORK.search(bare) or (_NETWORK_OR_WORD.search(bare) and not re.search(r"\d", bare)):
        return "this names a social network, and nothing is delivered to a network's name"
    if kind in BY_HAND and (_COURT.search(bare) or _names_a_court(bare, courts)):
        return "this is the court's own address: what is sent there never reaches the person"
    return ""


def _names_a_court(value: str, courts: Iterable[str]) -> bool:
    plain = re.sub(r"[\W_]+", " ", value).casefold().strip()
    names = (court.replace("-", " ").casefold() for court in courts)
    return any(
        re.match(rf"(the )?{re.escape(name if 'court' in name else f'{name} court')}\b", plain) for name in names
    )
