"""The board's own words: what is asked of the reader, by the state of a file, and what a profile lacks."""

from typing import Any, NamedTuple

from contracts.vocabulary import State
from gateway.i18n import lazy


class Todo(NamedTuple):
    """`title` and `text` name the row's fields; `button` leads to `endpoint` (`agreements.show` when there is no better)."""

    title: Any
    text: Any
    button: Any


TODO = {
    State.REQUEST_DRAFT: Todo(
        lazy("Terminer votre demande d’autorisation « %(title)s »"),
        lazy("C’est encore un brouillon : votre responsable pédagogique ne l’a pas reçue."),
        lazy("Reprendre la demande"),
    ),
    State.REQUEST_TO_CLARIFY: Todo(
        lazy("Répondre à une question sur votre demande « %(title)s »"),
        lazy("Votre responsable pédagogique attend une précision."),
        lazy("Voir la question"),
    ),
    State.CONVENTION_TO_COMPLETE: Todo(
        lazy("Compléter votre convention avec %(host)s"),
        lazy("Votre autorisation de stage est validée."),
        lazy("Compléter sa convention"),
    ),
    State.CONVENTION_DRAFT: Todo(
        lazy("Soumettre votre convention avec %(host)s"),
        lazy("Tant que vous ne la soumettez pas, personne ne l’examine."),
        lazy("Relire et soumettre"),
    ),
    State.CONVENTION_TO_CLARIFY: Todo(
        lazy("Préciser votre convention avec %(host)s"),
        lazy("Un gestionnaire de conventions attend une précision."),
        lazy("Voir la question"),
    ),
}
OTHER_TODO = Todo(lazy("Dossier « %(title)s »"), lazy("Ce dossier attend une action de votre part."), lazy("Ouvrir"))
MISSING = {
    "identity": lazy("votre identité"),
    "cv": lazy("un CV"),
    "cover_letter": lazy("une lettre de motivation"),
    "photo": lazy("une photo"),
    "programme": lazy("votre diplôme préparé"),
}
EMPTY = {
    "candidacies": lazy("Vous n’avez aucune candidature en cours."),
    "authorizations": lazy("Vous n’avez aucune autorisation de stage en cours."),
    "conventions": lazy("Une autorisation de stage validée devient ici une convention à compléter."),
    "news": lazy("Aucune actualité dans vos groupes pour l’instant."),
}
