"""Whether a document's name tells a recruiter anything (C3), and how a name is searched."""

import re
import unicodedata

EXTENSION = re.compile(r"\.(pdf|docx?|odt|jpe?g|png|webp)$")
NUMBERING = re.compile(r"^\d+|\d+$")
WHAT_IT_IS = (
    "cv curriculum vitae resume lettre letter lm motivation motiv cover document doc docs fichier file dossier photo "
    "image img scan pdf docx odt candidature application stage internship emploi job alternance"
)
WHICH_ONE = (
    "nouveau nouvelle new ancien old copie copy final finale def definitif definitive version ver v n no num numero "
    "test brouillon draft sans titre untitled default bis ter premier deuxieme dernier last fr en eng vf "
    "francais francaise anglais anglaise french english"
)
LITTLE = "a au aux de des du d et l la le les ma mes mon my of pour the un une and for ce sur"
SAYS_NOTHING = frozenset(f"{WHAT_IT_IS} {WHICH_ONE} {LITTLE}".split())


def fold(text: str) -> str:
    """Lower case without accents or ligatures; other signs become single spaces."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", text))


def says_nothing(name: str) -> bool:
    """True of « CV1 », « cv 2 », « lettre », « Mon CV final (3).pdf »: a recruiter with fifty of them finds nobody."""
    words = fold(EXTENSION.sub("", name.strip().casefold())).split()
    told = [word for word in (NUMBERING.sub("", word) for word in words) if len(word) > 1 and word not in SAYS_NOTHING]
    return not told
