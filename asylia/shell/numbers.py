"""Numbers and mailboxes: whether something can be dialled or mailed at all, and how it is written for a machine."""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

# Digits of any script, and the marks that people set between them.
_DIALLED = re.compile(r"[+＋]?[\d\s().\-–—/·]+(?:\s*(?:ext|x|#)\.?\s*\d{1,7})?", re.IGNORECASE)
# RFC 5321 and 5322 allow more than this; no provider hands out more, and a mail server decides in the end.
_MAILBOX = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[^@\s.<>,;:\"()\[\]\\]+\.)+[^@\s.<>,;:\"()\[\]\\]{2,63}")
LONGEST_MAILBOX = 254  # RFC 5321, 4.5.3.1.3, without its angle brackets

_POSSIBLE: dict[int, str] = {
    ValidationResult.TOO_SHORT: "is too short for a number of that country",
    ValidationResult.TOO_LONG: "is too long for a number of that country",
    ValidationResult.INVALID_LENGTH: "has not as many digits as a number of that country",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "lacks its area code",
    ValidationResult.INVALID_COUNTRY_CODE: "begins with a country code that no country has",
}


def number_of(typed: str) -> str:
    """The number as a machine dials it (E.164, `+526561234567`). Raises ValueError with what is wrong in plain words.

    A number is asked for as it is dialled from abroad, since people wait in one country and are called from another.
    That a prefix is in use is not asked: tables of prefixes lag behind, and a real number must never be turned away.
    """
    bare = "".join(each for each in typed if unicodedata.category(each) != "Cf").strip()
    if not _DIALLED.fullmatch(bare) or not any(each.isdigit() for each in bare):
        raise ValueError("is no telephone number: write digits only; whose it is goes into what to mind")
    if not bare.startswith(("+", "＋")):
        raise ValueError("does not say its country. Write it with + and the country: +52 656 123 4567")
    try:
        number = phonenumbers.parse(bare, None)
    except phonenumbers.NumberParseException as error:
        no_country = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        raise ValueError(
            "begins with a country code that no country has" if no_country else "is no telephone number"
        ) from None
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != ValidationResult.IS_POSSIBLE:
        raise ValueError(_POSSIBLE.get(possible, "is no telephone number"))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def mailbox_of(typed: str) -> str:
    """The mailbox without blanks around it. Raises ValueError with what is wrong in plain words."""
    bare = "".join(each for each in typed if unicodedata.category(each) != "Cf").strip()
    if len(bare) > LONGEST_MAILBOX or not _MAILBOX.fullmatch(bare):
        raise ValueError("is no e-mail address: it reads like name@place.example")
    return bare


def fault_in(kind: str, value: str) -> str:
    """What is wrong with the value of a way of that kind (core's Channel), in plain words; empty where nothing is."""
    reads = {"phone": number_of, "message": number_of, "email": mailbox_of}.get(kind)
    if reads is None:
        return ""
    try:
        reads(value)
    except ValueError as fault:
        return str(fault)
    return ""
