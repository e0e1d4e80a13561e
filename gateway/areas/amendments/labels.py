"""The words of amendments."""

from contracts.vocabulary import AmendmentKind, AmendmentState
from gateway import errors
from gateway.areas.agreements.labels import FIELD_NAMES, MoveWords
from gateway.areas.agreements.labels import MOVES as FILE_MOVES
from gateway.i18n import lazy
from gateway.labels import CHIPS, TABLES, Chip

STATES = {
    AmendmentState.DRAFT: Chip("plain", "pencil", lazy("Brouillon")),
    AmendmentState.AWAITING_SUPERVISOR: Chip("wait", "hourglass-split", lazy("Chez le responsable pédagogique")),
    AmendmentState.AWAITING_OFFICER: Chip("wait", "hourglass-split", lazy("Chez les gestionnaires")),
    AmendmentState.TO_CLARIFY: Chip("warn", "question-circle", lazy("À améliorer / préciser")),
    AmendmentState.REFUSED: Chip("no", "x-lg", lazy("Refusé")),
    AmendmentState.VALIDATED: Chip("ok", "check-lg", lazy("Validé, à signer")),
    AmendmentState.SIGNING: Chip("wait", "pen", lazy("En cours de signature")),
    AmendmentState.SIGNED: Chip("ok", "patch-check", lazy("Signé, appliqué")),
    AmendmentState.DROPPED: Chip("plain", "slash-circle", lazy("Abandonné")),
}
LEXICON = {
    AmendmentState.DRAFT: lazy("L’avenant s’écrit : il n’engage encore personne."),
    AmendmentState.AWAITING_SUPERVISOR: lazy("Le responsable pédagogique dit si ce changement convient aux études."),
    AmendmentState.AWAITING_OFFICER: lazy("Les gestionnaires vérifient que la loi le permet."),
    AmendmentState.TO_CLARIFY: lazy("Une question est posée : l’avenant est à corriger, puis à soumettre à nouveau."),
    AmendmentState.REFUSED: lazy("Ce changement n’aura pas lieu ; la raison est au dossier."),
    AmendmentState.VALIDATED: lazy("Le document est prêt ; la convention ne change pas avant qu’il soit signé."),
    AmendmentState.SIGNING: lazy("Chaque signataire de la convention signe aussi l’avenant."),
    AmendmentState.SIGNED: lazy("Tous ont signé : ce qu’il change vaut désormais pour la convention."),
    AmendmentState.DROPPED: lazy("Il a été abandonné avant d’être signé : la convention reste ce qu’elle est."),
}
CHIPS["amendment"] = {str(state): chip for state, chip in STATES.items()}
KINDS = {
    AmendmentKind.DATES: lazy("Les dates"),
    AmendmentKind.PLACE: lazy("Le lieu"),
    AmendmentKind.TUTOR: lazy("Le tuteur"),
    AmendmentKind.REFERENT: lazy("L’enseignant référent"),
    AmendmentKind.SUBJECT: lazy("Le sujet ou les activités"),
    AmendmentKind.HOURS: lazy("Les horaires"),
    AmendmentKind.STIPEND: lazy("La gratification"),
    AmendmentKind.INTERRUPTION: lazy("Une interruption"),
    AmendmentKind.TERMINATION: lazy("Une fin anticipée"),
    AmendmentKind.OTHER: lazy("Autre chose"),
}
TABLES["amendment_kind"] = KINDS
MOVES = {
    "edit_amendment": MoveWords(lazy("Modifier cet avenant"), "pencil", ""),
    "submit": MoveWords(
        lazy("Soumettre au responsable pédagogique"), "send", lazy("L’avenant est soumis au responsable pédagogique.")
    ),
    "approve": MoveWords(
        lazy("Approuver"), "check-lg", lazy("Avenant approuvé : il est chez les gestionnaires."), lazy("Un mot")
    ),
    "validate": MoveWords(
        lazy("Valider l’avenant"),
        "check-lg",
        lazy("Avenant validé : le document est prêt."),
        lazy("Un mot à l’étudiant"),
    ),
    "validate_despite_controls": MoveWords(
        lazy("Valider malgré les contrôles à lever"),
        "unlock",
        lazy("Avenant validé : la raison est gardée au dossier."),
        lazy("La raison"),
        "btn-link",
    ),
    "ask_precisions": FILE_MOVES["ask_precisions"],
    "refuse": MoveWords(lazy("Refuser"), "x-lg", lazy("Avenant refusé."), lazy("Les raisons du refus")),
    "withdraw_validation": FILE_MOVES["withdraw_validation"],
    "open_signatures": MoveWords(
        lazy("Ouvrir la signature électronique"), "pen", lazy("L’avenant part à la signature.")
    ),
    "open_paper": MoveWords(
        lazy("Faire signer sur papier"), "printer", lazy("L’avenant se signe sur papier : saisissez les dates ici.")
    ),
    "sign": FILE_MOVES["sign"],
    "record_paper": FILE_MOVES["record_paper"],
    "refuse_to_sign": FILE_MOVES["refuse_to_sign"],
    "cancel_signatures": FILE_MOVES["cancel_signatures"],
    "drop": MoveWords(
        lazy("Abandonner cet avenant"), "slash-circle", lazy("L’avenant est abandonné."), lazy("La raison"), "btn-link"
    ),
}
FACTS = {
    "request.starts_on": lazy("Date de début"),
    "request.ends_on": lazy("Date de fin"),
    "request.place": lazy("Lieu du stage"),
    "request.title": lazy("Sujet"),
    "request.description": lazy("Descriptif"),
    "convention.activities": lazy("Activités confiées"),
    "convention.referent_id": lazy("Enseignant référent"),
    "convention.weekly_minutes": lazy("Heures de présence par semaine"),
    "convention.weekdays": lazy("Jours travaillés"),
    "convention.stipend_cents": lazy("Gratification mensuelle brute"),
    "convention.stipend_payment": lazy("Versement de la gratification"),
    "convention.interruptions": lazy("Interruptions"),
    "tutor": lazy("Tuteur"),
    "referent": lazy("Enseignant référent"),
    "ended_on": lazy("Dernier jour de présence"),
    "end_ground": lazy("Motif de la fin"),
    "words": lazy("Autre changement"),
}
FIELD_NAMES.update(
    {
        "kinds": lazy("Ce qui change"),
        "reason": lazy("La raison"),
        "suspended_from": lazy("Début de l’interruption"),
        "suspended_to": lazy("Fin de l’interruption"),
        "ended_on": lazy("Dernier jour de présence"),
        "ground": lazy("Motif"),
        "words": lazy("Ce qui change, en toutes lettres"),
    }
)
errors.FIELDS.setdefault("outside_internship", lazy("Cette date n’est pas dans la durée du stage."))
