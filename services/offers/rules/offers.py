"""The life of an offer: the table."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts.vocabulary import ApplyBy, OfferKind, OfferState, Role
from services.offers.rules.moves import move

S = OfferState
OPEN_FOR = timedelta(days=180)  # an offer without an end is archived then


class Party(StrEnum):
    """A relation to one offer."""

    OWNER = "owner"
    MODERATOR = "moderator"
    APPLICANT = "applicant"
    OPERATOR = "operator"
    CLOCK = "clock"


P = Party


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What the guards look at. `applied`: the asker has a candidacy; `roles` are the asker's."""

    kind: str
    apply_by: str
    expires_on: date | None
    published_on: date | None
    today: date
    applied: bool = False
    roles: frozenset[str] = frozenset()


def not_over(facts: OfferFacts) -> str | None:
    return "offer_over" if facts.expires_on and facts.expires_on < facts.today else None


def over(facts: OfferFacts) -> str | None:
    end = facts.expires_on or (facts.published_on + OPEN_FOR if facts.published_on else None)
    return None if end and end < facts.today else "offer_not_over"


def by_message(facts: OfferFacts) -> str | None:
    return None if facts.apply_by == ApplyBy.PLATFORM else "apply_on_website"


def first_candidacy(facts: OfferFacts) -> str | None:
    return "already_applied" if facts.applied else None


def fit_for_applicant(facts: OfferFacts) -> str | None:
    """Graduates are no longer interns: they apply to jobs."""
    return "students_only" if facts.kind == OfferKind.INTERNSHIP and Role.STUDENT not in facts.roles else None


MOVES = (
    move("edit", {S.DRAFT}, S.DRAFT, {P.OWNER}),
    move("edit", {S.REFUSED}, S.REFUSED, {P.OWNER}),
    move("edit", {S.PUBLISHED}, S.AWAITING_MODERATION, {P.OWNER}, announces="offer_submitted"),
    move("submit", {S.DRAFT, S.REFUSED}, S.AWAITING_MODERATION, {P.OWNER}, not_over, announces="offer_submitted"),
    move("approve", {S.AWAITING_MODERATION}, S.PUBLISHED, {P.MODERATOR}, not_over, announces="offer_published"),
    move(
        "refuse",
        {S.AWAITING_MODERATION, S.PUBLISHED},
        S.REFUSED,
        {P.MODERATOR},
        announces="offer_refused",
        comment=True,
    ),
    move("close", {S.AWAITING_MODERATION, S.PUBLISHED}, S.CLOSED, {P.OWNER, P.MODERATOR}),
    move("apply", {S.PUBLISHED}, S.PUBLISHED, {P.APPLICANT}, not_over, by_message, fit_for_applicant, first_candidacy),
    move("import", {S.DRAFT}, S.PUBLISHED, {P.OPERATOR}, announces="offer_published", shown=False),
    move("archive", {S.PUBLISHED}, S.ARCHIVED, {P.CLOCK}, over, shown=False),
)
