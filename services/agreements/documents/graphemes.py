"""Where a text may be cut without parting what a reader takes for one letter: UAX #29 as far as `unicodedata` knows it."""

import re
import unicodedata

TALLEST = (
    8  # signs on one letter: a Tibetan stack of Sanskrit has so many; UAX #15's 30 are more than any language writes
)
LONGEST = 32  # code points that are kept together at most: a family of emoji has 11
JOINER = "\u200d"
VIRAMA = 9  # its combining class: the next consonant joins the one before
# A stack begins above Latin letters with their accents: elsewhere there is nothing to look for
HIGH = re.compile(rf"[\xad\u0300-\U0010ffff]{{{TALLEST + 1},}}")


def bounded(text: str) -> str:
    """No more signs on a letter than any language writes: a thousand take minutes to draw."""
    return HIGH.sub(_with_low_stacks, text)


def _with_low_stacks(found: re.Match[str]) -> str:
    kept, height = [], 0
    for letter in found[0]:
        height = height + 1 if follows(letter) else 0
        if height <= TALLEST:
            kept.append(letter)
    return "".join(kept)


def follows(letter: str) -> bool:
    """Never the first of a cluster: a mark, what joins, a selector, the tone of an emoji's skin."""
    return unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf") or "\U0001f3fb" <= letter <= "\U0001f3ff"


def pieces(run: str, length: int) -> list[str]:
    """The run cut at the first place from `length` on where no cluster is parted."""
    cut, start, flags = [], 0, 0
    for place in range(1, len(run)):
        before, after = run[place - 1], run[place]
        flags = flags + 1 if _is_flag(before) else 0
        if place - start < length or (place - start < LONGEST and _together(before, after, flags)):
            continue
        cut.append(run[start:place])
        start = place
    return [*cut, run[start:]]


def _together(before: str, after: str, flags: int) -> bool:
    return (
        follows(after)
        or unicodedata.category(before) == "Cf"
        or unicodedata.combining(before) == VIRAMA
        or (_is_flag(after) and flags % 2 == 1)
        or (_is_jamo(before) and _is_jamo(after) and (_begins_a_syllable(before) or not _begins_a_syllable(after)))
    )


def _is_flag(letter: str) -> bool:
    """Two make one."""
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _is_jamo(letter: str) -> bool:
    """Parts of a Hangul syllable."""
    return "\u1100" <= letter <= "\u11ff" or "\ua960" <= letter <= "\ua97f" or "\ud7b0" <= letter <= "\ud7ff"


def _begins_a_syllable(jamo: str) -> bool:
    return jamo <= "\u115f" or "\ua960" <= jamo <= "\ua97f"
