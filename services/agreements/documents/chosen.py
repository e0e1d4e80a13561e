"""Which wording a file's document is made with. For now the code's own."""

from typing import Any

from services.agreements.documents.wording import Wording, built_in


def wording_of(file: Any, kind: str, *, draft: bool) -> Wording:
    """In the language of the file's convention."""
    return built_in(kind, (file.convention or {}).get("language") or "fr")
