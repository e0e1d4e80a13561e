"""The life of a candidacy: the table."""

from enum import StrEnum

from contracts.vocabulary import CandidacyState
from services.offers.rules.moves import move

S = CandidacyState


class Party(StrEnum):
    """A relation to one candidacy."""

    STUDENT = "student"
    RECRUITER = "recruiter"


STUDENT, RECRUITER = {Party.STUDENT}, {Party.RECRUITER}
UNDECIDED = {S.SENT, S.VIEWED, S.SHORTLISTED, S.INTERVIEW}

MOVES = (
    move("view", {S.SENT}, S.VIEWED, RECRUITER, announces="candidacy_moved", shown=False),
    move("shortlist", {S.SENT, S.VIEWED}, S.SHORTLISTED, RECRUITER, announces="candidacy_moved"),
    move("invite", {S.SENT, S.VIEWED, S.SHORTLISTED}, S.INTERVIEW, RECRUITER, announces="candidacy_moved"),
    move("accept", UNDECIDED, S.ACCEPTED, RECRUITER, announces="candidacy_moved"),
    move("refuse", UNDECIDED, S.REFUSED, RECRUITER, announces="candidacy_moved"),
    move("withdraw", UNDECIDED | {S.ACCEPTED}, S.WITHDRAWN, STUDENT, announces="candidacy_moved"),
)
