"""A file's facts as documents read them: cleaned of what people's text may not hold, nothing missing that is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from runtime.settings import from_environment
from services.agreements.documents.speaking import clean
from services.agreements.rules.signatories import LEGAL, wanted
from services.agreements.rules.stipend import country_of


@dataclass(frozen=True)
class Facts:
    reference: int
    university: str
    university_signatory: dict[str, Any]
    officer_group: str
    student: dict[str, Any]
    host: dict[str, Any]
    tutor: dict[str, Any]
    referent: dict[str, Any]
    supervisor: dict[str, Any]
    request: dict[str, Any]
    convention: dict[str, Any]
    place_country: str
    signatories: list[dict[str, str]]

    @property
    def host_name(self) -> str:
        return self.host.get("name") or ""

    @property
    def title(self) -> str:
        return self.request.get("title") or ""

    @property
    def starts_on(self) -> date | None:
        return self.request.get("starts_on")

    @property
    def ends_on(self) -> date | None:
        return self.request.get("ends_on")

    @property
    def minor(self) -> str:
        """The legal representative's name, for a student who is a minor."""
        return (self.convention.get("legal_representative") or {}).get("name") or ""


def facts_of(file: Any) -> Facts:
    return Facts(
        reference=file.reference,
        university=from_environment().university,
        university_signatory=clean(getattr(file, "university_signatory", None) or {}),
        officer_group=clean(getattr(getattr(file, "officer_group", None), "name", "")),
        student=clean(file.student),
        host=clean(file.host or {}),
        tutor=clean(file.tutor or {}),
        referent=clean(file.referent or {}),
        supervisor=clean(file.supervisor or {}),
        request=clean(file.request),
        convention=clean(file.convention or {}),
        place_country=country_of(file),
        signatories=clean(_signatories(file)),
    )


def _signatories(file: Any) -> list[dict[str, str]]:
    """In the order of its officer group; the five of the law are named from the file itself."""
    if not hasattr(file, "circuit"):
        return []
    found = wanted(file)
    return [
        {"role": one.slot, "name": ""} if one.slot in LEGAL else {"role": one.label, "name": one.name} for one in found
    ]
