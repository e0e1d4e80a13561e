"""Countries as people write them: a code, or a name in French or English."""

import re
import unicodedata
from functools import cache

from babel import Locale

NO_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
CODES = {str(code) for code in Locale("en").territories if len(str(code)) == 2} - NO_COUNTRIES
LANGUAGES = ("fr", "en")
ALSO = {
    "uk": "GB", "angleterre": "GB", "england": "GB", "grande bretagne": "GB", "great britain": "GB", "ecosse": "GB",
    "scotland": "GB", "pays de galles": "GB", "wales": "GB", "usa": "US", "etats unis d amerique": "US",
    "united states of america": "US", "hollande": "NL", "holland": "NL", "republique tcheque": "CZ",
    "czech republic": "CZ", "coree": "KR", "hong kong": "HK", "macao": "MO", "viet nam": "VN", "turquie": "TR",
    "turkey": "TR", "birmanie": "MM", "republique populaire de chine": "CN", "reunion": "RE",
    "republique democratique du congo": "CD", "republique du congo": "CG",
}  # fmt: skip
"""What people write and Unicode's tables of names do not."""


def code_of(text: str) -> str:
    """ISO 3166 alpha-2, whatever the case, accents and punctuation; empty for what is no country's."""
    code = text.strip().upper()
    return code if code in CODES else _names().get(_bare(text), "")


@cache
def _names() -> dict[str, str]:
    named = [Locale(language).territories for language in LANGUAGES]
    return {_bare(names[code]): code for names in named for code in sorted(CODES & set(names))} | ALSO


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter))))
