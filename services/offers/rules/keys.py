"""Names as they are compared and sorted: « Société Générale » and « societe generale » are one."""

import re
import unicodedata

LONGEST = 200


def sort_key(text: str) -> str:
    """Lower case, no accents, single spaces."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", text))[:LONGEST]
