"""The words of signatures."""

from contracts.vocabulary import EndGround, SignatoryRole, SignatoryState
from gateway import errors
from gateway.i18n import lazy
from gateway.labels import CHIPS, TABLES, Chip

ROLES = {
    SignatoryRole.STUDENT: lazy("Stagiaire"),
    SignatoryRole.LEGAL_REPRESENTATIVE: lazy("Représentant légal"),
    SignatoryRole.HOST: lazy("Organisme d’accueil"),
    SignatoryRole.TUTOR: lazy("Tuteur"),
    SignatoryRole.REFERENT: lazy("Enseignant référent"),
    SignatoryRole.UNIVERSITY: lazy("Établissement"),
    SignatoryRole.OTHER: lazy("Autre signataire"),
}
SLOTS = {
    "student": ROLES[SignatoryRole.STUDENT],
    "host": ROLES[SignatoryRole.HOST],
    "tutor": ROLES[SignatoryRole.TUTOR],
    "referent": ROLES[SignatoryRole.REFERENT],
    "university": ROLES[SignatoryRole.UNIVERSITY],
    "other1": lazy("Signataire supplémentaire 1"),
    "other2": lazy("Signataire supplémentaire 2"),
}
CHIPS["signatory"] = {
    SignatoryState.WAITING: Chip("plain", "hourglass", lazy("Son tour viendra")),
    "on_paper": Chip("plain", "file-earmark-text", lazy("Signe sur le papier")),
    SignatoryState.ASKED: Chip("wait", "envelope", lazy("Sollicité")),
    SignatoryState.SIGNED: Chip("ok", "check-lg", lazy("Signé")),
    SignatoryState.REFUSED: Chip("no", "x-lg", lazy("Refusé")),
}
CHIPS["verdict"] = {
    "sealed": Chip("ok", "patch-check", lazy("Vrai et signé par tous")),
    "certified": Chip("ok", "patch-check", lazy("Vrai et scellé par l’université")),
    "on_paper": Chip("wait", "file-earmark-text", lazy("Vrai et scellé par l’université ; signé sur papier")),
    "issued": Chip("wait", "file-earmark-check", lazy("Vrai, pas encore signé par tous")),
    "unsigned": Chip(
        "warn", "file-earmark", lazy("Cette copie ne porte aucune signature ; un exemplaire signé existe")
    ),
    "unproven": Chip("no", "exclamation-octagon", lazy("Ce que nous gardons de ce document ne se prouve plus")),
    "withdrawn": Chip("warn", "file-earmark-x", lazy("Retiré : ce document ne vaut plus")),
    "altered": Chip("no", "exclamation-octagon", lazy("Modifié après coup : ne vous y fiez pas")),
    "unknown": Chip("no", "question-octagon", lazy("Inconnu : ce document ne vient pas d’ici, ou n’est plus le même")),
}
GROUNDS = {
    EndGround.AGREEMENT: lazy("D’un commun accord"),
    EndGround.STUDENT: lazy("À l’initiative du stagiaire"),
    EndGround.HOST: lazy("À l’initiative de l’organisme d’accueil"),
    EndGround.ESTABLISHMENT: lazy("À l’initiative de l’établissement"),
    EndGround.HEALTH: lazy("Santé du stagiaire"),
    EndGround.PREGNANCY: lazy("Grossesse, paternité ou adoption"),
    EndGround.HOST_BREACH: lazy("Manquement de l’organisme d’accueil"),
    EndGround.OTHER: lazy("Autre motif"),
}
SORTS = {
    "convention": lazy("Convention de stage"),
    "amendment": lazy("Avenant"),
    "certificate": lazy("Attestation de stage"),
}
MODES = {"electronic": lazy("électronique"), "paper": lazy("sur papier")}
errors.FIELDS["too_many_signatures"] = lazy("Ce PDF a trop de champs de signature : nous ne le lisons pas.")
errors.FIELDS["too_many_pages"] = lazy("Ce PDF a trop de pages : 200 au plus.")
errors.FIELDS["already_sealed"] = lazy("Ce document porte déjà notre cachet : donnez la numérisation du papier signé.")
errors.FIELDS["date_or_scan"] = lazy(
    "Saisissez au moins une date, ou donnez le document une fois toutes les dates saisies."
)
TABLES["signatory_role"] = ROLES
TABLES["slot"] = SLOTS
TABLES["ground"] = GROUNDS
TABLES["document_sort"] = SORTS
TABLES["signing_mode"] = MODES
