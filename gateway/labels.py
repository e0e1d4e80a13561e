"""The words of the enumerations that several areas show. An area's own words are in its `labels.py`."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from babel import Locale
from flask import Flask

from contracts.vocabulary import (
    ApplyBy,
    CandidacyState,
    Civility,
    DocumentKind,
    JobFunction,
    Level,
    OfferKind,
    OfferState,
    Role,
)
from gateway.i18n import lazy, page_language


class Chip(NamedTuple):
    """A state as it is shown: `tone` is plain, wait, ok, warn or no; an icon and a word, always."""

    tone: str
    icon: str
    word: Any


OFFER_KINDS = {OfferKind.JOB: lazy("Emploi"), OfferKind.INTERNSHIP: lazy("Stage")}
LEVELS = {
    Level.BAC1: lazy("Bac + 1"),
    Level.BAC2: lazy("Bac + 2"),
    Level.BAC3: lazy("Bac + 3, Licence"),
    Level.BAC4: lazy("Bac + 4, Master 1"),
    Level.BAC5: lazy("Bac + 5, Master 2"),
    Level.BAC8: lazy("Bac + 8, Doctorat"),
}
FUNCTIONS = {
    JobFunction.ACCOUNTING_FINANCE: lazy("Comptabilité, gestion, finance"),
    JobFunction.AGRICULTURE_ENVIRONMENT: lazy("Agriculture, environnement"),
    JobFunction.ARTS_CULTURE: lazy("Arts, culture, patrimoine"),
    JobFunction.BANKING_INSURANCE: lazy("Banque, assurance"),
    JobFunction.BUILDING: lazy("Bâtiment, travaux publics"),
    JobFunction.COMMUNICATION: lazy("Communication, édition"),
    JobFunction.COMPUTING: lazy("Informatique, numérique"),
    JobFunction.EDUCATION_RESEARCH: lazy("Enseignement, recherche"),
    JobFunction.HEALTH_SOCIAL: lazy("Santé, social"),
    JobFunction.HUMAN_RESOURCES: lazy("Ressources humaines"),
    JobFunction.INDUSTRY: lazy("Industrie, production"),
    JobFunction.JOURNALISM: lazy("Journalisme, médias"),
    JobFunction.LAW: lazy("Droit, justice"),
    JobFunction.LOGISTICS_TRANSPORT: lazy("Logistique, transport, port"),
    JobFunction.MARKETING_SALES: lazy("Marketing, commerce, vente"),
    JobFunction.PUBLIC_SERVICE: lazy("Administration publique"),
    JobFunction.TOURISM_HOSPITALITY: lazy("Tourisme, hôtellerie, restauration"),
    JobFunction.OTHER: lazy("Autre"),
}
CIVILITIES = {Civility.MADAM: lazy("Madame"), Civility.SIR: lazy("Monsieur"), Civility.NONE: lazy("Sans civilité")}
APPLY_BY = {
    ApplyBy.PLATFORM: lazy("Par la plateforme : vous recevez la candidature et ses documents par e-mail"),
    ApplyBy.WEBSITE: lazy("Sur votre site : le candidat y est conduit"),
}
DOCUMENT_KINDS = {
    DocumentKind.CV: lazy("CV"),
    DocumentKind.COVER_LETTER: lazy("Lettre de motivation"),
    DocumentKind.PHOTO: lazy("Photo"),
}
ROLES = {
    Role.STUDENT: lazy("Étudiant"),
    Role.GRADUATE: lazy("Diplômé"),
    Role.RECRUITER: lazy("Recruteur"),
    Role.TEACHER: lazy("Enseignant"),
    Role.OFFICER: lazy("Gestionnaire de conventions"),
    Role.CAREERS: lazy("Insertion professionnelle"),
    Role.ADMIN: lazy("Administrateur"),
}

CHIPS: dict[str, dict[str, Chip]] = {
    "offer": {
        OfferState.DRAFT: Chip("plain", "pencil", lazy("Brouillon")),
        OfferState.AWAITING_MODERATION: Chip("wait", "hourglass-split", lazy("En attente de modération")),
        OfferState.PUBLISHED: Chip("ok", "check-lg", lazy("Publiée")),
        OfferState.REFUSED: Chip("no", "x-lg", lazy("Refusée")),
        OfferState.CLOSED: Chip("plain", "lock", lazy("Fermée")),
        OfferState.ARCHIVED: Chip("plain", "archive", lazy("Archivée")),
    },
    "candidacy": {
        CandidacyState.SENT: Chip("wait", "send", lazy("Envoyée")),
        CandidacyState.VIEWED: Chip("plain", "eye", lazy("Vue par le recruteur")),
        CandidacyState.SHORTLISTED: Chip("wait", "bookmark", lazy("Présélectionnée")),
        CandidacyState.INTERVIEW: Chip("wait", "calendar3", lazy("Entretien proposé")),
        CandidacyState.ACCEPTED: Chip("ok", "check-lg", lazy("Acceptée")),
        CandidacyState.REFUSED: Chip("no", "x-lg", lazy("Refusée")),
        CandidacyState.WITHDRAWN: Chip("plain", "slash-circle", lazy("Retirée")),
    },
    "delivery": {
        "queued": Chip("wait", "hourglass-split", lazy("En file")),
        "sent": Chip("ok", "check-lg", lazy("Envoyé")),
        "failed": Chip("no", "exclamation-octagon", lazy("En échec")),
    },
}
TABLES: dict[str, dict[Any, Any]] = {
    "kind": OFFER_KINDS,
    "level": LEVELS,
    "function": FUNCTIONS,
    "civility": CIVILITIES,
    "apply_by": APPLY_BY,
    "document": DOCUMENT_KINDS,
    "role": ROLES,
}
FRENCH_SPEAKING = "BE BF BI BJ CA CD CF CG CH CI CM DJ FR GA GN GQ HT KM LU MC MG ML NE RW SC SN TD TG VU"
ENGLISH_SPEAKING = "AU BB BS BW CA FJ GB GH GM IE IN JM KE LR MT MU MW NA NG NZ PG PH RW SG SL TT TZ UG US ZA ZM ZW"
FRANCOPHONE, ANGLOPHONE = tuple(FRENCH_SPEAKING.split()), tuple(ENGLISH_SPEAKING.split())


def word(table: str, value: str | None) -> Any:
    """The word of a value; a value of a newer service shows as it is."""
    return TABLES[table].get(value or "", value or "")


def chip(kind: str, value: str | None) -> Chip:
    return CHIPS.get(kind, {}).get(value or "", Chip("plain", "circle", value or ""))


def country(code: str | None) -> str:
    return countries(page_language()).get((code or "").upper(), code or "")


@lru_cache(maxsize=4)
def countries(language: str) -> dict[str, str]:
    """Code → name, in alphabetical order of that language, France first."""
    names = Locale.parse(language).territories
    known = {code: name for code, name in names.items() if re.fullmatch("[A-Z]{2}", code) and code not in NOT_COUNTRIES}
    return {"FR": known["FR"], **dict(sorted(known.items(), key=lambda item: plain(item[1])))}


NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}


def plain(text: str) -> str:
    """For sorting: É with E."""
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def facet(found: dict[str, Any], name: str) -> list[tuple[str, int]]:
    """(value, count) of one facet of the results."""
    return [(one["value"], one["count"]) for one in (found.get("facets") or {}).get(name) or () if one["value"]]


def init(app: Flask) -> None:
    app.jinja_env.globals.update(
        word=word,
        chip=chip,
        country=country,
        words_of=TABLES.get,
        countries=lambda: countries(page_language()),
        facet=facet,
    )
    app.jinja_env.filters["role_word"] = lambda role: str(word("role", role))
