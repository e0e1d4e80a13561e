"""Internships of the demonstration, as stories whose days are counted from today, so that they never look old."""

from dataclasses import dataclass, field

from services.agreements.rules.papers import USUAL

LEGAL = {
    "skills": "Conduire une étude de bout en bout, en rendre compte à l’écrit et à l’oral.",
    "supervision": "Un point chaque semaine avec le tuteur, une visite du responsable pédagogique à mi-parcours.",
    "social_cover": "Celle de l’étudiant ; les accidents du travail relèvent du code de la sécurité sociale.",
    "insurance": "MAIF, contrat 4 512 338 T.",
    "absences": "Deux jours et demi par mois, avec l’accord du tuteur.",
    "suspension": "Pour maladie ou maternité, ou d’un commun accord.",
    "interruption": "Le temps accompli est validé s’il dépasse les deux tiers.",
    "certificate": "Remise le dernier jour.",
    "stipend_payment": "Par virement, à la fin de chaque mois.",
}
ASKED = [*USUAL, {"code": "safety", "fr": "Attestation de formation à la sécurité", "en": "Safety training certificate",
                  "required": False, "when": "start", "abroad": False}]  # fmt: skip
GROUPS_THAT_ASK = {
    "Convention Master 2 - Aix": "nadia.haddad",
    "Convention Sciences - Marseille": "nadia.haddad",
    "Convention Journalisme - Marseille": "nadia.haddad",
    "Convention Licence 3 - Aix": "thomas.leroy",
}


@dataclass
class Told:
    """One internship. `starts` and `ends` count days from today; `reaches` is how far it went."""

    student: str
    supervisor: str
    officer: str
    group: str
    host: str
    tutor: tuple[str, str, str]
    title: str
    mission: str
    starts: int
    ends: int
    reaches: str = "finished"
    papers: dict[str, str] = field(default_factory=dict)
    function: str = "other"
    visit: str = ""
    visit_on: int = 0
    difficulty: str = ""
    evaluated: tuple[str, ...] = ()
    certified: bool = False


ALL = {"liability": "accepted", "social_security": "accepted"}
WHOLE = ("student", "supervisor", "tutor")
STORIES = [
    Told("21500123", "claire.ferrand", "nadia.haddad", "Convention Master 1 - Aix", "Port et Logistique du Sud",
         ("Hélène", "Vidal", "Contrôleuse de gestion"), "Tableau de bord des coûts portuaires",
         "Relevé des coûts d’escale, indicateurs, présentation au comité de direction.", -150, -58,
         function="accounting_finance", evaluated=WHOLE, certified=True),
    Told("21803311", "claire.ferrand", "thomas.leroy", "Convention Licence 3 - Aix", "Cabinet Sainte-Victoire",
         ("Paul", "Giraud", "Expert-comptable"), "Révision des comptes d’artisans",
         "Saisie, révision des comptes, déclarations de TVA.", -34, 41, "running", ALL,
         function="accounting_finance", visit="Bonne intégration ; le rapport avance.", visit_on=-8),
    Told("22012045", "claire.ferrand", "nadia.haddad", "Convention Master 2 - Aix", "Avocats du Palais",
         ("Agnès", "Delmas", "Avocate associée"), "Consultations en droit des sociétés",
         "Actes et consultations, recherche de jurisprudence.", -20, 62, "running", ALL | {"safety": "deposited"},
         function="law", visit_on=9, difficulty="Je reste presque chaque soir jusqu’à vingt et une heures ; je n’ose pas "
         "le dire à ma tutrice. Pouvez-vous m’appeler ?"),
    Told("22012046", "marc.olivier", "nadia.haddad", "Convention Master 2 - Aix", "Études Durance",
         ("Bruno", "Castel", "Directeur d’études"), "Enquête sur l’emploi des jeunes",
         "Échantillon, questionnaire, traitement en R, restitution.", 24, 100, "validated",
         {"liability": "accepted", "social_security": "deposited"}, function="marketing_sales"),
    Told("22012047", "marc.olivier", "nadia.haddad", "Convention Sciences - Marseille", "Calanques Logiciels",
         ("Inna", "Petrov", "Cheffe de projet"), "Calcul d’itinéraires maritimes",
         "Module en C++, tests, mesures de temps de réponse.", 38, 120, "awaiting_officer",
         {"liability": "refused", "social_security": "deposited"}, function="computing"),
    Told("22012048", "sofia.rinaldi", "nadia.haddad", "Convention Journalisme - Marseille", "Le Courrier des Alpilles",
         ("Joëlle", "Fabre", "Rédactrice en chef"), "Chronique des marchés de Provence",
         "Reportages, photographies, mise en ligne.", -72, -6, "finished", ALL, function="journalism",
         visit="La rédaction est contente d’elle.", visit_on=-40, evaluated=("student",), certified=True),
    Told("22012047", "marc.olivier", "nadia.haddad", "Convention Sciences - Marseille", "Solaire Camargue",
         ("Serge", "Nguyen", "Ingénieur"), "Mesure de la production de toitures solaires",
         "Relevés, simulation, chiffrage.", -118, -41, "finished", ALL, function="industry",
         evaluated=("tutor",)),
    Told("21803311", "claire.ferrand", "thomas.leroy", "Convention Licence 3 - Aix", "Association Passerelles",
         ("Nour", "Haddad", "Responsable des bénévoles"), "Accueil et formation des bénévoles",
         "Planning, livret d’accueil, suivi des formations.", 75, 125, "awaiting_supervisor",
         function="human_resources"),
]  # fmt: skip
