"""The guide's words for the states of a file."""

from typing import Any, NamedTuple

from contracts.vocabulary import RequestOrigin, State, Zone
from gateway import errors
from gateway.i18n import lazy
from gateway.labels import CHIPS, TABLES, Chip

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
    State.SIGNING: Chip("wait", "pen", lazy("En cours de signature")),
    State.DROPPED: Chip("plain", "slash-circle", lazy("Sans suite")),
    State.SIGNED: Chip("ok", "pen", lazy("Signée")),
    State.RUNNING: Chip("ok", "play", lazy("En cours")),
    State.FINISHED: Chip("ok", "flag", lazy("Terminée")),
    State.INTERRUPTED: Chip("warn", "pause", lazy("Interrompue")),
    State.BROKEN_OFF: Chip("no", "x-octagon", lazy("Rompue")),
}
CHIPS["internship"] = {str(state): chip for state, chip in STATES.items()}


MANAGERS_UNKNOWN = lazy(
    "Les adresses des gestionnaires de ce groupe ne sont pas encore toutes connues : réessayez dans une minute."
)


class MoveWords(NamedTuple):
    """`comment` labels the text that goes with the move; `done` is said once it is made."""

    label: Any
    icon: str
    done: Any
    comment: Any = ""
    style: str = "btn-outline-primary"


MOVES = {
    "submit": MoveWords(
        lazy("Soumettre cette autorisation de stage à la validation du responsable pédagogique"),
        "send",
        lazy("Votre demande est soumise à votre responsable pédagogique."),
    ),
    "edit_request": MoveWords(lazy("Modifier cette demande"), "pencil", ""),
    "delete": MoveWords(lazy("Supprimer cette demande"), "trash", lazy("La demande est supprimée."), style="btn-link"),
    "validate": MoveWords(
        lazy("Valider"),
        "check-lg",
        lazy("Demande validée : l’étudiant peut compléter sa convention."),
        lazy("Un mot à l’étudiant"),
    ),
    "ask_precisions": MoveWords(
        lazy("Demander des précisions"),
        "question-circle",
        lazy("Vos questions sont envoyées à l’étudiant."),
        lazy("Vos questions à l’étudiant"),
    ),
    "refuse": MoveWords(
        lazy("Refuser"), "x-lg", lazy("Demande refusée : l’étudiant lit vos raisons."), lazy("Les raisons du refus")
    ),
    "take_back": MoveWords(
        lazy("Revenir sur ma validation"),
        "arrow-counterclockwise",
        lazy("La demande attend à nouveau votre décision."),
        lazy("La raison"),
        style="btn-link",
    ),
    "override_control": MoveWords(lazy("Lever un contrôle légal, avec une raison"), "unlock", ""),
    "complete_host_part": MoveWords(lazy("Vérifier et compléter la partie de l’entreprise"), "building", ""),
    "complete_convention": MoveWords(lazy("Compléter sa convention"), "pencil", ""),
    "edit_convention": MoveWords(lazy("Modifier cette convention"), "pencil", ""),
    "submit_convention": MoveWords(
        lazy("Soumettre ce brouillon de convention à la validation des gestionnaires de convention"),
        "send",
        lazy("Votre convention est soumise au groupe de gestionnaires."),
    ),
    "submit_hours": MoveWords(
        lazy("Soumettre ces horaires à votre responsable pédagogique"),
        "send",
        lazy("Votre responsable pédagogique décide à nouveau ; votre convention reste comme vous l’avez remplie."),
        lazy("Un mot à votre responsable pédagogique"),
    ),
    "reopen_request": MoveWords(
        lazy("Changer l’entreprise, les dates, le sujet ou le lieu"),
        "arrow-counterclockwise",
        lazy("Votre demande est rouverte : modifiez-la, puis soumettez-la à nouveau à votre responsable pédagogique."),
        lazy("Ce qui change"),
        style="btn-link",
    ),
    "validate_convention": MoveWords(
        lazy("Valider la convention"),
        "check-lg",
        lazy("Convention validée : le PDF est prêt, l’étudiant est averti."),
        lazy("Un mot à l’étudiant"),
    ),
    "ask_precisions_convention": MoveWords(
        lazy("Demander des précisions"),
        "question-circle",
        lazy("Vos questions sont envoyées à l’étudiant."),
        lazy("Vos questions à l’étudiant"),
    ),
    "refuse_convention": MoveWords(
        lazy("Refuser la convention"),
        "x-lg",
        lazy("Convention refusée : l’étudiant lit vos raisons."),
        lazy("Les raisons du refus"),
    ),
    "drop": MoveWords(
        lazy("Ne pas donner suite à cette demande"),
        "slash-circle",
        lazy("Le dossier est classé sans suite ; il reste dans votre historique."),
        lazy("La raison"),
        style="btn-link",
    ),
    "invite_host": MoveWords(
        lazy("Envoyer sa page à l’entreprise"),
        "envelope-paper",
        lazy("L’entreprise reçoit le lien de sa page par e-mail."),
    ),
    "withdraw_validation": MoveWords(
        lazy("Reprendre la validation"),
        "arrow-counterclockwise",
        lazy("La validation est reprise ; le PDF ne vaut plus."),
        lazy("La raison"),
        style="btn-link",
    ),
    "open_signatures": MoveWords(
        lazy("Ouvrir la signature électronique"),
        "pen",
        lazy("La convention part à la signature : chacun reçoit son lien à son tour."),
    ),
    "open_paper": MoveWords(
        lazy("Faire signer sur papier"), "printer", lazy("La convention se signe sur papier : saisissez les dates ici.")
    ),
    "sign": MoveWords(lazy("Lire et signer"), "pen", lazy("Votre signature est enregistrée.")),
    "record_paper": MoveWords(lazy("Saisir les signatures du papier"), "clipboard-check", ""),
    "refuse_to_sign": MoveWords(
        lazy("Refuser de signer"),
        "x-lg",
        lazy("Votre refus et sa raison sont transmis."),
        lazy("La raison"),
        "btn-link",
    ),
    "cancel_signatures": MoveWords(
        lazy("Arrêter la signature"),
        "stop-circle",
        lazy("La signature est arrêtée ; les liens ne servent plus."),
        lazy("La raison"),
        style="btn-link",
    ),
    "break_off": MoveWords(lazy("Enregistrer une fin anticipée"), "x-octagon", "", "", style="btn-link"),
    "withdraw_end": MoveWords(
        lazy("Retirer la fin anticipée prévue"),
        "arrow-counterclockwise",
        lazy("La fin anticipée est retirée : le stage va jusqu’à la date convenue."),
        lazy("La raison"),
        style="btn-link",
    ),
    "call_off": MoveWords(
        lazy("Annuler le stage, qui n’a pas lieu"),
        "slash-circle",
        lazy("Le stage est annulé et le dossier classé sans suite. Prévenez aussi l’entreprise."),
        lazy("La raison"),
        style="btn-link",
    ),
    "see_pdf": MoveWords(lazy("Voir la convention en PDF"), "file-earmark-pdf", ""),
    "create": MoveWords(lazy("Créer"), "plus", ""),
}
HAPPENED = {
    "create": lazy("Demande créée"),
    "submit": lazy("Demande soumise au responsable pédagogique"),
    "delete": lazy("Demande supprimée"),
    "validate": lazy("Autorisation validée"),
    "ask_precisions": lazy("Précisions demandées par le responsable pédagogique"),
    "refuse": lazy("Demande refusée"),
    "take_back": lazy("Validation reprise par le responsable pédagogique"),
    "complete_convention": lazy("Convention commencée"),
    "submit_convention": lazy("Convention soumise au groupe de gestionnaires"),
    "submit_hours": lazy("Horaires changés, soumis au responsable pédagogique"),
    "reopen_request": lazy("Demande rouverte par l’étudiant"),
    "validate_convention": lazy("Convention validée"),
    "ask_precisions_convention": lazy("Précisions demandées par un gestionnaire"),
    "refuse_convention": lazy("Convention refusée"),
    "override_control": lazy("Contrôle légal levé par un gestionnaire"),
    "drop": lazy("Sans suite"),
    "invite_host": lazy("Page envoyée à l’entreprise"),
    "complete_host_part": lazy("Partie de l’entreprise vérifiée et complétée"),
    "withdraw_validation": lazy("Validation reprise par un gestionnaire"),
    "open_signatures": lazy("Signature électronique ouverte"),
    "open_paper": lazy("Signature sur papier ouverte"),
    "sign": lazy("Signature"),
    "record_paper": lazy("Signatures du papier saisies"),
    "refuse_to_sign": lazy("Signature refusée"),
    "cancel_signatures": lazy("Signature arrêtée"),
    "resend_signature": lazy("Lien de signature renvoyé"),
    "ask_new_link": lazy("Nouveau lien demandé"),
    "complete_signatures": lazy("Convention signée par tous et scellée"),
    "start": lazy("Stage commencé"),
    "interrupt": lazy("Stage interrompu"),
    "resume": lazy("Stage repris"),
    "finish": lazy("Stage terminé"),
    "break_off": lazy("Stage rompu"),
    "end_by_amendment": lazy("Stage rompu par avenant"),
    "plan_end": lazy("Fin anticipée prévue"),
    "withdraw_end": lazy("Fin anticipée retirée"),
    "call_off": lazy("Stage annulé : il n’a pas lieu"),
    "end_early": lazy("Stage rompu, le dernier jour prévu étant passé"),
}
AMENDMENT_HAPPENED = {
    "create": lazy("Avenant n° %(number)s préparé"),
    "submit": lazy("Avenant n° %(number)s soumis au responsable pédagogique"),
    "approve": lazy("Avenant n° %(number)s approuvé"),
    "ask_precisions": lazy("Précisions demandées sur l’avenant n° %(number)s"),
    "refuse": lazy("Avenant n° %(number)s refusé"),
    "validate": lazy("Avenant n° %(number)s validé"),
    "validate_despite_controls": lazy("Avenant n° %(number)s validé malgré un contrôle"),
    "edit": lazy("Avenant n° %(number)s modifié par une autre partie"),
    "withdraw_validation": lazy("Validation de l’avenant n° %(number)s reprise"),
    "open_signatures": lazy("Signature de l’avenant n° %(number)s ouverte"),
    "open_paper": lazy("Signature sur papier de l’avenant n° %(number)s ouverte"),
    "sign": lazy("Signature de l’avenant n° %(number)s"),
    "record_paper": lazy("Signatures de l’avenant n° %(number)s saisies"),
    "refuse_to_sign": lazy("Signature de l’avenant n° %(number)s refusée"),
    "cancel_signatures": lazy("Signature de l’avenant n° %(number)s arrêtée"),
    "complete_signatures": lazy("Avenant n° %(number)s signé par tous et scellé"),
    "drop": lazy("Avenant n° %(number)s abandonné"),
    "lapse": lazy("Avenant n° %(number)s sans suite, le stage étant annulé"),
}
STEPS = {
    "authorization": lazy("Autorisation"),
    "convention": lazy("Convention"),
    "signatures": lazy("Signatures"),
    "done": lazy("Stage"),
}
HOLDERS = {
    "student": lazy("l’étudiant"),
    "supervisor": lazy("le responsable pédagogique"),
    "officer": lazy("le groupe de gestionnaires"),
    "signatory": lazy("le prochain signataire"),
}
ORIGINS = {
    RequestOrigin.PERSONAL_CONTACT: lazy("Contact personnel"),
    RequestOrigin.PLATFORM_OFFER: lazy("Offre de la plateforme"),
    RequestOrigin.OTHER_OFFER: lazy("Offre d’un autre site"),
    RequestOrigin.UNSOLICITED: lazy("Candidature spontanée"),
    RequestOrigin.UNIVERSITY_NETWORK: lazy("Réseau de l’université"),
    RequestOrigin.FAIR: lazy("Forum, salon"),
    RequestOrigin.OTHER: lazy("Autre"),
}
ZONES = {
    Zone.FRANCE: lazy("France"),
    Zone.OVERSEAS_FRANCE: lazy("France d’outre-mer"),
    Zone.EUROPEAN_UNION: lazy("Union européenne"),
    Zone.OTHER_EUROPE: lazy("Autre pays d’Europe"),
    Zone.NORTH_AMERICA: lazy("Amérique du Nord"),
    Zone.SOUTH_AMERICA: lazy("Amérique centrale et du Sud"),
    Zone.AFRICA: lazy("Afrique"),
    Zone.ASIA: lazy("Asie"),
    Zone.OCEANIA: lazy("Océanie"),
}
WEEKDAYS = {
    "mon": lazy("Lundi"),
    "tue": lazy("Mardi"),
    "wed": lazy("Mercredi"),
    "thu": lazy("Jeudi"),
    "fri": lazy("Vendredi"),
    "sat": lazy("Samedi"),
    "sun": lazy("Dimanche"),
}
TABLES["origin"] = ORIGINS
TABLES["zone"] = ZONES
TABLES["weekday"] = WEEKDAYS
PARTIES = HOLDERS | {
    "referent": lazy("l’enseignant référent"),
    "host": lazy("l’entreprise"),
    "signatory": lazy("le signataire"),
}
TABLES["holder"] = HOLDERS

SLOTS = {
    "student": lazy("stagiaire"),
    "host": lazy("signataire de l’entreprise"),
    "tutor": lazy("tuteur"),
    "referent": lazy("enseignant référent"),
    "university": lazy("signataire de l’établissement"),
    "other1": lazy("premier signataire supplémentaire"),
    "other2": lazy("second signataire supplémentaire"),
}
SIGNED_AS = SLOTS | {"legal_representative": lazy("représentant légal"), "other": lazy("autre signataire")}
FIELD_NAMES = {
    "duration_months": lazy("Durée"),
    "title": lazy("Intitulé du stage"),
    "description": lazy("Descriptif de la mission"),
    "function": lazy("Secteur / Fonction"),
    "starts_on": lazy("Date de début de stage"),
    "ends_on": lazy("Date de fin de stage"),
    "zone": lazy("Zone géographique"),
    "supervisor_id": lazy("Responsable pédagogique"),
    "host_id": lazy("Entreprise"),
    "tutor_id": lazy("Tuteur de stage"),
    "place.address1": lazy("Adresse du lieu de stage"),
    "place.city": lazy("Ville du lieu de stage"),
    "place.country": lazy("Pays du lieu de stage"),
    "signatory.last_name": lazy("Nom du signataire en entreprise"),
    "signatory.first_name": lazy("Prénom du signataire en entreprise"),
    "signatory.role": lazy("Fonction du signataire en entreprise"),
    "signatory.email": lazy("E-mail du signataire en entreprise"),
    "officer_group_id": lazy("Groupe de gestionnaires"),
    "teaching_hours": lazy("Volume horaire d’enseignement"),
    "referent_id": lazy("Enseignant référent"),
    "skills": lazy("Compétences à acquérir"),
    "activities": lazy("Activités confiées"),
    "weekly_minutes": lazy("Heures de présence par semaine"),
    "weekdays": lazy("Jours travaillés"),
    "supervision": lazy("Modalités d’encadrement"),
    "stipend_cents": lazy("Gratification mensuelle brute"),
    "stipend_payment": lazy("Versement de la gratification"),
    "social_cover": lazy("Protection sociale"),
    "insurance": lazy("Assurance de responsabilité civile"),
    "absences": lazy("Congés et absences autorisées"),
    "suspension": lazy("Suspension et résiliation"),
    "interruption": lazy("Validation en cas d’interruption"),
    "certificate": lazy("Attestation de stage"),
    "legal_representative.name": lazy("Représentant légal"),
    "weeks": lazy("les jours, les heures ou des dates justes d’une période irrégulière"),
    "interruptions": lazy("des dates justes d’une interruption"),
}
HOST_FIELDS = FIELD_NAMES | {
    "signatory": lazy("Signataire en entreprise"),
    "headcount": lazy("Effectif de l’organisme"),
    "post": lazy("Poste ou service"),
    "unusual_hours": lazy("Présence de nuit, le dimanche ou un jour férié"),
    "benefits": lazy("Avantages"),
    "house_rules": lazy("Règlement intérieur"),
}

STARTED = lazy("Le premier jour est passé. Toutes les signatures doivent être datées d’avant lui.")
CONTROLS = {
    "duration": (
        lazy("Durée dans l’organisme"),
        lazy(
            "%(hours)s h sur %(ceiling)s h au plus pour l’année universitaire %(academic_year)s. Ce stage : %(own_hours)s h, "
            "soit %(days)s jours de 7 h ; autres stages dans cet organisme : %(other_hours)s h."
        ),
    ),
    "start": (
        lazy("Départ après signature"),
        lazy(
            "Jours avant le départ : %(days_left)s. Toutes les signatures doivent être datées d’avant le premier jour."
        ),
    ),
    "stipend": (
        lazy("Gratification"),
        lazy(
            "Obligatoire au-delà de %(threshold)s h ; il y en a %(hours)s, autres stages dans cet organisme compris. "
            "Prévue : %(planned)s ; plancher : %(floor)s de l’heure, soit %(least)s pour un mois complet."
        ),
    ),
    "teaching": (
        lazy("Volume d’enseignement"),
        lazy(
            "%(hours)s h d’enseignement par an, dont en présence : %(presence)s. Au moins %(floor)s h, dont "
            "%(presence_floor)s en présence."
        ),
    ),
    "tutor_quota": (
        lazy("Stagiaires du tuteur"),
        lazy("Autres stagiaires suivis en même temps par ce tuteur : %(others)s. Au plus %(most)s en tout."),
    ),
    "referent_quota": (
        lazy("Étudiants de l’enseignant référent"),
        lazy("Autres étudiants suivis en même temps par cet enseignant : %(others)s. Au plus %(most)s en tout."),
    ),
    "host_quota": (
        lazy("Stagiaires de l’organisme"),
        lazy(
            "Autres stagiaires dans la semaine la plus chargée : %(others)s. Au plus %(most)s en tout ; effectif déclaré : "
            "%(headcount)s."
        ),
    ),
    "waiting_period": (
        lazy("Délai entre deux stages sur ce poste"),
        lazy(
            "Le stage précédent a duré %(previous_days)s jours, jusqu’au %(previous_end)s : le suivant attend un tiers de "
            "cette durée et peut commencer le %(earliest)s."
        ),
    ),
    "working_time": (
        lazy("Temps de présence"),
        lazy(
            "La semaine la plus chargée : %(weekly)s h, %(daily)s h par jour, %(days)s jours. Durée légale : %(legal)s h ; "
            "au plus %(most)s h par semaine, %(most_daily)s h par jour et %(most_days)s jours."
        ),
    ),
    "leave": (
        lazy("Congés et absences"),
        lazy("Au-delà de %(threshold)s h, la convention dit quels congés et quelles absences sont possibles."),
    ),
    "minor": (
        lazy("Étudiant mineur"),
        lazy("L’étudiant a moins de %(majority)s ans au premier jour : son représentant légal signe à sa place."),
    ),
    "abroad": (
        lazy("Stage hors de France"),
        lazy(
            "Une fiche d’information sur le droit du pays est à annexer. La gratification, les quotas et les horaires du "
            "droit français ne sont pas contrôlés."
        ),
    ),
}
ONLY_WHAT_WE_KNOW = {"tutor_quota", "referent_quota", "host_quota", "waiting_period"}
WAITS_FOR = {
    State.SIGNED: lazy("le premier jour du stage"),
    State.RUNNING: lazy("le dernier jour du stage"),
    State.INTERRUPTED: lazy("le jour de la reprise"),
    State.FINISHED: lazy("l’entreprise pour l’attestation, chacun pour son évaluation"),
    State.BROKEN_OFF: lazy("l’entreprise pour l’attestation, chacun pour son évaluation"),
}
"""What a state waits for when it waits for no move of a person."""
CONTROL_STATUS = {
    "ok": Chip("ok", "check-lg", lazy("Conforme")),
    "lifted": Chip("warn", "unlock", lazy("Levé")),
    "warning": Chip("warn", "exclamation-triangle", lazy("À surveiller")),
    "refusal": Chip("no", "exclamation-octagon", lazy("Non conforme")),
}
SPREADS = {
    "hours": lazy("Selon les heures de chaque mois"),
    "even": lazy("En parts égales chaque mois"),
}

errors.OBSTACLES.update(
    {
        "request_incomplete": lazy("Il manque : %(fields)s."),
        "convention_incomplete": lazy("Il manque : %(fields)s."),
        "already_over": lazy("Ce stage est déjà terminé : vérifiez ses dates."),
        "end_before_start": lazy("La date de fin est avant la date de début."),
        "controls_to_lift": lazy("À lever d’abord par un gestionnaire, avec une raison : %(controls)s."),
        "nothing_to_lift": lazy("Aucun contrôle n’est à lever sur ce dossier."),
        "hours_changed": lazy(
            "Votre responsable pédagogique a validé %(minutes_before)s de présence ; votre convention en compte "
            "%(minutes_now)s. Il doit valider ce changement."
        ),
        "hours_as_authorized": lazy("Les heures sont celles que votre responsable pédagogique a validées."),
        "no_end_planned": lazy("Aucune fin anticipée n’est prévue par un gestionnaire."),
        "visit_was_held": lazy("Une visite de ce stage a eu lieu : enregistrez plutôt une fin anticipée."),
        "already_evaluated": lazy(
            "Ce stage a une évaluation ou une attestation : enregistrez plutôt une fin anticipée."
        ),
        "begun_long_ago": lazy(
            "Le premier jour est passé depuis plus de %(days)s jours : enregistrez plutôt une fin anticipée."
        ),
        "not_called_off": lazy("Ce stage n’est pas annulé."),
        "control_not_overridable": lazy("Ce contrôle ne peut pas être levé : %(controls)s."),
        "against_the_law": lazy("La loi ne le permet pas : %(controls)s."),
        "convention_begun": lazy("L’étudiant a commencé sa convention : demandez-lui plutôt de rouvrir sa demande."),
        "move_not_offered": lazy("Cette action n’est plus possible dans l’état actuel du dossier."),
        "host_unreachable": lazy(
            "Ni le signataire de l’entreprise ni le tuteur n’ont d’adresse e-mail dans le dossier."
        ),
        "signatories_unknown": lazy("Il manque le nom ou l’adresse e-mail de : %(slots)s."),
        "addresses_unsound": lazy("Une adresse e-mail ne peut pas recevoir de message : %(slots)s."),
        "student_signs_for_another": lazy(
            "L’étudiant ne signe que pour lui-même : l’adresse de %(slots)s est la sienne, corrigez-la."
        ),
        "manager_signs_for_another": lazy(
            "Un gestionnaire de ce dossier ne signe que pour l’université. Une adresse est la sienne ou celle de son groupe, il "
            "en faut une autre : %(slots)s."
        ),
        "managers_unknown": MANAGERS_UNKNOWN,
        "one_signs_for_both_sides": lazy(
            "Un même lien ne signe pas pour l’organisme d’accueil et pour l’université : corrigez l’adresse de %(slots)s, ou "
            "faites signer sur papier."
        ),
        "first_day_is_past": lazy("Le premier jour ne change plus une fois venu, et ne va pas dans le passé."),
        "signatures_missing": lazy("Toutes les signatures ne sont pas prouvées sur ce document."),
        "no_signatures_open": lazy("Aucune signature n’est ouverte sur ce document."),
        "not_your_turn": lazy("Ce n’est pas à vous de signer maintenant."),
        "document_changed": lazy("Le document a changé depuis que vous l’avez lu : relisez-le avant de signer."),
        "too_late_to_sign": lazy(
            "Le stage a commencé : la loi veut que toutes les signatures soient datées d’avant le premier jour. "
            "Un gestionnaire peut lever ce contrôle avec une raison."
        ),
        "link_over": lazy("Ce lien ne sert plus."),
        "too_many_links": lazy("Déjà %(most)s liens envoyés en un jour : cherchez le dernier dans vos e-mails."),
        "on_paper": lazy("Ce document se signe sur le papier, dont les gestionnaires saisissent les dates."),
        "not_on_paper": lazy("Cette signature est électronique : arrêtez-la d’abord pour passer au papier."),
        "suspended": lazy("Une interruption est en cours."),
        "not_suspended": lazy("Aucune interruption n’est en cours."),
        "not_begun": lazy("Le stage n’a pas commencé."),
        "not_over": lazy("Le stage n’est pas terminé."),
        "no_day_to_come": lazy("Le stage n’a plus de jour à venir."),
        "file_not_under_way": lazy("Un avenant demande une convention signée et un stage qui n’est pas terminé."),
        "another_is_open": lazy("Un avenant est déjà en cours sur ce dossier : terminez-le d’abord."),
        "amendment_incomplete": lazy("Il manque : %(fields)s."),
        "nothing_changes": lazy("Cet avenant ne change rien à ce qui est signé."),
        "comment_required": lazy("Écrivez un mot : l’étudiant doit pouvoir comprendre."),
        "no_convention_yet": lazy("La convention n’est pas encore commencée."),
        "too_complex_to_draw": lazy(
            "Ce document ne peut pas être composé : un de ses textes est trop complexe à mettre en page (signes empilés, mot "
            "sans fin). Simplifiez ce texte, ou demandez à qui l’a écrit de le simplifier, puis recommencez."
        ),
        "candidacy_withdrawn": lazy("Cette candidature est retirée."),
        "other_circuit": lazy(
            "Votre composante établit ses conventions ailleurs : la page d’information vous dit où et à qui vous adresser."
        ),
        "students_only": lazy("Seul un étudiant peut demander une autorisation de stage."),
    }
)
errors.FIELDS.update(
    {
        "outside_internship": lazy("Cette date est en dehors du stage."),
        "overlapping": lazy("Cette période en recouvre une autre."),
        "yourself": lazy("Vous ne pouvez pas être votre propre responsable."),
        "not_a_teacher": lazy("Cette personne n’est pas enseignante."),
        "the_student_s_own": lazy("Cette adresse est celle de l’étudiant, qui ne signe que pour lui-même."),
        "a_manager_s_own": lazy(
            "Cette adresse est celle d’un gestionnaire de ce groupe ou du groupe lui-même : il ne signe que pour l’université."
        ),
        "managers_unknown": MANAGERS_UNKNOWN,
        "of_the_university": lazy(
            "Cette adresse est celle de quelqu’un de l’université, qui ne signe pas pour l’organisme d’accueil."
        ),
        "of_the_other_side": lazy(
            "Cette adresse est celle d’un signataire de l’autre partie : personne ne signe pour l’organisme d’accueil et "
            "pour l’université."
        ),
        "of_an_account": lazy("Ce signataire a un compte : son adresse est celle de son compte."),
        "not_staff": lazy(
            "Cette personne ne peut pas décider à votre place : choisissez un enseignant ou un gestionnaire."
        ),
        "over": lazy("Cette période est déjà passée."),
        "over_a_year": lazy("Un an au plus."),
        "in_the_future": lazy("Cette date est dans le futur."),
        "after_first_day": lazy("La loi veut une signature datée d’avant le premier jour du stage."),
        "before_document": lazy("Cette date est d’avant le document : il a été établi plus tard."),
        "dates_first": lazy("Saisissez d’abord la date de chaque signature."),
        "legal_signatory_missing": lazy("Les cinq signataires que la loi nomme doivent y être."),
        "signatory_twice": lazy("Un signataire est là deux fois."),
        "not_a_pdf": lazy("Ce fichier n’est pas un PDF lisible."),
        "unsafe": lazy("Ce PDF contient un programme ou une pièce jointe : imprimez-le en PDF simple."),
    }
)

LEXICON = {
    State.REQUEST_DRAFT: lazy("Mode brouillon : vous pouvez compléter, modifier ou supprimer la demande."),
    State.AWAITING_SUPERVISOR: lazy("Votre demande est chez votre responsable pédagogique, qui décide."),
    State.REQUEST_TO_CLARIFY: lazy(
        "En attente de précisions : ni validée ni refusée. Répondez, puis soumettez à nouveau la demande."
    ),
    State.REQUEST_REFUSED: lazy("Le responsable pédagogique a refusé la demande et dit pourquoi."),
    State.CONVENTION_TO_COMPLETE: lazy(
        "L’autorisation est validée : elle est devenue une convention, que vous devez compléter."
    ),
    State.CONVENTION_DRAFT: lazy(
        "La convention est enregistrée en brouillon. Soumettez-la pour continuer la procédure."
    ),
    State.AWAITING_OFFICER: lazy("La convention est chez le groupe de gestionnaires que vous avez choisi."),
    State.CONVENTION_TO_CLARIFY: lazy(
        "Un gestionnaire demande des précisions. Répondez, puis soumettez à nouveau la convention."
    ),
    State.CONVENTION_REFUSED: lazy("Un gestionnaire a refusé la convention et dit pourquoi."),
    State.VALIDATED: lazy(
        "La convention est validée et imprimée par le gestionnaire ; un e-mail vous dit comment la signer."
    ),
    State.SIGNING: lazy(
        "Chaque signataire est sollicité à son tour ; le dossier montre qui a signé et qui doit signer."
    ),
    State.SIGNED: lazy(
        "Tous ont signé, le document est scellé ; le stage commencera au jour prévu. Un changement est un avenant."
    ),
    State.RUNNING: lazy("Le stage est en cours. Un changement de dates, de lieu ou de tuteur est un avenant signé."),
    State.INTERRUPTED: lazy("Le stage est suspendu ; il reprend au jour prévu, sans rien faire."),
    State.FINISHED: lazy("Le dernier jour est passé : attestation et évaluations."),
    State.BROKEN_OFF: lazy("Le stage a pris fin avant la date prévue ; le motif est dans l’historique."),
    State.DROPPED: lazy(
        "Vous n’avez pas donné suite, ou le stage est annulé : il n’a pas lieu. Le dossier reste dans votre historique."
    ),
}
