"""Statements that are true when all is well; each answers None, or the obstacle."""

from collections.abc import Sequence
from datetime import date, timedelta

from contracts.vocabulary import PaperWhen, SigningMode
from services.agreements.rules import papers, signatories
from services.agreements.rules.authorized import changed_hours
from services.agreements.rules.controls import blocking, to_lift
from services.agreements.rules.file import File, Obstacle
from services.agreements.rules.required import missing_in_convention, missing_in_request

CALLED_OFF_WITHIN = timedelta(days=14)
"""After the first day: time enough to learn that nobody came."""


def request_complete(file: File, today: date) -> Obstacle | None:
    missing = missing_in_request(file)
    return Obstacle.of("request_incomplete", fields=missing) if missing else None


def dates_in_order(file: File, today: date) -> Obstacle | None:
    starts, ends = file.request.get("starts_on"), file.request.get("ends_on")
    return Obstacle.of("end_before_start") if starts and ends and ends < starts else None


def not_over(file: File, today: date) -> Obstacle | None:
    """An internship that has ended cannot be asked for."""
    ends = file.request.get("ends_on")
    return Obstacle.of("already_over") if ends and ends < today else None


def within_the_law(file: File, today: date) -> Obstacle | None:
    """No legal control refuses for good; what a manager may lift, and warnings, let the move pass."""
    refusing = blocking(file, today)
    return Obstacle.of("against_the_law", controls=refusing) if refusing else None


def nothing_left_to_lift(file: File, today: date) -> Obstacle | None:
    """A manager has lifted, with a reason, each control that may be and that refuses."""
    waiting = to_lift(file, today)
    return Obstacle.of("controls_to_lift", controls=waiting) if waiting else None


def something_to_lift(file: File, today: date) -> Obstacle | None:
    return None if to_lift(file, today) else Obstacle.of("nothing_to_lift")


def filled_in_by_a_manager(file: File, today: date) -> Obstacle | None:
    """A student's own draft is opened by nobody else."""
    return None if file.opened_by else Obstacle.of("not_opened_by_a_manager")


def nobody_built_on_it(file: File, today: date) -> Obstacle | None:
    """The student has not begun his convention: its state says so, and so does its being empty."""
    begun = any((file.convention or {}).get(name) for name in ("signatory", "activities", "skills"))
    return Obstacle.of("convention_begun") if begun else None


def convention_complete(file: File, today: date) -> Obstacle | None:
    missing = missing_in_convention(file, today)
    return Obstacle.of("convention_incomplete", fields=missing) if missing else None


def hours_as_authorized(file: File, today: date) -> Obstacle | None:
    """The supervisor decided on so many hours of presence; of others he decides again."""
    changed = changed_hours(file)
    return Obstacle.of("hours_changed", minutes_before=changed[0], minutes_now=changed[1]) if changed else None


def hours_changed(file: File, today: date) -> Obstacle | None:
    return None if changed_hours(file) else Obstacle.of("hours_as_authorized")


def papers_for_validation(file: File, today: date) -> Obstacle | None:
    """What the group asks before it validates is there, and accepted."""
    return _papers(file, PaperWhen.VALIDATION)


def papers_for_signature(file: File, today: date) -> Obstacle | None:
    return _papers(file, PaperWhen.VALIDATION, PaperWhen.SIGNATURE)


def _papers(file: File, *before: PaperWhen) -> Obstacle | None:
    lacking = papers.missing(file, *before)
    return Obstacle.of("papers_missing", papers=papers.labels(lacking)) if lacking else None


def signatories_reachable(file: File, today: date) -> Obstacle | None:
    """Each signatory has a name and an address for his link."""
    unknown = signatories.unknown(file, by_mail=True)
    if unknown:
        return Obstacle.of("signatories_unknown", slots=unknown)
    return addresses_sound(file, today) or _each_for_himself(file) or _nobody_on_both_sides(file)


def signatories_named(file: File, today: date) -> Obstacle | None:
    unknown = signatories.unknown(file, by_mail=False)
    return Obstacle.of("signatories_unknown", slots=unknown) if unknown else _each_for_himself(file)


def addresses_sound(file: File, today: date) -> Obstacle | None:
    unsound = signatories.unsound(file)
    return Obstacle.of("addresses_unsound", slots=unsound) if unsound else None


def _each_for_himself(file: File) -> Obstacle | None:
    return in_wrong_hands(file, signatories.wanted(file))


def in_wrong_hands(file: File, rows: Sequence[signatories.Addressed]) -> Obstacle | None:
    """No signature but his own leads to the student; a manager of the file signs for the university alone.

    Asked as signatures open and again of each row on the day it is asked for and given: groups, absences and addresses
    change meanwhile.
    """
    his = signatories.impersonated(file, rows)
    if his:
        return Obstacle.of("student_signs_for_another", slots=his)
    return _no_manager_among(file, signatories.apart_from_managers(rows))


def _no_manager_among(file: File, addressed: list[tuple[str, str]]) -> Obstacle | None:
    """While it is not known where the managers' mail goes, no address can be told from theirs."""
    if not addressed:
        return None
    known = file.managers
    if known is None:
        return Obstacle.of("managers_unknown")
    led = [slot for slot, email in addressed if signatories.mailbox(email) in known]
    return Obstacle.of("manager_signs_for_another", slots=led) if led else None


def _nobody_on_both_sides(file: File) -> Obstacle | None:
    """One mailbox would sign for the host and for the university. On paper one may: an internship inside the university."""
    both = signatories.on_both_sides(file)
    return Obstacle.of("one_signs_for_both_sides", slots=both) if both else None


def host_reachable(file: File, today: date) -> Obstacle | None:
    """The host's signatory, or the tutor, has an address for the link, and it is not the student's."""
    return None if signatories.host_contacts(file) else Obstacle.of("host_unreachable")


def host_is_no_manager(file: File, today: date) -> Obstacle | None:
    """The host's page is filled in by the host, not by who validates what it says."""
    return _no_manager_among(file, [(role, email) for role, _name, email in signatories.host_contacts(file)])


def host_not_written_to_too_often(file: File, today: date) -> Obstacle | None:
    """Nobody fills somebody's mailbox, by whatever way he asks."""
    full = file.full_mailboxes or frozenset()
    spent = any(signatories.mailbox(email) in full for _role, _name, email in signatories.host_contacts(file))
    return Obstacle.of("too_many_links", most=signatories.LINKS_A_DAY) if spent else None


def on_links(file: File, today: date) -> Obstacle | None:
    """A round is signed by links and accounts, or on paper: never half of each."""
    return None if file.round is not None and file.round.mode == SigningMode.ELECTRONIC else Obstacle.of("on_paper")


def on_paper(file: File, today: date) -> Obstacle | None:
    return None if file.round is not None and file.round.mode == SigningMode.PAPER else Obstacle.of("not_on_paper")


def every_signature_proven(file: File, today: date) -> Obstacle | None:
    """The evidence of each required signatory validated over the very document of the round (`sealing.prove`)."""
    proven = file.round is not None and signatories.all_proven(file.round.signatories, file.round.proven)
    return None if proven else Obstacle.of("signatures_missing")


def signable_in_time(file: File, day: date) -> Obstacle | None:
    """A convention is signed before the first day (L124-1), unless a manager lifted that control."""
    starts = file.request.get("starts_on")
    late = starts is not None and day >= starts and "start" not in (file.overrides or {})
    return Obstacle.of("too_late_to_sign") if late else None


def first_day_reached(file: File, today: date) -> Obstacle | None:
    starts = file.request.get("starts_on")
    return None if starts and starts <= today else Obstacle.of("not_begun")


def last_day_passed(file: File, today: date) -> Obstacle | None:
    ends = file.request.get("ends_on")
    return None if ends and ends < today else Obstacle.of("not_over")


def early_end_reached(file: File, today: date) -> Obstacle | None:
    return None if file.ended_on and file.ended_on <= today else Obstacle.of("not_over")


def early_end_passed(file: File, today: date) -> Obstacle | None:
    return None if file.ended_on and file.ended_on < today else Obstacle.of("not_over")


def last_day_ahead(file: File, today: date) -> Obstacle | None:
    return None if last_day_passed(file, today) else Obstacle.of("already_over")


def days_to_come(file: File, today: date) -> Obstacle | None:
    """An end is planned on a day that is still ahead, and of the internship."""
    ends = file.request.get("ends_on")
    return None if ends and ends > today else Obstacle.of("no_day_to_come")


def end_planned(file: File, today: date) -> Obstacle | None:
    """By a manager alone; an end that everybody signed is changed by everybody."""
    return None if file.end_before is not None else Obstacle.of("no_end_planned")


def nothing_of_it_took_place(file: File, today: date) -> Obstacle | None:
    """What was lived is ended early, never erased: from its first day on, an internship is called off while it leaves no trace."""
    starts = file.request.get("starts_on")
    if starts is None or today < starts:
        return None
    if file.lived:
        return Obstacle.of(file.lived)
    long_ago = today - starts > CALLED_OFF_WITHIN
    return Obstacle.of("begun_long_ago", days=CALLED_OFF_WITHIN.days) if long_ago else None


def suspended_today(file: File, today: date) -> Obstacle | None:
    return None if _suspended(file, today) else Obstacle.of("not_suspended")


def not_suspended_today(file: File, today: date) -> Obstacle | None:
    return Obstacle.of("suspended") if _suspended(file, today) else None


def _suspended(file: File, today: date) -> bool:
    """An interruption of the convention, or one that an amendment brought, covers today."""
    periods = (file.convention or {}).get("interruptions") or []
    return any(
        one["starts_on"] <= today <= one["ends_on"] for one in periods if one.get("starts_on") and one.get("ends_on")
    )
