"""The words of templates of documents."""

from gateway import errors
from gateway.i18n import lazy
from gateway.labels import CHIPS, TABLES, Chip

KINDS = {
    "convention": lazy("Convention de stage"),
    "amendment": lazy("Avenant"),
    "certificate": lazy("Attestation de stage"),
}
TABLES["template_kind"] = KINDS
CHIPS["template"] = {
    "draft": Chip("wait", "pencil", lazy("Brouillon")),
    "published": Chip("ok", "check-lg", lazy("Publié")),
}
BLANKS = {
    "university": lazy("l’établissement"),
    "host": lazy("l’organisme d’accueil"),
    "student": lazy("le stagiaire"),
    "referent": lazy("l’enseignant référent"),
    "tutor": lazy("le tuteur de stage"),
    "subject": lazy("le sujet"),
    "starts_on": lazy("le premier jour"),
    "ends_on": lazy("le dernier jour"),
    "reference": lazy("la référence"),
}
errors.FIELDS.update(
    {
        "unknown_placeholder": lazy(
            "Une accolade ne contient pas un nom connu. Les noms connus sont indiqués sur la page."
        ),
        "missing_placeholder": lazy("Un nom entre accolades de ce texte manque : il est indiqué sous le champ."),
    }
)
errors.WORDS["no_draft_to_publish"] = lazy("Il n’y a pas de brouillon à publier : enregistrez-en un d’abord.")
