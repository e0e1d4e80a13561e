"""What a move does to its file beside changing its state."""

from datetime import date

from contracts.vocabulary import Language
from services.agreements.rules.authorized import snapshot
from services.agreements.rules.file import File


def open_convention(file: File, today: date) -> None:
    """A validated authorisation is a convention to complete, pre-filled; what the student wrote before is kept.

    What was validated is remembered as it is now, for its managers to compare with.
    """
    file.authorized = snapshot(file)
    if file.convention:
        return
    file.convention = {
        "language": Language.FR,
        "referent_id": file.supervisor_id,
        "stipend_cents": file.request.get("stipend_cents"),
        "benefits": file.request.get("benefits", ""),
        "headcount": (file.host or {}).get("headcount"),
        "confidential": bool(file.request.get("confidential")),
    }
