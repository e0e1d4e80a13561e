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


def plan_end(file: File, ended_on: date, ground: str) -> None:
    """What was agreed before the first of a manager's plans is kept: withdrawing the last one comes back to it."""
    if file.end_before is None:
        file.end_before = {"ended_on": file.ended_on and file.ended_on.isoformat(), "ground": file.end_ground}
    file.ended_on, file.end_ground = ended_on, ground


def restore_end(file: File, today: date) -> None:
    before, file.end_before = file.end_before or {}, None
    file.ended_on = date.fromisoformat(before["ended_on"]) if before.get("ended_on") else None
    file.end_ground = before.get("ground") or ""
