"""The guide's words for the states of a file."""

from contracts.vocabulary import State
from gateway.i18n import lazy
from gateway.labels import CHIPS, Chip

STATES = {
    State.REQUEST_DRAFT: Chip("plain", "pencil", lazy("En cours d’édition")),
    State.AWAITING_SUPERVISOR: Chip(
        "wait", "hourglass-split", lazy("En attente de validation du responsable pédagogique")
    ),
    State.REQUEST_TO_CLARIFY: Chip("warn", "question-circle", lazy("À améliorer / préciser")),
    State.REQUEST_REFUSED: Chip("no", "x-lg", lazy("Refusée")),
    State.REQUEST_DELETED: Chip("plain", "trash", lazy("Supprimée")),
    State.CONVENTION_TO_COMPLETE: Chip("plain", "pencil", lazy("En cours d’édition, Convention à compléter")),
    State.CONVENTION_DRAFT: Chip(
        "plain", "pencil", lazy("Convention en attente d’être soumise à un groupe de gestionnaires")
    ),
    State.AWAITING_OFFICER: Chip(
        "wait", "hourglass-split", lazy("En attente de validation d’un gestionnaire de conventions")
    ),
    State.CONVENTION_TO_CLARIFY: Chip("warn", "question-circle", lazy("À améliorer / préciser")),
    State.CONVENTION_REFUSED: Chip("no", "x-lg", lazy("Refusée")),
    State.VALIDATED: Chip("ok", "check-lg", lazy("Validée")),
    State.DROPPED: Chip("plain", "slash-circle", lazy("Sans suite")),
    State.SIGNED: Chip("ok", "pen", lazy("Signée")),
    State.RUNNING: Chip("ok", "play", lazy("En cours")),
    State.FINISHED: Chip("ok", "flag", lazy("Terminée")),
    State.INTERRUPTED: Chip("warn", "pause", lazy("Interrompue")),
    State.BROKEN_OFF: Chip("no", "x-octagon", lazy("Rompue")),
}
CHIPS["internship"] = {str(state): chip for state, chip in STATES.items()}
