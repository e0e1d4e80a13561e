"""Hosts of the demonstration: invented firms. Their SIRETs pass the check of the digits and belong to nobody we know."""

from typing import Any


def siret(siren: str) -> str:
    """The fourteen digits of a head office: eight digits of ours, then what the two checks ask for."""
    nine = siren + _check(siren)
    return nine + "0001" + _check(nine + "0001")


def _check(digits: str) -> str:
    """The last digit that makes Luhn's sum a multiple of ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def french(
    number: int, name: str, city: str, code: str, address: str, sector: str, headcount: int, domain: str
) -> dict[str, Any]:
    return {
        "name": name, "siret": siret(f"999{number:05d}"), "country": "FR", "city": city, "postal_code": code,
        "address1": address, "sector": sector, "headcount": headcount, "phone": "", "email": f"contact@{domain}.example",
        "website": f"https://www.{domain}.example/",
    }  # fmt: skip


HOSTS: list[dict[str, Any]] = [
    {
        **french(
            101,
            "Banque Maritime de Provence",
            "Marseille",
            "13002",
            "8 quai de la Joliette",
            "Banque",
            840,
            "banque-maritime",
        ),
        "contacts": [
            {
                "civility": "madam",
                "first_name": "Hélène",
                "last_name": "Roux",
                "role": "Responsable du crédit aux entreprises",
                "email": "helene.roux@banque-maritime.example",
                "phone": "04 91 99 10 01",
            },
            {
                "civility": "sir",
                "first_name": "Rémi",
                "last_name": "Lopez",
                "role": "Chargé de recrutement",
                "email": "remi.lopez@banque-maritime.example",
                "phone": "04 91 99 10 02",
            },
        ],
    },
    french(
        102,
        "Calanques Logiciels",
        "Marseille",
        "13009",
        "45 traverse de la Gaye",
        "Édition de logiciels",
        65,
        "calanques-logiciels",
    ),
    french(
        103,
        "Port et Logistique du Sud",
        "Fos-sur-Mer",
        "13270",
        "Terminal 3, quai Gloria",
        "Transport maritime",
        310,
        "port-logistique",
    ),
    french(
        104,
        "Cabinet Sainte-Victoire",
        "Aix-en-Provence",
        "13100",
        "12 cours Mirabeau",
        "Expertise comptable",
        38,
        "cabinet-sainte-victoire",
    ),
    french(105, "Le Courrier des Alpilles", "Arles", "13200", "5 rue de la Calade", "Presse", 54, "courrier-alpilles"),
    french(106, "Hôtel du Vallon", "Cassis", "13260", "Avenue de l’Amiral-Ganteaume", "Hôtellerie", 42, "hotel-vallon"),
    french(107, "Solaire Camargue", "Arles", "13200", "Zone de la Plaine, lot 9", "Énergie", 120, "solaire-camargue"),
    french(
        108,
        "Agence Mistral",
        "Aix-en-Provence",
        "13090",
        "210 rue du Lieutenant-Parayre",
        "Communication",
        27,
        "agence-mistral",
    ),
    french(109, "Études Durance", "Lyon", "69003", "17 rue de la Part-Dieu", "Conseil et études", 95, "etudes-durance"),
    french(
        110, "Atelier des Docks", "Marseille", "13002", "10 place de la Joliette", "Architecture", 31, "atelier-docks"
    ),
    french(111, "Avocats du Palais", "Paris", "75001", "24 rue de Rivoli", "Services juridiques", 76, "avocats-palais"),
    french(112, "Association Passerelles", "Nice", "06000", "3 rue de la Buffa", "Action sociale", 58, "passerelles"),
    {
        "name": "Genova Shipping",
        "country": "IT",
        "city": "Gênes",
        "postal_code": "16126",
        "address1": "Via al Porto Antico 4",
        "sector": "Transport maritime",
        "headcount": 180,
        "email": "people@genova-shipping.example",
        "website": "https://www.genova-shipping.example/",
    },
    {
        "name": "Atlas Conseil",
        "country": "MA",
        "city": "Casablanca",
        "postal_code": "20250",
        "address1": "Boulevard d’Anfa 60",
        "sector": "Conseil et études",
        "headcount": 45,
        "email": "contact@atlas-conseil.example",
        "website": "https://www.atlas-conseil.example/",
    },
]
