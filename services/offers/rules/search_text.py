"""Words as they are indexed and as they are asked for: the same function on both sides, or they would not meet.

PostgreSQL's French dictionary drops « C », « C++ » and « C# », reads « .NET » as « net », and gives « developpeur »
and « developpeuse » two different stems. Accents go here, so that a word typed without them finds its table too.
"""

import re
import unicodedata

MOST_TERMS = 20

TOKENS = (
    (re.compile(r"(?<!\w)c\+\+"), " cplusplus "),
    (re.compile(r"(?<!\w)c ?#"), " csharp "),
    (re.compile(r"(?<!\w)f#"), " fsharp "),
    (re.compile(r"\b(asp|vb|ado)\.net\b"), r" \1 dotnet "),
    (re.compile(r"(?<![\w.])\.net\b"), " dotnet "),
    (re.compile(r"\b([a-z]{2,12})\.js\b"), r" \1js "),
    (re.compile(r"\bobjective[- ]c\b"), " objectivec "),
    (re.compile(r"\br ?& ?d\b"), " rechdev "),
    (re.compile(r"\bbac ?\+ ?(\d)"), r" bacplus\1 "),
    (re.compile(r"(?<![\w'’.&])c(?![\w'’&.])"), " clangage "),
)
# « chargé·e », « étudiant(e)s », « vendeur/euse », « developpeur-se »: the masculine stands for both.
INCLUSIVE = re.compile(
    r"(?<=\w\w\w)[·•․.(/\-](?:e|se|euse|rice|trice|ere|iere|ne|ienne|le|ve|ive)(?:[·•․.\-]?s)?\)?s?(?!\w)"
)
GENDERS = re.compile(r"\(? ?\b[hf] ?/ ?[hf](?: ?/ ?[xn])?\b ?\)?")
EUSE = (
    "achet acquer aiguill annonc blogu brod camionn carrel chauff cherch chroniqu codeu coiff control couvr dans "
    "developp emball encad enquet entrepren install jardin jou livr mass mont nettoy paysag plong pos programm "
    "promot prospect recept regl repar serv soign soud tourn transport travaill vend voyag televend etalag"
)
FEMININE = (
    (re.compile(rf"\b({EUSE.replace(' ', '|')})euse(s?)\b"), r"\1eur\2"),
    (re.compile(r"(\w{2,})trice(s?)\b"), r"\1teur\2"),
    (re.compile(r"(\w{2,}(?:i|ill))ere(s?)\b"), r"\1er\2"),
    (re.compile(r"(\w{2,})ienne(s?)\b"), r"\1ien\2"),
)
NOT_WORDS = re.compile(r"[^\w]+|_+")
TERM = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def normalise(text: str) -> str:
    """Lower-case words without accents, with single spaces between; nothing but letters and digits."""
    text = GENDERS.sub(" ", without_accents(text.lower()))
    for pattern, token in TOKENS:
        text = pattern.sub(token, text)
    text = INCLUSIVE.sub("", text)
    for pattern, masculine in FEMININE:
        text = pattern.sub(masculine, text)
    return NOT_WORDS.sub(" ", text).strip()


def to_web_search(words: str) -> str:
    """What the user typed, for `websearch_to_tsquery`: quotes, « ou », « - » kept, the rest normalised.

    A word that becomes several (« Aix-en-Provence ») is quoted, so that its parts stay together.
    """
    terms: list[str] = []
    for minus, phrase, minus_alone, word in TERM.findall(words)[:MOST_TERMS]:
        if word.lower() in ("ou", "or") and not minus_alone:
            terms.append("or")
            continue
        if word.lower() in ("et", "and"):
            continue
        plain = normalise(phrase or word)
        if plain:
            quoted = f'"{plain}"' if phrase or " " in plain else plain
            terms.append(f"{'-' if minus or minus_alone else ''}{quoted}")
    while terms and terms[-1] == "or":
        terms.pop()
    return " ".join(terms)
