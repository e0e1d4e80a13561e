"""How complete a profile is: what a recruiter or a supervisor would miss."""

from collections.abc import Iterable

from contracts.vocabulary import DocumentKind, Role

WEIGHTS = {"identity": 20, "programme": 20, DocumentKind.CV: 30, DocumentKind.COVER_LETTER: 20, DocumentKind.PHOTO: 10}
CANDIDATES = {Role.STUDENT, Role.GRADUATE}


def completeness(
    *, roles: Iterable[str], name: str, email: str, programme: str, kinds: Iterable[str]
) -> tuple[int, list[str]]:
    """(percent, codes of what is missing). Only those who apply are asked for documents, only students for a programme."""
    mine, owned = set(roles), set(kinds)
    asked = {"identity": bool(name and email)}
    if Role.STUDENT in mine:
        asked["programme"] = bool(programme)
    if mine & CANDIDATES:
        asked |= {kind: kind in owned for kind in (DocumentKind.CV, DocumentKind.COVER_LETTER)}
    asked[DocumentKind.PHOTO] = DocumentKind.PHOTO in owned
    total = sum(WEIGHTS[code] for code in asked)
    done = sum(WEIGHTS[code] for code, present in asked.items() if present)
    return round(100 * done / total), [str(code) for code, present in asked.items() if not present]
