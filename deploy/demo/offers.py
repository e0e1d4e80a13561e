"""Offers of the demonstration: twenty-six, in several trades and cities, put together from sentences of our own."""

from datetime import date, datetime, timedelta
from typing import Any

# host, title, kind, function, level, months, stipend in euros a month, mission, profile
BANK = [
    ("Banque Maritime de Provence", "Analyste crédit aux entreprises (H/F)", "internship", "banking_insurance", "bac5", 6, 1100,
     "Au sein de la direction du crédit, vous étudiez les dossiers de financement de petites et moyennes entreprises : "
     "lecture des bilans, visite du client, note de synthèse, passage en comité.",
     "Master de banque ou de finance ; analyse financière, tableur, goût du contact."),
    ("Banque Maritime de Provence", "Assistant conformité (H/F)", "internship", "banking_insurance", "bac5", 5, 1050,
     "Vous tenez à jour la connaissance des clients, suivez les alertes de lutte contre le blanchiment et préparez les "
     "réponses au contrôle interne.",
     "Droit bancaire ou finance ; rigueur, discrétion, anglais écrit."),
    ("Banque Maritime de Provence", "Conseiller de clientèle particuliers (H/F)", "job", "banking_insurance", "bac3", None, None,
     "En agence à Marseille, vous recevez les clients, ouvrez les comptes, proposez épargne et assurance, et suivez un "
     "portefeuille de trois cents foyers.",
     "Licence de banque, première expérience bienvenue."),
    ("Calanques Logiciels", "Développeuse ou développeur C++ (H/F)", "internship", "computing", "bac5", 6, 1200,
     "Vous concevez un module de calcul d’itinéraires maritimes en C++ moderne, écrivez ses tests et mesurez ses temps "
     "de réponse avec l’équipe.",
     "Master d’informatique ; C++, Python, Linux, envie d’apprendre."),
    ("Calanques Logiciels", "Développeur web Python et Flask (H/F)", "internship", "computing", "bac4", 4, 900,
     "Vous faites évoluer l’application de réservation des quais : pages accessibles, interface JSON, base PostgreSQL.",
     "Python, HTML, SQL ; le sens du travail bien fini."),
    ("Calanques Logiciels", "Ingénieur .NET / C# (H/F)", "job", "computing", "bac5", None, None,
     "Vous reprenez les services .NET de facturation, les documentez et préparez leur passage en conteneurs.",
     "Deux ans de C#, tests automatiques, anglais technique."),
    ("Port et Logistique du Sud", "Assistant exploitation portuaire (H/F)", "internship", "logistics_transport", "bac3", 4, 700,
     "Vous suivez les escales, préparez les plans de chargement et rendez compte des retards aux clients.",
     "Licence de transport ou de logistique ; anglais parlé, disponibilité tôt le matin."),
    ("Port et Logistique du Sud", "Chargé d’études multimodales (H/F)", "internship", "logistics_transport", "bac5", 6, 1150,
     "Vous comparez les coûts et les émissions de la route, du rail et du fleuve pour les conteneurs de la vallée du Rhône.",
     "Économie des transports ; statistique, cartographie."),
    ("Cabinet Sainte-Victoire", "Collaborateur comptable (H/F)", "internship", "accounting_finance", "bac3", 3, 700,
     "Vous saisissez et révisez les comptes de commerçants et d’artisans, préparez les déclarations de TVA et les liasses.",
     "Licence ou BUT de gestion ; comptabilité générale, tableur."),
    ("Cabinet Sainte-Victoire", "Auditrice ou auditeur junior (H/F)", "internship", "accounting_finance", "bac5", 6, 1200,
     "Vous participez aux missions de commissariat aux comptes : inventaires, circularisation, contrôle des cycles.",
     "Master comptabilité, contrôle, audit ; permis de conduire utile."),
    ("Cabinet Sainte-Victoire", "Gestionnaire de paie (H/F)", "job", "human_resources", "bac2", None, None,
     "Vous établissez deux cents bulletins par mois, les déclarations sociales et les soldes de tout compte.",
     "Formation en paie ; exactitude, respect des délais."),
    ("Le Courrier des Alpilles", "Journaliste de proximité (H/F)", "internship", "journalism", "bac4", 2, 680,
     "Vous couvrez conseils municipaux, marchés et associations du pays d’Arles, pour le papier et le site.",
     "École de journalisme ; plume alerte, photographie, permis de conduire."),
    ("Le Courrier des Alpilles", "Secrétaire de rédaction (H/F)", "internship", "journalism", "bac5", 5, 900,
     "Vous relisez, titrez et mettez en page trois pages par jour avec l’équipe du soir.",
     "Orthographe irréprochable, calme à l’heure du bouclage."),
    ("Hôtel du Vallon", "Assistant de direction hôtelière (H/F)", "internship", "tourism_hospitality", "bac3", 5, 750,
     "Vous secondez la direction : accueil, plannings, relation avec les agences, suivi des avis des clients.",
     "Tourisme ou gestion ; anglais et une autre langue."),
    ("Hôtel du Vallon", "Réceptionniste (H/F)", "job", "tourism_hospitality", "bac2", None, None,
     "Vous accueillez les voyageurs, tenez le planning des chambres et la caisse.",
     "Anglais courant, sourire, travail un week-end sur deux."),
    ("Solaire Camargue", "Ingénieure ou ingénieur en études photovoltaïques (H/F)", "internship", "industry", "bac5", 6, 1150,
     "Vous dimensionnez des centrales sur toitures agricoles : relevés, simulation de production, chiffrage.",
     "Énergie ou génie électrique ; Python apprécié."),
    ("Solaire Camargue", "Chargé de mission biodiversité (H/F)", "internship", "agriculture_environment", "bac5", 5, 950,
     "Vous suivez la flore et les oiseaux des sites, et proposez des mesures de compensation.",
     "Écologie de terrain, cartographie, rédaction claire."),
    ("Agence Mistral", "Chargé de communication numérique (H/F)", "internship", "communication", "bac4", 4, 800,
     "Vous animez les réseaux sociaux de trois clients, rédigez leurs lettres d’information et mesurez leur audience.",
     "Communication ; écriture, image, curiosité."),
    ("Agence Mistral", "Graphiste (H/F)", "internship", "communication", "bac3", 3, 700,
     "Vous composez affiches, dépliants et pages pour des théâtres et des musées de la région.",
     "Un portfolio qui vous ressemble."),
    ("Études Durance", "Chargée ou chargé d’études statistiques (H/F)", "internship", "marketing_sales", "bac5", 6, 1250,
     "Vous préparez les échantillons, traitez les enquêtes en R et Python et présentez les résultats au client.",
     "Économétrie ou statistique ; R, Python, sens de la présentation."),
    ("Études Durance", "Consultant en politiques publiques (H/F)", "job", "public_service", "bac5", None, None,
     "Vous évaluez des dispositifs d’emploi et de logement : entretiens, données, rapport, restitution.",
     "Science politique ou économie, un an d’expérience."),
    ("Atelier des Docks", "Assistant architecte (H/F)", "internship", "building", "bac4", 4, 850,
     "Vous participez à la réhabilitation d’un entrepôt : relevés, maquettes, dossier de permis.",
     "École d’architecture ; dessin, maquette numérique."),
    ("Avocats du Palais", "Juriste en droit des affaires (H/F)", "internship", "law", "bac5", 6, 1300,
     "Vous préparez actes et consultations en droit des sociétés et des contrats, en français et en anglais.",
     "Master de droit des affaires ; anglais juridique."),
    ("Association Passerelles", "Assistant ressources humaines (H/F)", "internship", "human_resources", "bac3", 4, 680,
     "Vous suivez les recrutements, l’accueil des bénévoles et le plan de formation.",
     "Gestion ou psychologie du travail ; écoute."),
    ("Genova Shipping", "Commercial import-export (H/F)", "internship", "marketing_sales", "bac4", 6, 900,
     "À Gênes, vous suivez les clients francophones : cotations, documents de douane, relances.",
     "Italien ou anglais courant, commerce international."),
    ("Atlas Conseil", "Analyste financier junior (H/F)", "internship", "accounting_finance", "bac5", 6, 800,
     "À Casablanca, vous construisez des modèles d’évaluation d’entreprises et des notes de secteur.",
     "Finance d’entreprise ; français et anglais."),
]  # fmt: skip
ON_THEIR_SITE = {"Consultant en politiques publiques (H/F)", "Réceptionniste (H/F)"}
RECRUITERS_OWN = "Banque Maritime de Provence"
BENEFITS = "Tickets-restaurant, moitié de l’abonnement de transport remboursée."


def offers(hosts: list[dict[str, Any]], recruiter_id: str, now: datetime) -> list[dict[str, Any]]:
    """As `ImportHostsAndOffers` reads them. Dates follow today, so that the demonstration never looks old."""
    by_name = {host["name"]: host for host in hosts}
    start = next_month(now.date() + timedelta(days=75))
    return [offer(number, line, by_name[line[0]], recruiter_id, now, start) for number, line in enumerate(BANK)]


def offer(
    number: int, line: tuple, host: dict[str, Any], recruiter_id: str, now: datetime, start: date
) -> dict[str, Any]:
    name, title, kind, function, level, months, euros, mission, profile = line
    website = title in ON_THEIR_SITE
    return {
        "host": name,
        "title": title,
        "kind": kind,
        "function": function,
        "level": level,
        "description": mission,
        "profile": profile,
        "city": host["city"],
        "country": host["country"],
        "starts_on": start.isoformat() if kind == "internship" else None,
        "duration_months": months,
        "stipend_cents": euros * 100 if euros else None,
        "benefits": BENEFITS if host["country"] == "FR" and kind == "internship" else "",
        "apply_by": "website" if website else "platform",
        "apply_email": "" if website else host["email"].replace("contact@", "recrutement@"),
        "apply_url": f"{host['website']}recrutement" if website else "",
        "recruiter_id": recruiter_id if name == RECRUITERS_OWN else None,
        "published_at": (now - timedelta(days=1 + 2 * number)).isoformat(),
    }


def next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
