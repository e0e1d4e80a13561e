"""A refusal's code becomes a sentence: here, and nowhere else.

`WORDS` for refusals of a whole request, `FIELDS` for one field, `OBSTACLES` for a move that is greyed or refused.
A sentence may name the refusal's parameters: `%(hours)s`.
"""

from collections.abc import Callable
from typing import Any

from contracts.errors import Refusal
from gateway.i18n import _, lazy

WORDS = {
    "not_found": lazy("Cette page n’existe pas, ou elle ne vous est pas ouverte."),
    "not_allowed": lazy("Cette page n’est pas ouverte à votre compte."),
    "not_a_person": lazy("Connectez-vous pour continuer."),
    "no_actor": lazy("Connectez-vous pour continuer."),
    "forged_actor": lazy("Votre session n’est pas reconnue. Reconnectez-vous."),
    "expired_actor": lazy("Votre session a expiré. Reconnectez-vous."),
    "wrong_audience": lazy("Votre session n’est pas reconnue. Reconnectez-vous."),
    "bad_credentials": lazy("L’adresse ou le mot de passe n’est pas le bon."),
    "too_many_tries": lazy("Trop d’essais. Réessayez dans un quart d’heure."),
    "ticket_used": lazy("Ce ticket de connexion a déjà servi ou n’est plus valable. Connectez-vous à nouveau."),
    "sign_on_down": lazy("Le service de connexion de l’université ne répond pas. Réessayez dans un instant."),
    "invalid_input": lazy("Des informations sont à corriger."),
    "stale_version": lazy("Ce dossier a changé entre-temps. Relisez-le, puis recommencez : votre texte est gardé."),
    "unavailable": lazy("Le service ne répond pas pour l’instant. Rien n’est perdu : réessayez dans un instant."),
    "busy": lazy("Trop de personnes se connectent à la fois. Réessayez dans quelques secondes."),
    "crowded": lazy("Trop de fichiers sont vérifiés en ce moment. Réessayez dans quelques secondes."),
    "store_away": lazy(
        "Les documents ne sont pas accessibles pour l’instant. Rien n’est perdu : réessayez dans un instant."
    ),
    "seal_expired": lazy(
        "Le certificat qui scelle les documents est arrivé à son terme : rien ne peut être signé avant son renouvellement. "
        "Dites-le à l’assistance."
    ),
    "too_slow": lazy("Le service a mis trop de temps à répondre. Réessayez dans un instant."),
    "no_such_question": lazy("Ce service n’est pas encore ouvert."),
    "internal": lazy("Une erreur de notre côté a empêché cette action. Nous en avons gardé la trace."),
    "remote_fault": lazy("Une erreur de notre côté a empêché cette action. Nous en avons gardé la trace."),
    "damaged_file": lazy(
        "Ce fichier n’est plus celui qui a été gardé : nous ne l’envoyons pas. Dites-le à l’assistance."
    ),
    "too_big": lazy("Ce fichier dépasse 10 Mo."),
    "form_expired": lazy("Ce formulaire a expiré. Vérifiez votre saisie, puis envoyez-le à nouveau."),
    "already_applied": lazy("Vous avez déjà candidaté à cette offre."),
    "move_refused": lazy("Cette action n’est plus possible dans l’état actuel du dossier."),
    "offer_closed": lazy("Cette offre n’est plus ouverte aux candidatures."),
    "offer_over": lazy("La date limite de cette offre est passée."),
    "students_only": lazy("Un stage est ouvert aux seuls étudiants de l’université."),
    "no_recruiter_address": lazy("Le recruteur n’a pas d’adresse où recevoir votre candidature."),
    "candidacy_withdrawn": lazy("Cette candidature a été retirée."),
    "no_such_move_here": lazy("Cette action n’est plus possible dans l’état actuel du dossier."),
    "move_not_offered": lazy("Cette action n’est plus possible dans l’état actuel du dossier."),
    "unknown_person": lazy("Votre compte n’est pas connu de la plateforme."),
    "key_reused": lazy("Ce formulaire a déjà servi. Rouvrez la page pour recommencer."),
    "not_failed": lazy("Ce message n’est pas en échec : il est parti, ou il attend son tour."),
    "link_forgotten": lazy(
        "Le lien de ce message n’est plus gardé. Un gestionnaire peut en envoyer un autre depuis le dossier."
    ),
    "apply_on_website": lazy("On candidate à cette offre sur le site du recruteur."),
}

FIELDS = {
    "required": lazy("Ce champ est obligatoire."),
    "invalid": lazy("Cette valeur n’est pas valable."),
    "unknown": lazy("Ce champ n’est pas attendu."),
    "unknown_choice": lazy("Choisissez une des réponses proposées."),
    "too_long": lazy("Ce texte est trop long."),
    "too_many": lazy("Trop de réponses sont choisies."),
    "out_of_range": lazy("Ce nombre est trop petit ou trop grand."),
    "not_found": lazy("Cet élément n’existe pas ou n’est pas le vôtre."),
    "before_start": lazy("La date de fin est avant la date de début."),
    "in_the_past": lazy("Cette date est passée."),
    "bad_email": lazy("Cette adresse e-mail n’est pas valable."),
    "bad_phone": lazy("Ce numéro de téléphone n’est pas valable."),
    "bad_siret": lazy("Ce numéro SIRET n’est pas valable : il a 14 chiffres."),
    "bad_url": lazy("Cette adresse web n’est pas valable. Elle commence par https://."),
    "unknown_country": lazy("Ce pays n’est pas connu."),
    "exactly_one": lazy("Choisissez une entreprise, ou créez-en une : l’une des deux seulement."),
    "already_known": lazy("Cette entreprise est déjà enregistrée : recherchez-la par son nom ou son SIRET."),
    "french_only": lazy("Seule une entreprise française a un numéro SIRET."),
    "taken": lazy("Cette valeur est déjà prise."),
    "empty": lazy("Ce fichier est vide."),
    "too_big": lazy("Ce fichier dépasse 10 Mo. Allégez-le, puis recommencez."),
    "wrong_type": lazy("Ce format n’est pas accepté."),
    "not_what_its_name_says": lazy("Le contenu de ce fichier n’est pas celui que son nom annonce."),
    "encrypted": lazy("Ce fichier est protégé par un mot de passe. Envoyez-le sans protection."),
    "has_macros": lazy("Ce fichier contient des macros. Envoyez-le sans macros, ou en PDF."),
    "unreadable": lazy("Ce fichier est illisible. Ouvrez-le, enregistrez-le à nouveau, puis recommencez."),
    "says_nothing": lazy("Ce nom ne dit rien au recruteur. Mettez votre nom suivi de la fonction."),
}

# What « invalid » means, by the last part of the field's name
INVALID = {
    "siret": "bad_siret",
    "email": "bad_email",
    "apply_email": "bad_email",
    "website": "bad_url",
    "apply_url": "bad_url",
    "phone": "bad_phone",
}

IN_WORDS: dict[str, Callable[[Any], str]] = {}
"""By a parameter's name, what makes words of its list of codes; areas add theirs, as they add their obstacles."""
OBSTACLES: dict[str, Any] = {
    "boxes_unticked": lazy("Cochez les deux cases avant de commencer."),
}


def sentence(refusal: Refusal | str, **params: Any) -> str:
    """What to tell the reader. An unknown code gets a plain sentence rather than the code."""
    if isinstance(refusal, Refusal):
        code, params = refusal.code, {**refusal.params, **params}
        fallback = refusal.default_code
    else:
        code, fallback = refusal, "move_refused"
    text = WORDS.get(code) or OBSTACLES.get(code) or WORDS[fallback if fallback in WORDS else "internal"]
    return filled(text, params)


def field_sentence(code: str, field: str = "", **params: Any) -> str:
    """`field` is the name the service gives it: « invalid » says more of a SIRET than of a text."""
    if code == "invalid":
        code = INVALID.get(field.rpartition(".")[2], code)
    return filled(FIELDS.get(code) or WORDS.get(code) or OBSTACLES.get(code) or FIELDS["invalid"], params)


def obstacle(code: str, params: dict[str, Any] | None = None) -> str:
    """Why an action is greyed."""
    return filled(OBSTACLES.get(code) or WORDS.get(code) or WORDS["move_refused"], params or {})


def in_words(params: dict[str, Any]) -> dict[str, Any]:
    """Lists of codes as lists of words, by whichever area knows them."""
    return {
        name: IN_WORDS[name](value) if name in IN_WORDS and isinstance(value, list | tuple) else value
        for name, value in params.items()
    }


def filled(text: Any, params: dict[str, Any]) -> str:
    """A service of another version may send fewer parameters than the words name: then the sentence without them."""
    said = str(text)
    try:
        return said % in_words(params) if "%(" in said else said
    except (KeyError, TypeError, ValueError):
        return _("Cette action n’est pas possible pour l’instant.")
