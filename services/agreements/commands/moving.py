"""Moves of the tables: made, written down and announced in one transaction."""

import uuid
from collections.abc import Callable
from typing import Any

from contracts.errors import MoveRefused
from contracts.vocabulary import AmendmentKind, Party, RoundState, SigningMode
from runtime.logs import log
from runtime.unit_of_work import UnitOfWork
from services.agreements import around, ending, facts, journal, rounds, store, telling, views
from services.agreements.model import Amendment, Internship
from services.agreements.rules import moves
from services.agreements.rules.amendments import AMENDMENT_MOVES, AsAmended
from services.agreements.rules.around import begins_to_count
from services.agreements.rules.file import Obstacle
from services.agreements.rules.lifecycle import MOVES
from services.agreements.telling import By


def perform(work: UnitOfWork, *, id: uuid.UUID, version: int, move: str, comment: str) -> dict[str, Any]:
    """Make one move of the table; raises `MoveRefused` with the obstacle's code."""
    file, mine = store.lock(work.session, id, work.actor.person_id, version)
    make(work, file, plain(work, file, mine, move, comment), mine, comment.strip())
    return views.whole(work, file, mine)


def plain(work: UnitOfWork, file: Internship, mine: frozenset[Party], move: str, comment: str) -> moves.Move:
    """The line of a move that needs nothing but a comment. Raises `MoveRefused`.

    A file that begins to count waits for its turn among those whose figures it changes, and no other move does.
    """
    found = moves.find(MOVES, move, file.state)
    if found is not None and begins_to_count(found, file.state):
        around.one_at_a_time(work.session, file)
        around.load(work.session, [file])
    line = moves.check(MOVES, move, file, mine, work.today, comment)
    if isinstance(line, Obstacle):
        raise MoveRefused(line.code, **line.as_dict())
    if line.kind != moves.MOVE:
        raise MoveRefused("move_not_offered", move=move, state=str(file.state))
    return line


def edit(work: UnitOfWork, file: Internship, mine: frozenset[Party], kind: str) -> None:
    """Make the edit that this state offers, if it offers one."""
    line = offered_of_kind(work, file, mine, kind)
    if line.to is not None:
        make(work, file, line, mine, "")


def offered_of_kind(work: UnitOfWork, record: Any, mine: frozenset[Party], kind: str) -> moves.Move:
    """The one line of this kind that the record's table offers now. Raises `MoveRefused`."""
    table = MOVES if isinstance(record, Internship) else AMENDMENT_MOVES
    found = [offer for offer in moves.offered(table, record, mine, work.today) if offer.move.kind == kind]
    if not found:
        raise MoveRefused("move_not_offered", move=kind, state=str(record.state))
    if found[0].obstacle:
        raise MoveRefused(found[0].obstacle.code, **found[0].obstacle.as_dict())
    return found[0].move


def automatic(work: UnitOfWork, record: Any, name: str) -> bool:
    """Make a move of the platform's own if its guards hold; whether it was made."""
    table = MOVES if isinstance(record, Internship) else AMENDMENT_MOVES
    line = moves.check(table, name, record, frozenset({Party.PLATFORM}), work.today, "")
    if isinstance(line, Obstacle):
        return False
    make(work, record, line, frozenset({Party.PLATFORM}), "", by=telling.PLATFORM)
    return True


def make(
    work: UnitOfWork,
    record: Internship | Amendment,
    line: moves.Move,
    mine: frozenset[Party],
    comment: str,
    *,
    by: By | None = None,
    noted: str = "",
) -> None:
    """State, journal line, what the move produces, and event, in this transaction."""
    before = moves.apply(line, record, work.today)
    if line.to is not None:
        record.since = work.now
    file = rounds.file_of(record)
    file.updated_at = work.now
    done = telling.Made(line, str(before), min(line.by & mine), comment, by or telling.actor_of(work), noted)
    _write_made(work, record, done)
    if line.produces:
        PRODUCTS[line.produces](work, record)
    work.session.flush()
    log.info("moved", move=line.name, internship=str(file.id), before=done.before, after=str(record.state))
    if line.announces is not None:
        telling.tell(work, record, done)


def _write_made(work: UnitOfWork, record: Internship | Amendment, made: telling.Made) -> None:
    """An amendment's line stands in its file's journal, under its number; the file's state is the same before and after."""
    amendment, file = rounds.amendment_of(record), rounds.file_of(record)
    name = f"amendment.{made.line.name}.{amendment.number}" if amendment else made.line.name
    before = str(file.state) if amendment else made.before
    write_down(work, file, name, before=before, party=made.party, comment=made.comment or made.noted, by=made.by)


def write_down(
    work: UnitOfWork, file: Internship, move: str, *, before: str, party: Party, comment: str, by: By | None = None
) -> None:
    """One line of the journal: a move, or what is none (creation, an override, an assignment)."""
    who = by or telling.actor_of(work)
    assert work.house.signer is not None
    journal.write(
        work.session,
        work.house.signer,
        file.id,
        at=work.now,
        move=move,
        before=str(before),
        after=str(file.state),
        by_id=who.id,
        by_name=who.name,
        party=party,
        comment=comment,
        correlation_id=work.correlation_id,
    )


def _issue(work: UnitOfWork, record: Any) -> None:
    rounds.issue(work, record)


def _withdraw(work: UnitOfWork, record: Any) -> None:
    rounds.withdraw(work, record)


def _electronic(work: UnitOfWork, record: Any) -> None:
    rounds.open_round(work, record, SigningMode.ELECTRONIC)


def _paper(work: UnitOfWork, record: Any) -> None:
    rounds.open_round(work, record, SigningMode.PAPER)


def _refused(work: UnitOfWork, record: Any) -> None:
    rounds.close(work, record, RoundState.REFUSED)
    rounds.withdraw(work, record)


def _cancelled(work: UnitOfWork, record: Any) -> None:
    """What was drawn for links is drawn anew: who prints it finds boxes that wait for a pen."""
    by_links = record.round is not None and record.round.mode == SigningMode.ELECTRONIC
    rounds.close(work, record, RoundState.CANCELLED)
    if by_links:
        rounds.issue(work, record)


def _dropped(work: UnitOfWork, record: Any) -> None:
    rounds.close(work, record, RoundState.CANCELLED)
    rounds.withdraw(work, record)
    if isinstance(record, Internship):
        _without_visits(work, record, ending.cancel_visits(work, record))


def _called_off(work: UnitOfWork, record: Any) -> None:
    """With it falls what was planned and what was being agreed for it."""
    _without_visits(work, record, ending.cancel_visits(work, record))
    work.session.flush()
    for amendment in store.amendments_not_over(work.session, record.id):
        automatic(work, amendment, "lapse")


def _sealed(work: UnitOfWork, record: Any) -> None:
    """An amendment is applied before its signature is told: what the event says of the file is what was signed."""
    rounds.seal(work, record)
    if isinstance(record, Amendment):
        _apply(work, record)


def _apply(work: UnitOfWork, amendment: Amendment) -> None:
    """Signed by all: the file's facts are now the amended ones, dated; lists, totals and exports read the file."""
    file, after = amendment.file, AsAmended(amendment.file, amendment)
    file.request, file.convention = after.request, after.convention
    file.tutor, file.referent = after.tutor, after.referent
    facts.spread(file)
    if AmendmentKind.TERMINATION in amendment.kinds:
        file.ended_on, file.end_ground = amendment.fields["ended_on"], amendment.fields["ground"]
        file.end_before = None
    amendment.applied_at = work.now


def _end(work: UnitOfWork, record: Any) -> None:
    _without_visits(work, record, ending.begin(work, record))


def _without_visits(work: UnitOfWork, file: Internship, cancelled: int) -> None:
    for _visit in range(cancelled):
        before = str(file.state)
        write_down(work, file, "cancel_visit", before=before, party=Party.PLATFORM, comment="", by=telling.PLATFORM)


PRODUCTS: dict[str, Callable[[UnitOfWork, Any], None]] = {
    "convention": _issue,
    "amendment": _issue,
    "withdrawn": _withdraw,
    "electronic": _electronic,
    "paper": _paper,
    "refused": _refused,
    "cancelled": _cancelled,
    "dropped": _dropped,
    "called_off": _called_off,
    "sealed": _sealed,
    "end": _end,
}
"""What a line of a table makes beside the new state, by its `produces`."""
