"""Words of the moves that a recruiter may make."""

from typing import Any, NamedTuple

from gateway.i18n import lazy


class Move(NamedTuple):
    label: Any
    icon: str
    done: Any


OFFER_MOVES = {
    "submit": Move(lazy("Soumettre à la modération"), "send", lazy("Votre offre est soumise à la modération.")),
    "close": Move(lazy("Fermer l’offre"), "lock", lazy("L’offre est fermée : on n’y candidate plus.")),
}
CANDIDACY_MOVES = {
    "shortlist": Move(lazy("Présélectionner"), "bookmark", lazy("Candidature présélectionnée.")),
    "invite": Move(lazy("Proposer un entretien"), "calendar3", lazy("Entretien proposé : le candidat est prévenu.")),
    "accept": Move(lazy("Accepter"), "check-lg", lazy("Candidature acceptée : le candidat est prévenu.")),
    "refuse": Move(lazy("Refuser"), "x-lg", lazy("Candidature refusée : le candidat est prévenu.")),
}
