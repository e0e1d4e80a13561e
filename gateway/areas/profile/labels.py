"""The guide's sentences and what each kind of document accepts."""

from typing import Any, NamedTuple

from contracts.vocabulary import DocumentKind
from gateway.i18n import lazy


class Kind(NamedTuple):
    """`path` is the word of the address; `accept` the browser's filter, `formats` what its reader is told."""

    path: str
    title: Any
    empty: Any
    add: Any
    form_title: Any
    accept: str
    formats: Any


PAPERS = ".pdf,.doc,.docx,.odt"
KINDS = {
    DocumentKind.CV: Kind(
        "cv",
        lazy("Gestion de vos CVs"),
        lazy("Vous n’avez envoyé aucun CV pour l’instant"),
        lazy("Ajouter un CV"),
        lazy("Ajout d’un document de type CV"),
        PAPERS,
        lazy("Formats .pdf, .doc, .docx et .odt acceptés, 10 Mo au plus."),
    ),
    DocumentKind.COVER_LETTER: Kind(
        "lettre",
        lazy("Gestion de vos Lettres de motivation"),
        lazy("Vous n’avez envoyé aucune lettre de motivation pour l’instant"),
        lazy("Ajouter une lettre de motivation"),
        lazy("Ajout d’un document de type Lettre de motivation"),
        PAPERS,
        lazy("Formats .pdf, .doc, .docx et .odt acceptés, 10 Mo au plus."),
    ),
    DocumentKind.PHOTO: Kind(
        "photo",
        lazy("Gestion de votre photo"),
        lazy("Vous n’avez envoyé aucune photo pour l’instant"),
        lazy("Ajouter une photo"),
        lazy("Ajout d’une photo"),
        ".jpg,.jpeg,.png,.webp",
        lazy("Formats JPEG, PNG et WebP acceptés, 10 Mo au plus. Elle remplace la précédente."),
    ),
}
BY_PATH = {kind.path: value for value, kind in KINDS.items()}
