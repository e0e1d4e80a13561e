"""The words of the managers' pages."""

from contracts.vocabulary import Party
from gateway import errors
from gateway.areas.agreements.labels import HAPPENED
from gateway.i18n import lazy
from gateway.labels import CHIPS, Chip

FILTERS = {
    "groupe": lazy("Groupe"),
    "etat": lazy("État"),
    "mots": lazy("Mots"),
    "responsable": lazy("Responsable"),
    "formation": lazy("Formation"),
    "du": lazy("Début à partir du"),
    "au": lazy("Début jusqu’au"),
    "suivi": lazy("Suivi par"),
    "etiquette": lazy("Étiquette"),
    "problemes": lazy("Contrôles"),
    "pieces": lazy("Pièces"),
}
ASSIGNED = {"me": lazy("moi"), "nobody": lazy("personne"), "someone": lazy("quelqu’un")}
PROBLEMS = {
    "refusal": lazy("Non conformes"),
    "warning": lazy("Non conformes ou à surveiller"),
    "none": lazy("Sans problème"),
}
PAPERS = {"to_review": lazy("à vérifier")}
SORTS = {
    "waiting": lazy("En attente depuis le plus longtemps"),
    "starts": lazy("Départ le plus proche"),
    "newest": lazy("Les plus récentes"),
    "student": lazy("Nom de l’étudiant"),
}
FACTS = {
    "host": lazy("Entreprise"),
    "place": lazy("Lieu"),
    "address2": lazy("Complément d’adresse"),
    "starts_on": lazy("Date de début de stage"),
    "ends_on": lazy("Date de fin de stage"),
    "title": lazy("Intitulé du stage"),
    "description": lazy("Descriptif de la mission"),
    "tutor": lazy("Tuteur de stage"),
    "hours": lazy("Heures de présence"),
    "stipend": lazy("Gratification mensuelle brute"),
}
EXPORTED = {
    "reference": lazy("Référence"),
    "state": lazy("État"),
    "since": lazy("Depuis le"),
    "student_name": lazy("Étudiant"),
    "student_number": lazy("Numéro d’étudiant"),
    "student_email": lazy("Adresse e-mail"),
    "programme": lazy("Diplôme préparé"),
    "component": lazy("Composante"),
    "title": lazy("Sujet"),
    "host_name": lazy("Entreprise"),
    "city": lazy("Ville"),
    "starts_on": lazy("Début"),
    "ends_on": lazy("Fin"),
    "supervisor_name": lazy("Responsable pédagogique"),
    "group_name": lazy("Groupe de gestionnaires"),
    "assigned_name": lazy("Suivi par"),
    "tags": lazy("Étiquettes"),
    "problem": lazy("Contrôles"),
    "papers_to_review": lazy("Pièces"),
    "created_at": lazy("Créé le"),
}
COLUMNS = {
    "student_number": lazy("Numéro d’étudiant, tel que l’annuaire l’écrit"),
    "host_siret": lazy("14 chiffres ; vide pour un organisme étranger"),
    "host_name": lazy("Nom de l’organisme d’accueil"),
    "host_address": lazy("Numéro et rue"),
    "host_postal_code": lazy("Code postal"),
    "host_city": lazy("Ville"),
    "host_country": lazy("Nom du pays ou ses deux lettres : FR si la case est vide"),
    "tutor_first_name": lazy("Prénom du tuteur"),
    "tutor_last_name": lazy("Nom du tuteur"),
    "tutor_email": lazy("Adresse e-mail du tuteur"),
    "tutor_role": lazy("Fonction du tuteur"),
    "supervisor_email": lazy("Adresse universitaire du responsable pédagogique"),
    "title": lazy("Intitulé du stage"),
    "description": lazy("Descriptif de la mission"),
    "starts_on": lazy("Premier jour : 01/03/2027 ou 2027-03-01"),
    "ends_on": lazy("Dernier jour, de la même façon"),
    "weekly_hours": lazy("Heures par semaine : 35 ou 17,5"),
    "stipend": lazy("Gratification mensuelle brute en euros : 659,40"),
}
CHIPS["outcome"] = {
    "waiting": Chip("plain", "hourglass-split", lazy("En attente")),
    "ready": Chip("ok", "check-lg", lazy("Prête à ouvrir")),
    "done": Chip("ok", "check-lg", lazy("Faite")),
    "already": Chip("plain", "check2-all", lazy("Déjà ouverte")),
    "refused": Chip("no", "x-lg", lazy("Refusée")),
    "changed": Chip("warn", "arrow-repeat", lazy("Modifiée entre-temps")),
    "failed": Chip("no", "exclamation-octagon", lazy("En échec")),
}
CHIPS["control"] = {
    "ok": Chip("ok", "check-lg", lazy("Conforme")),
    "warning": Chip("warn", "exclamation-triangle", lazy("À surveiller")),
    "refusal": Chip("no", "exclamation-octagon", lazy("Non conforme")),
}
BY = {Party.OFFICER: "office.queue", Party.SUPERVISOR: "agreements.inbox"}

HAPPENED.update(
    {
        "assign": lazy("Dossier confié à un gestionnaire"),
        "release": lazy("Dossier confié à tout le groupe"),
        "open_for_group": lazy("Convention ouverte par un gestionnaire, pour tout un groupe"),
    }
)
errors.FIELDS.update(
    {
        "not_a_member": lazy("Cette personne n’est pas dans le groupe de ce dossier."),
        "over_one_mb": lazy("Ce fichier dépasse 1 Mo : coupez-le en plusieurs listes."),
        "too_many_lines": lazy("Cette liste a plus de 1 000 lignes : coupez-la en plusieurs."),
        "missing_columns": lazy("Il manque des colonnes : %(columns)s."),
        "unknown_student": lazy("Aucun étudiant de la composante de ce groupe n’a ce numéro."),
        "several_hosts": lazy("Plusieurs entreprises de cette ville ont ce nom : donnez le SIRET."),
        "unknown_supervisor": lazy("Personne n’a cette adresse à l’université."),
    }
)
errors.OBSTACLES.update(
    {
        "too_many_views": lazy("Vous avez déjà %(most)s vues : supprimez-en une."),
        "still_checking": lazy("La vérification de la liste n’est pas terminée."),
        "not_opened_by_a_manager": lazy("Ce brouillon est celui de l’étudiant."),
    }
)
