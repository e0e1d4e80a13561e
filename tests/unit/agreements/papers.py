"""PDFs of full files, and what a reader finds in them."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pypdf

from services.agreements.documents.drawing import Check
from tests.builders import files

NOW = datetime(2026, 11, 23, 10)
CHECK = Check("https://ipro.univ.example/verifier/1042-abcd")
CERTIFIED: Any = {
    "starts_on": date(2027, 3, 1), "ends_on": date(2027, 6, 25), "minutes": 35_000, "days": 84,
    "stipend_cents_total": 301_234, "activities": "Notes de risque.", "signed_by": "Solène Arnaud",
    "signed_role": "Direction", "signed_at": datetime(2027, 6, 28, 9, tzinfo=UTC), "place": "Marseille",
}  # fmt: skip


def complete(language: str = "fr", **changes: Any) -> Any:
    """A file in which every field that the convention prints has something of its own to say."""
    given = {
        "language": language,
        "teaching_hours": 417,
        "teaching_presence_hours": 63,
        "unusual_hours": "Deux samedis en mai.",
        "works_on_holidays": True,
        "weeks": [
            {"starts_on": date(2027, 4, 5), "ends_on": date(2027, 4, 18), "weekly_minutes": 1215, "weekdays": ["tue"]}
        ],
        "interruptions": [
            {"starts_on": date(2027, 5, 10), "ends_on": date(2027, 5, 12), "reason": "Examens du semestre"}
        ],
        "benefits": "Tickets restaurant.",
        "house_rules": "Badge obligatoire.",
        "post": "Direction des risques",
        "headcount": 250,
        "confidential": True,
        "stipend_spread": "even",
    }
    plain = files.file(convention=files.convention_fields(**{**given, **changes}))
    plain.request["programme"] = "Master Banque et finance"
    return plain


def text_of(pdf: bytes) -> str:
    """On one line; the spaces that languages put in numbers and before signs are plain ones."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return plain(" ".join(page.extract_text() for page in reader.pages))


def plain(text: str) -> str:
    for odd in "\u202f\xa0":
        text = text.replace(odd, " ")
    return " ".join(text.replace("\u200b", "").split())
