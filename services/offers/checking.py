"""Identifiers and addresses that somebody typed, checked by the libraries that know them."""

import re
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_numbers

from contracts.errors import InvalidInput
from runtime.addresses import is_address

COUNTRIES = frozenset(code for code in Locale("fr").territories if re.fullmatch("[A-Z]{2}", str(code))) - {
    "EU",
    "ZZ",
    "UN",
    "EZ",
}
FRANCE = "FR"
SITE_SCHEMES = {"http", "https"}


def email_problem(address: str) -> str:
    """A code or nothing."""
    return "" if is_address(address) else "invalid"


def site_problem(address: str) -> str:
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname)
    except ValueError:
        return "invalid"
    return "" if parts.scheme in SITE_SCHEMES and named and not re.search(r"\s", address) else "invalid"


def clean_siret(value: str) -> tuple[str, str]:
    """(fourteen digits, problem). La Poste's own rule is known to python-stdnum."""
    try:
        return siret_numbers.validate(value), ""
    except ValidationError:
        return "", "invalid"


def clean_host(ask: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """The host's columns. Raises `InvalidInput` with all that is wrong."""
    host = {name: value.strip() if isinstance(value, str) else value for name, value in ask.items()}
    host["country"] = host["country"].upper()
    problems: dict[str, list[str]] = {name: ["required"] for name in ("name", "city") if not host[name]}
    if host["country"] not in COUNTRIES:
        problems["country"] = ["unknown_choice"]
    if host["siret"] and host["country"] != FRANCE:
        problems["siret"] = ["french_only"]
    elif host["siret"]:
        host["siret"], problem = clean_siret(host["siret"])
        problems |= {"siret": [problem]} if problem else {}
    if host["email"] and email_problem(host["email"]):
        problems["email"] = ["invalid"]
    if host["website"] and site_problem(host["website"]):
        problems["website"] = ["invalid"]
    if problems:
        raise InvalidInput(fields={f"{prefix}{name}": codes for name, codes in problems.items()})
    host["siret"] = host["siret"] or None
    return host
