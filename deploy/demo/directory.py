"""Components, programmes, officer groups and news of the demonstration."""

from datetime import datetime, timedelta
from typing import Any

COMPONENTS = [
    {"code": "FSEG", "name": "Faculté des sciences économiques et de gestion", "circuit": "ipro",
     "contact_name": "Scolarité FSEG", "contact_email": "scolarite-fseg@univ-mediterranee.example",
     "contact_phone": "04 13 99 00 10", "contact_place": "14 avenue Jules-Ferry, Aix-en-Provence"},
    {"code": "DROIT", "name": "Faculté de droit et de science politique", "circuit": "ipro",
     "contact_name": "Bureau des stages de droit", "contact_email": "stages-droit@univ-mediterranee.example",
     "contact_phone": "04 13 99 00 20", "contact_place": "3 avenue Robert-Schuman, Aix-en-Provence"},
    {"code": "SCI", "name": "Faculté des sciences", "circuit": "ipro",
     "contact_name": "Bureau des stages de sciences", "contact_email": "stages-sciences@univ-mediterranee.example",
     "contact_phone": "04 13 99 00 30", "contact_place": "163 avenue de Luminy, Marseille"},
    {"code": "EJ", "name": "École de journalisme", "circuit": "ipro",
     "contact_name": "Secrétariat de l’école", "contact_email": "secretariat-ej@univ-mediterranee.example",
     "contact_phone": "04 13 99 00 40", "contact_place": "21 rue Virgile-Marron, Marseille"},
    {"code": "IUTAM", "name": "Institut universitaire de technologie", "circuit": "other_application",
     "url": "https://pstage.univ-mediterranee.example/", "contact_name": "Relations entreprises de l’IUT",
     "contact_email": "relations-iut@univ-mediterranee.example", "contact_phone": "04 13 99 00 50",
     "contact_place": "413 avenue Gaston-Berger, Aix-en-Provence"},
    {"code": "MED", "name": "Faculté des sciences médicales et paramédicales", "circuit": "school_office",
     "contact_name": "Bureau des stages hospitaliers", "contact_email": "stages-med@univ-mediterranee.example",
     "contact_phone": "04 13 99 00 60", "contact_place": "27 boulevard Jean-Moulin, Marseille"},
]  # fmt: skip
PROGRAMMES = [
    {
        "code": "B5BAF",
        "name": "Master Banque et affaires, ingénierie d’affaires",
        "component_code": "FSEG",
        "level": "bac5",
    },
    {"code": "M1ECO", "name": "Master 1 Économie", "component_code": "FSEG", "level": "bac4"},
    {"code": "L3ECO", "name": "Licence 3 Économie et gestion", "component_code": "FSEG", "level": "bac3"},
    {"code": "M2DAF", "name": "Master 2 Droit des affaires", "component_code": "DROIT", "level": "bac5"},
    {"code": "M2INFO", "name": "Master 2 Informatique", "component_code": "SCI", "level": "bac5"},
    {"code": "M1JOU", "name": "Master 1 Journalisme", "component_code": "EJ", "level": "bac4"},
    {
        "code": "BUTGEA",
        "name": "BUT Gestion des entreprises et des administrations",
        "component_code": "IUTAM",
        "level": "bac2",
    },
    {"code": "PASS2", "name": "Deuxième année de médecine", "component_code": "MED", "level": "bac2"},
]
OFFICER_GROUPS = [
    ("Convention Master 1 - Aix", "FSEG", ["nadia.haddad", "thomas.leroy"]),
    ("Convention Master 2 - Aix", "FSEG", ["nadia.haddad"]),
    ("Convention Licence 3 - Aix", "FSEG", ["thomas.leroy"]),
    ("Convention Droit - Aix", "DROIT", ["thomas.leroy"]),
    ("Convention Sciences - Marseille", "SCI", ["nadia.haddad"]),
    ("Convention Journalisme - Marseille", "EJ", ["nadia.haddad"]),
]
NEWS = [
    ("ETUDS", 2, "Forum stages et emplois", "Quarante employeurs de la région vous attendent au palais des congrès. "
     "Venez avec plusieurs exemplaires de votre CV."),
    ("ETUDS", 9, "Ateliers « Réussir sa candidature »", "Une heure pour faire relire votre CV et votre lettre de "
     "motivation par un conseiller de l’insertion professionnelle. Inscription à l’accueil."),
    ("FSEG", 4, "Dates limites des conventions", "Pour un départ en avril, faites valider votre autorisation avant la "
     "fin de février : vos gestionnaires ont besoin de trois semaines."),
    ("B5BAF", 6, "Soutenances du master", "Le calendrier des soutenances est affiché. Prévenez votre tuteur dès maintenant."),
    ("IUTAM", 5, "Conventions de l’IUT", "Vos conventions se font dans l’application de l’IUT ; les offres de stage, ici."),
    ("ENSGS", 3, "Suivi des stages", "Vos décisions sur les demandes d’autorisation se prennent désormais en un geste."),
]  # fmt: skip


SIGNATORY = {"name": "Anne Roux", "role": "Directrice de la composante", "email": "anne.roux@univ-demo.example"}


def officer_groups(people: dict[str, str]) -> list[dict[str, Any]]:
    """`people` maps a subject to the person's id."""
    contacts = {component["code"]: component for component in COMPONENTS}
    return [
        {
            "name": name,
            "component_code": component,
            "contact_email": contacts[component]["contact_email"],
            "contact_phone": contacts[component]["contact_phone"],
            "member_ids": [people[member] for member in members],
            "university": SIGNATORY,
        }
        for name, component, members in OFFICER_GROUPS
    ]


def news(now: datetime) -> list[dict[str, Any]]:
    return [
        {"group_code": group, "title": title, "body": body, "published_at": (now - timedelta(days=days)).isoformat()}
        for group, days, title, body in NEWS
    ]
