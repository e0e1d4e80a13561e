"""What documents say in French: the convention's words, those that an amendment and a certificate add, their articles.

{braces} are the blanks of a word: each language and each version edited by staff has the same (see wording.py).
"""

from typing import Any

CONVENTION: dict[str, Any] = {
    "title": "Convention de stage",
    "draft": "BROUILLON",
    "reference": "Référence",
    "made_on": "Document établi le {date}",
    "between": "entre {university}, {host} et {student}",
    "parties": "Les parties",
    "establishment": "Établissement d’enseignement",
    "university_signatory": "Représenté par",
    "officer_group": "Groupe de gestionnaires",
    "host": "Organisme d’accueil",
    "siret": "SIRET",
    "host_address": "Adresse de l’organisme",
    "headcount": "Effectif de l’organisme",
    "signatory": "Signataire de la convention en entreprise",
    "signatory_address": "Adresse du signataire",
    "student": "Stagiaire",
    "student_number": "Numéro d’étudiant",
    "legal_representative": "Représentant légal du stagiaire mineur",
    "teaching": "Formation",
    "programme": "Intitulé complet de la formation",
    "component": "Composante",
    "teaching_hours": "Volume horaire d’enseignement annuel",
    "teaching_presence": "Dont enseignement en présence",
    "people": "Encadrement",
    "referent": "Enseignant référent",
    "supervisor": "Responsable pédagogique",
    "tutor": "Tuteur de stage",
    "supervision": "Modalités d’encadrement par l’enseignant référent et le tuteur",
    "subject": "Projet de stage",
    "subject_title": "Sujet",
    "description": "Description",
    "skills": "Compétences à acquérir ou à développer",
    "activities": "Activités confiées",
    "dates": "Durée et présence",
    "starts_on": "Date de début",
    "ends_on": "Date de fin",
    "presence": "Durée totale par présence effective",
    "presence_value": "{hours}, soit {days} jours de 7 heures",
    "weekly": "Durée hebdomadaire de présence",
    "weekdays": "Jours de présence",
    "holidays": "Présence les jours fériés",
    "holidays_yes": "Le stagiaire est présent les jours fériés qui tombent un jour de présence.",
    "unusual_hours": "Présence la nuit, le dimanche ou un jour férié",
    "none": "Néant",
    "place": "Lieu du stage",
    "post": "Poste ou service d’accueil",
    "weeks": "Semaines particulières",
    "week": "du {start} au {end}",
    "weeks_columns": ["Semaines", "Présence par semaine", "Jours"],
    "interruptions": "Interruptions prévues",
    "interruptions_columns": ["Dates", "Raison"],
    "stipend": "Gratification et avantages",
    "stipend_value": "Gratification mensuelle brute",
    "stipend_month": "{amount} pour un mois complet, soit {hourly} par heure de présence",
    "stipend_none": "Pas de gratification",
    "stipend_payment": "Modalités de versement",
    "stipend_spread": "Calcul du versement",
    "spread": {"hours": "Selon les heures de présence de chaque mois", "even": "En parts égales chaque mois"},
    "benefits": "Avantages (repas, transport, hébergement)",
    "law_note": (
        "Au-delà de 308 heures de présence dans le même organisme au cours d’une année universitaire, la gratification "
        "est due dès la première heure ; son montant minimal est de 15 % du plafond horaire de la sécurité sociale "
        "(articles L124-6 et D124-8 du code de l’éducation)."
    ),
    "cover": "Protection sociale et responsabilité",
    "social_cover": "Protection sociale, accidents du travail",
    "insurance": "Assurance de responsabilité civile du stagiaire",
    "life": "Absences, suspension et fin",
    "absences": "Congés et autorisations d’absence",
    "suspension": "Suspension et résiliation",
    "interruption": "Validation du stage en cas d’interruption",
    "house_rules": "Clauses du règlement intérieur applicables",
    "certificate": "Attestation de stage",
    "confidential": "Confidentialité",
    "confidential_yes": "Les parties s’engagent à ne pas divulguer les informations dont elles ont connaissance pendant le stage.",
    "articles": "Dispositions générales",
    "article": "Article {number}",
    "schedule": "Présence et gratification mois par mois",
    "schedule_columns": ["Mois", "Jours", "Heures", "Montant brut"],
    "total": "Total",
    "signatures": "Signatures",
    "signatures_note": "Toutes les signatures doivent être datées d’avant le premier jour du stage. "
    "Toute modification fait l’objet d’un avenant.",
    "date_and_signature": "Date et signature",
    "signed_online": "Signature électronique : voir le panneau des signatures du lecteur de PDF et la page de vérification.",
    "for_host": "Pour l’organisme d’accueil",
    "for_establishment": "Pour l’établissement",
    "check": "Vérifier ce document",
    "check_note": "Ce document se vérifie à l’adresse {url} ou avec le code ci-contre. Signé électroniquement, il porte "
    "ses signatures en lui-même : elles se lisent à cette adresse et dans le panneau des signatures du lecteur de PDF.",
    "check_alt": "Code à lire avec un téléphone : adresse de vérification du document",
    "hours_unit": "h",
    "days_of_week": {
        "mon": "lundi", "tue": "mardi", "wed": "mercredi", "thu": "jeudi", "fri": "vendredi", "sat": "samedi", "sun": "dimanche"
    },
    "civility": {"madam": "Madame", "sir": "Monsieur"},
}  # fmt: skip

CONVENTION_ARTICLES = [
    {
        "title": "Objet",
        "text": "La présente convention règle les rapports entre {university}, {host} et {student} pendant le stage "
        "« {subject} », du {starts_on} au {ends_on}. Le stage est une période temporaire de mise en situation en milieu "
        "professionnel, au cours de laquelle le stagiaire acquiert des compétences et met en œuvre les acquis de sa formation.",
    },
    {
        "title": "Nature du stage",
        "text": "Le stage ne peut avoir pour objet l’exécution d’une tâche régulière correspondant à un poste de travail "
        "permanent, le remplacement d’un salarié, un accroissement temporaire d’activité ou un emploi saisonnier "
        "(article L124-7 du code de l’éducation).",
    },
    {
        "title": "Encadrement",
        "text": "{referent}, enseignant référent, et {tutor}, tuteur de stage, suivent le stagiaire comme il est dit "
        "ci-dessus. Toute difficulté est portée sans délai à leur connaissance.",
    },
    {
        "title": "Droits du stagiaire",
        "text": "Le stagiaire a les droits et libertés des salariés pour la santé, la sécurité, la lutte contre les "
        "harcèlements et les discriminations, les congés liés à la grossesse, à la paternité et à l’adoption. Il a accès "
        "au restaurant d’entreprise ou aux titres-restaurant et au remboursement des transports comme les salariés.",
    },
    {
        "title": "Discipline et confidentialité",
        "text": "Le stagiaire suit les clauses du règlement intérieur qui lui sont communiquées. En cas de manquement, "
        "l’organisme d’accueil en informe l’établissement. Le stagiaire garde le secret sur les informations "
        "confidentielles qu’il reçoit ; cet engagement vaut après la fin du stage.",
    },
    {
        "title": "Propriété intellectuelle",
        "text": "Si les travaux du stagiaire donnent lieu à une œuvre protégée, son utilisation par l’organisme d’accueil "
        "fait l’objet d’un accord écrit du stagiaire.",
    },
    {
        "title": "Fin du stage",
        "text": "À la fin du stage, l’organisme d’accueil délivre une attestation. Le stagiaire et l’organisme évaluent "
        "le stage. Toute modification de la présente convention fait l’objet d’un avenant signé des mêmes parties.",
    },
    {
        "title": "Droit applicable",
        "text": "La présente convention est régie par le droit français. Tout litige qui n’est pas résolu à l’amiable "
        "est soumis à la juridiction française compétente.",
    },
]

AMENDMENT: dict[str, Any] = {
    "title": "Avenant n° {number}",
    "between": "à la convention de stage n° {reference} entre {university}, {host} et {student}",
    "convention": "La convention modifiée",
    "kinds": "Objet de l’avenant",
    "kind": {
        "dates": "Dates du stage",
        "place": "Lieu du stage",
        "tutor": "Tuteur de stage",
        "referent": "Enseignant référent",
        "subject": "Sujet ou activités",
        "stipend": "Gratification",
        "hours": "Horaires de présence",
        "interruption": "Interruption du stage",
        "termination": "Fin anticipée du stage",
        "other": "Autre modification",
    },
    "ended_on": "Fin effective du stage",
    "end_ground": "Motif de la fin anticipée",
    "ground": {
        "agreement": "Accord des parties",
        "student": "À l’initiative du stagiaire",
        "host": "À l’initiative de l’organisme d’accueil",
        "establishment": "À l’initiative de l’établissement",
        "health": "Santé du stagiaire",
        "pregnancy": "Grossesse, paternité ou adoption",
        "host_breach": "Manquement de l’organisme d’accueil",
        "other": "Autre motif",
    },
    "other_words": "Autre clause",
    "reason": "Motif",
    "effective_on": "Prend effet le",
    "changes": "Ce qui change",
    "changes_columns": ["Clause", "Texte de la convention", "Texte modifié"],
    "nothing": "Les clauses écrites ne changent pas.",
    "schedule_now": "Présence et gratification mois par mois, telles que modifiées",
    "schedule_replaces": "La durée totale et les montants ci-dessous remplacent ceux de la convention.",
    "empty": "Non renseigné",
    "yes": "Oui",
    "no": "Non",
    "signatures_note": "Toutes les parties à la convention signent l’avenant.",
}

AMENDMENT_ARTICLES = [
    {
        "title": "Objet",
        "text": "Le présent avenant modifie la convention de stage n° {reference} entre {university}, {host} et {student}, "
        "dans les termes du tableau ci-dessus.",
    },
    {
        "title": "Effet",
        "text": "Il prend effet à la date indiquée ou, à défaut, à la date de sa dernière signature. "
        "Il fait partie de la convention.",
    },
    {"title": "Clauses inchangées", "text": "Les clauses de la convention qu’il ne modifie pas restent en vigueur."},
]

CERTIFICATE: dict[str, Any] = {
    "title": "Attestation de stage",
    "between": "délivrée par {host} (article D124-9 du code de l’éducation)",
    "issuer": "L’organisme d’accueil atteste",
    "trainee": "Le stagiaire",
    "born_on": "Né(e) le",
    "done": "a effectué un stage dans les conditions suivantes",
    "effective_starts_on": "Premier jour",
    "effective_ends_on": "Dernier jour",
    "effective_presence": "Durée effective totale",
    "effective_months": "Soit en mois",
    "effective_months_value": "{months} mois de 22 jours de 7 heures",
    "stipend_total": "Gratification versée au stagiaire, total brut",
    "issued": "Délivrance",
    "issued_at": "Fait à",
    "issued_on": "Le",
    "issued_by": "Par",
    "replaces_note": "Cette attestation n° {number} corrige et remplace l’attestation n° {replaces}.",
    "months_note": "Une présence de 7 heures, consécutives ou non, compte pour un jour ; 22 jours comptent pour un mois "
    "(article D124-6 du code de l’éducation).",
    "pension_note": "Le stagiaire peut demander la prise en compte de son stage pour sa retraite, dans les deux ans qui "
    "suivent sa fin, sur présentation de cette attestation (article L351-17 du code de la sécurité sociale).",
    "signatures_note": "Signature et cachet de l’organisme d’accueil.",
    "issued_online_note": "Attestation délivrée en ligne par l’organisme d’accueil.",
    "issued_online": "Délivrée en ligne, sans signature manuscrite. Cachet électronique de l’établissement : voir le panneau "
    "des signatures du lecteur de PDF et la page de vérification.",
}

CERTIFICATE_ARTICLES: list[dict[str, str]] = []
