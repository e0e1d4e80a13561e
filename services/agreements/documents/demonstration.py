"""A file of nobody's, with which templates are previewed."""

import uuid
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from contracts.calls.agreements import ConventionFields, RequestFields
from contracts.vocabulary import State
from services.agreements.documents import amendment, certificate, convention
from services.agreements.documents.drawing import Check, Pdf
from services.agreements.documents.wording import Wording

CHECK = Check("https://ipro.example/verifier/exemple")
NOBODY = uuid.UUID(int=0)


def file(language: str) -> Any:
    return SimpleNamespace(
        id=NOBODY,
        state=State.VALIDATED,
        reference=1042,
        student_id=NOBODY,
        overrides={},
        ended_on=None,
        around=None,
        student={
            "name": "Inès Martin",
            "born_on": date(2003, 5, 14),
            "student_number": "21500123",
            "programme_name": "Master Banque et finance",
            "component_name": "Faculté d’économie et de gestion",
        },
        host={
            "name": "Banque maritime",
            "siret": "732 829 320 00074",
            "country": "FR",
            "address1": "1 quai du Port",
            "postal_code": "13002",
            "city": "Marseille",
        },
        tutor={"first_name": "Hakim", "last_name": "Belaïd", "role": "Chef de service"},
        supervisor={"name": "Claire Ferrand"},
        referent={"name": "Marc Olivier"},
        university_signatory={"name": "Aude Roche", "role": "Vice-présidente"},
        officer_group=SimpleNamespace(name="Convention Licence 3 - Aix"),
        request=RequestFields().load({}) | REQUEST,
        convention=ConventionFields().load({}) | CONVENTION | {"language": language},
    )


REQUEST: dict[str, Any] = {
    "title": "Analyste risque de crédit (H/F)",
    "description": "Lecture de comptes et notes de risque.",
    "starts_on": date(2027, 3, 1),
    "ends_on": date(2027, 6, 30),
}
CONVENTION: dict[str, Any] = {
    "signatory": {
        "first_name": "Solène",
        "last_name": "Arnaud",
        "role": "Directrice",
        "email": "s.arnaud@banque.example",
    },
    "teaching_hours": 400,
    "teaching_presence_hours": 380,
    "skills": "Analyse financière, rédaction.",
    "activities": "Dossiers de crédit, notes, réunions d’équipe.",
    "supervision": "Un point chaque semaine avec le tuteur, un chaque mois avec le référent.",
    "weekly_minutes": 2100,
    "weekdays": ["mon", "tue", "wed", "thu", "fri"],
    "stipend_cents": 75_000,
    "stipend_payment": "Chaque mois, par virement.",
    "social_cover": "Régime des étudiants.",
    "insurance": "Mutuelle d’exemple, contrat 123.",
    "absences": "Examens.",
    "suspension": "Par écrit.",
    "interruption": "L’établissement peut valider le stage interrompu.",
    "certificate": "Remise le dernier jour.",
}


def draw(kind: str, wording: Wording, convention_wording: Wording, now: datetime, *, draft: bool) -> Pdf:
    """`convention_wording` lends the words that an amendment and a certificate share with the convention."""
    someone = file(wording.language)
    if kind == "convention":
        return convention.render(someone, now, draft=draft, check=CHECK, wording=wording)
    whole = wording.over(convention_wording)
    if kind == "amendment":
        later = amended(file(wording.language))
        return amendment.render(someone, AMENDMENT, now, draft=draft, amended=later, check=CHECK, wording=whole)
    return certificate.render(someone, CERTIFIED, now, check=CHECK, wording=whole)


def amended(someone: Any) -> Any:
    someone.request = {**someone.request, "ends_on": AMENDMENT.after["request.ends_on"]}
    someone.convention = {**someone.convention, "stipend_cents": AMENDMENT.after["convention.stipend_cents"]}
    return someone


AMENDMENT: Any = SimpleNamespace(
    number=1,
    kinds=["dates", "stipend"],
    before={"request.ends_on": date(2027, 6, 30), "convention.stipend_cents": 75_000},
    after={"request.ends_on": date(2027, 7, 31), "convention.stipend_cents": 80_000},
    reason="La mission se prolonge.",
    effective_on=date(2027, 6, 30),
)
CERTIFIED: certificate.Effective = {
    "starts_on": date(2027, 3, 1),
    "ends_on": date(2027, 6, 30),
    "minutes": 35_280,
    "days": 84,
    "stipend_cents_total": 286_364,
    "activities": "Dossiers de crédit, notes, réunions d’équipe.",
    "signed_by": "Solène Arnaud",
    "signed_role": "Directrice",
    "signed_at": datetime(2027, 6, 30, 12, tzinfo=UTC),
    "place": "Marseille",
}
