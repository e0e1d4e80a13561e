"""The words of the demonstration's two pages (sign-on, mailbox), and the choice of a language."""

from flask import request

LANGUAGES = ("fr", "en")

TEXTS = {
    "fr": {
        "cas_title": "Connexion",
        "cas_head": "Authentification de l’université",
        "cas_note": "Serveur de démonstration : aucun compte réel, ne saisissez aucun mot de passe personnel.",
        "username": "Identifiant",
        "password": "Mot de passe",
        "sign_in": "Se connecter",
        "people": "Personnes de la démonstration",
        "people_help": "Choisir une personne la connecte aussitôt.",
        "no_people": "La démonstration n’a pas encore de personnes.",
        "wrong": "Identifiant ou mot de passe incorrect.",
        "expired": "Ce formulaire a expiré. Recommencez.",
        "refused_title": "Service non autorisé",
        "refused": "L’application qui demande cette connexion n’est pas autorisée à utiliser ce serveur.",
        "signed_title": "Vous êtes connecté",
        "signed": "Vous êtes connecté en tant que",
        "sign_out": "Se déconnecter",
        "out_title": "Vous êtes déconnecté",
        "out": "Votre session auprès du serveur d’authentification est fermée.",
        "back": "Se connecter à nouveau",
        "mail_title": "Boîte aux lettres de la démonstration",
        "mail_note": "Tous les courriels envoyés par IPRO arrivent ici ; aucun ne quitte cette machine.",
        "search": "Destinataire",
        "show": "Rechercher",
        "everyone": "Tous les courriels",
        "count_none": "Aucun courriel.",
        "from": "De",
        "to": "À",
        "subject": "Objet",
        "date": "Date",
        "no_subject": "(sans objet)",
        "text": "Texte",
        "html": "Mise en forme",
        "attachments": "Pièces jointes",
        "bytes": "octets",
        "return": "Retour à la liste",
        "source": "Source du message",
        "not_found": "Ce courriel n’existe pas.",
    },
    "en": {
        "cas_title": "Sign in",
        "cas_head": "University sign-on",
        "cas_note": "Demonstration server: no real account here, type no password of your own.",
        "username": "User name",
        "password": "Password",
        "sign_in": "Sign in",
        "people": "People of the demonstration",
        "people_help": "Choosing a person signs them in at once.",
        "no_people": "The demonstration has no people yet.",
        "wrong": "Wrong user name or password.",
        "expired": "This form has expired. Start again.",
        "refused_title": "Service not allowed",
        "refused": "The application that asks for this sign-on may not use this server.",
        "signed_title": "You are signed in",
        "signed": "You are signed in as",
        "sign_out": "Sign out",
        "out_title": "You are signed out",
        "out": "Your session with the sign-on server is closed.",
        "back": "Sign in again",
        "mail_title": "Mailbox of the demonstration",
        "mail_note": "Every mail that IPRO sends arrives here; none leaves this machine.",
        "search": "Recipient",
        "show": "Search",
        "everyone": "All mails",
        "count_none": "No mail.",
        "from": "From",
        "to": "To",
        "subject": "Subject",
        "date": "Date",
        "no_subject": "(no subject)",
        "text": "Text",
        "html": "Formatted",
        "attachments": "Attachments",
        "bytes": "bytes",
        "return": "Back to the list",
        "source": "Message source",
        "not_found": "This mail does not exist.",
    },
}


def language() -> str:
    """CAS's own parameter first, then what the browser prefers; French when it says nothing."""
    asked = request.values.get("locale", "")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or "fr"


def words() -> dict[str, object]:
    """For templates: `t` the texts, `lang` their language."""
    return {"t": TEXTS[language()], "lang": language()}
