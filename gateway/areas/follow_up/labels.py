"""The words of follow-up: papers, questionnaires, lights, visits."""

from typing import Any

from contracts.vocabulary import EvaluationState, Evaluator, Light, PaperState, PaperWhen, VisitForm, VisitState
from gateway import errors
from gateway.areas.agreements import labels as files
from gateway.i18n import _, lazy, page_language
from gateway.labels import CHIPS, TABLES, Chip

WHEN = {
    PaperWhen.VALIDATION: lazy("avant la validation de la convention"),
    PaperWhen.SIGNATURE: lazy("avant les signatures"),
    PaperWhen.START: lazy("avant le premier jour"),
}
FORMS = {
    VisitForm.ON_SITE: lazy("Sur place"),
    VisitForm.VIDEO: lazy("En visioconférence"),
    VisitForm.PHONE: lazy("Par téléphone"),
}
EVALUATORS = {
    Evaluator.STUDENT: lazy("Évaluation de l’étudiant"),
    Evaluator.SUPERVISOR: lazy("Évaluation du responsable pédagogique"),
    Evaluator.TUTOR: lazy("Évaluation du tuteur"),
}
PHASES = {"running": lazy("En cours"), "coming": lazy("À venir"), "ended": lazy("Terminés depuis peu")}
TABLES["paper_when"] = WHEN
TABLES["visit_form"] = FORMS
TABLES["evaluator"] = EVALUATORS
CHIPS["paper"] = {
    "": Chip("plain", "file-earmark", lazy("À déposer")),
    PaperState.DEPOSITED: Chip("wait", "hourglass-split", lazy("Déposée, à examiner")),
    PaperState.ACCEPTED: Chip("ok", "check-lg", lazy("Acceptée")),
    PaperState.REFUSED: Chip("no", "x-lg", lazy("Refusée")),
}
CHIPS["evaluation"] = {
    EvaluationState.OPEN: Chip("wait", "hourglass-split", lazy("Attendue")),
    EvaluationState.DRAFT: Chip("plain", "pencil", lazy("Brouillon")),
    EvaluationState.SUBMITTED: Chip("ok", "check-lg", lazy("Donnée")),
}
CHIPS["visit"] = {
    VisitState.PLANNED: Chip("wait", "calendar3", lazy("Prévue")),
    VisitState.HELD: Chip("ok", "check-lg", lazy("Faite")),
    VisitState.CANCELLED: Chip("plain", "slash-circle", lazy("Annulée")),
}
CHIPS["light"] = {
    Light.GREEN: Chip("ok", "check-circle", lazy("Rien à signaler")),
    Light.AMBER: Chip("warn", "exclamation-triangle", lazy("À surveiller")),
    Light.RED: Chip("no", "exclamation-octagon", lazy("À traiter")),
}
REASONS = {
    "difficulty": lazy("Une difficulté signalée attend votre réponse."),
    "started_unsigned": lazy("Le premier jour est venu, et la convention n’est pas signée par tous."),
    "unsigned_soon": lazy("Le stage commence dans %(days)s jours, et la convention n’est pas signée par tous."),
    "papers": lazy("Pièces demandées qui manquent : %(count)s."),
    "no_visit": lazy("La moitié du stage est passée sans visite faite ni prévue."),
    "visit_to_report": lazy("Une visite prévue attend son compte rendu."),
    "no_certificate": lazy("Terminé depuis plus d’un mois, sans attestation de stage."),
}
RATINGS = {
    "1": lazy("1, pas du tout"),
    "2": lazy("2, plutôt non"),
    "3": lazy("3, en partie"),
    "4": lazy("4, plutôt oui"),
    "5": lazy("5, tout à fait"),
}
QUESTIONS: dict[str, dict[str, Any]] = {
    Evaluator.STUDENT: {
        "welcome": lazy("J’ai été bien accueilli et installé."),
        "mission": lazy("Les activités confiées étaient celles de la convention."),
        "tutor_support": lazy("Mon tuteur m’a encadré et m’a expliqué le travail."),
        "university_support": lazy("L’université m’a suivi pendant le stage."),
        "skills_gained": lazy("J’ai acquis les compétences prévues."),
        "recommend": lazy("Je conseillerais ce stage à un autre étudiant."),
        "learned": lazy("Ce que ce stage vous a appris"),
        "in_confidence": lazy("Ce que vous voulez dire à l’université seule"),
    },
    Evaluator.SUPERVISOR: {
        "objectives_met": lazy("Les objectifs du stage sont atteints."),
        "fits_programme": lazy("Le stage correspond à la formation."),
        "host_supervision": lazy("L’organisme d’accueil a bien encadré l’étudiant."),
        "student_reporting": lazy("L’étudiant a rendu compte de son travail."),
        "again_with_host": lazy("D’autres étudiants peuvent y aller en stage."),
        "assessment": lazy("Votre appréciation du stage"),
        "remarks": lazy("Remarques pour la formation"),
    },
    Evaluator.TUTOR: {
        "integration": lazy("Le stagiaire s’est bien intégré dans l’équipe."),
        "reliability": lazy("Il est ponctuel et tient ses engagements."),
        "knowledge": lazy("Ses connaissances conviennent au travail confié."),
        "autonomy": lazy("Il sait travailler de façon autonome et prendre des initiatives."),
        "quality": lazy("Son travail est de bonne qualité."),
        "would_recruit": lazy("Nous le recruterions ou le reprendrions volontiers."),
        "strengths": lazy("Ses points forts"),
        "to_improve": lazy("Ce qu’il peut améliorer"),
    },
}
files.HAPPENED.update(
    {
        "deposit_paper": lazy("Pièce déposée"),
        "accept_paper": lazy("Pièce acceptée"),
        "refuse_paper": lazy("Pièce refusée"),
        "evaluate_student": lazy("Évaluation de l’étudiant donnée"),
        "evaluate_supervisor": lazy("Évaluation du responsable pédagogique donnée"),
        "evaluate_tutor": lazy("Évaluation du tuteur donnée"),
        "issue_certificate": lazy("Attestation de stage établie par l’organisme d’accueil"),
        "plan_visit": lazy("Visite prévue"),
        "report_visit": lazy("Visite faite"),
        "cancel_visit": lazy("Visite annulée"),
    }
)
errors.OBSTACLES.update(
    {
        "papers_missing": lazy("Il manque des pièces acceptées : %(papers)s."),
        "papers_closed": lazy("On ne dépose et on n’examine plus de pièce dans l’état actuel du dossier."),
        "paper_replaced": lazy("Une version plus récente de cette pièce est déposée : examinez-la."),
        "too_many_versions": lazy("Déjà %(most)s versions : demandez à votre groupe de gestionnaires."),
        "evaluation_over": lazy("Cette évaluation est déjà donnée : elle ne change plus."),
        "certificate_changed": lazy(
            "Une autre attestation vient d’être établie : relisez-la avant d’en établir une nouvelle."
        ),
        "same_certificate": lazy("Rien ne diffère de la dernière attestation établie."),
        "visit_over": lazy("Cette visite est déjà faite ou annulée."),
        "too_many_visits": lazy("Déjà %(most)s visites pour ce stage."),
        "one_is_open": lazy("Vous avez déjà signalé une difficulté qui n’est pas close : attendez la réponse."),
        "difficulty_over": lazy("Cette difficulté est close."),
        "not_followed_yet": lazy("Ce stage n’est pas encore suivi : son autorisation n’est pas validée."),
    }
)
errors.FIELDS["differs_from_file"] = lazy(
    "La présence ou la gratification n’est pas celle que le dossier compte : corrigez-la, ou dites pourquoi."
)


def paper_name(paper: dict[str, Any]) -> str:
    """As the group writes it, in the page's language; a paper that is asked no more keeps its code."""
    return (
        paper.get(page_language())
        or paper.get("fr")
        or _("Pièce qui n’est plus demandée (%(code)s)", code=paper["code"])
    )


def reason(one: dict[str, Any]) -> str:
    return errors.filled(REASONS.get(one["code"], one["code"]), one["params"])
