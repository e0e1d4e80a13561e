"""Searching offers: bounded on every side, so that a base of a million answers like one of a thousand.

Relevance and facets are computed on the newest matches only; the total is exact up to 1 000 and 1 001 beyond.
"""

import uuid
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import BigInteger, Select, and_, cast, func, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from contracts import cursors
from contracts.vocabulary import OfferState
from services.offers.model import Host, Offer
from services.offers.rules.keys import sort_key
from services.offers.rules.search_text import to_web_search

BOUND = 1_001
MOST_FACETS = 30
FRENCH: ColumnElement[Any] = literal_column("'ipro_french'::regconfig")
FACETS = {
    "kinds": Offer.kind,
    "levels": Offer.level,
    "functions": Offer.function,
    "countries": Offer.country,
    "city": Offer.city,
    "host": Host.name,
}
ALPHABETIC = {"title": Offer.title_key, "host": Offer.host_key, "city": Offer.city_key}


def run(session: Session, ask: dict[str, Any]) -> tuple[list[Offer], int, str, dict[str, list[dict[str, Any]]]]:
    """(offers of this page, total, cursor of the next page, facets)."""
    query = _words(session, ask["words"])
    where = conditions(ask, query)
    bounded = select(Offer.id).where(*where).order_by(Offer.published_at.desc(), Offer.id.desc()).limit(BOUND)
    total, facets = _facets(session, bounded)
    sort = ask["sort"] or ("relevance" if query is not None else "newest")
    if sort in ALPHABETIC:
        found, following = _alphabetic(session, where, sort, ask)
    elif sort == "relevance" and query is not None:
        found, following = _relevance(session, bounded, query, ask)
    else:
        found, following = _newest(session, where, ask)
    return found, min(total, BOUND), following, facets


def _words(session: Session, words: str) -> ColumnElement[Any] | None:
    """The query, or None when no word of it counts (« le », « la »)."""
    text = to_web_search(words)
    if not text:
        return None
    query = func.websearch_to_tsquery(FRENCH, text)
    return query if session.scalar(select(func.numnode(query))) else None


def conditions(ask: dict[str, Any], query: ColumnElement[Any] | None) -> list[ColumnElement[bool]]:
    """Fields with AND, values of one field with OR."""
    where: list[ColumnElement[bool]] = [
        Offer.state == (OfferState.ARCHIVED if ask["archived"] else OfferState.PUBLISHED)
    ]
    if query is not None:
        where.append(Offer.search.op("@@")(query))
    several = (
        ("kinds", Offer.kind),
        ("levels", Offer.level),
        ("functions", Offer.function),
        ("countries", Offer.country),
    )
    for name, column in several:
        values = [value.upper() if name == "countries" else value for value in ask[name] if value]
        if values:
            where.append(column.in_(values))
    for name, column in (("host", Offer.host_key), ("sector", Offer.sector_key), ("city", Offer.city_key)):
        where.extend(column.contains(word, autoescape=True) for word in sort_key(ask[name]).split())
    if ask["since"]:
        where.append(Offer.published_at >= datetime.combine(ask["since"], time(), UTC))
    return where


def _facets(session: Session, bounded: Select[Any]) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """The total and each field's values with their counts, in one pass over the bounded set."""
    ids = bounded.cte("bounded")
    columns = list(FACETS.values())
    grouped = select(func.grouping(*columns), *columns, func.count()).join(Host).where(Offer.id.in_(select(ids.c.id)))
    grouped = grouped.group_by(func.grouping_sets(*[tuple_(column) for column in columns], tuple_()))
    total, facets = 0, {name: [] for name in FACETS}  # type: ignore[var-annotated]
    by_mask = {
        ((1 << len(columns)) - 1) & ~(1 << (len(columns) - 1 - place)): name for place, name in enumerate(FACETS)
    }
    for mask, *values, count in session.execute(grouped):
        name = by_mask.get(mask)
        if name is None:
            total = count
            continue
        value = values[list(FACETS).index(name)]
        if value:
            facets[name].append({"value": value, "count": count})
    return total, {
        name: sorted(rows, key=lambda row: (-row["count"], row["value"]))[:MOST_FACETS] for name, rows in facets.items()
    }


def _page(session: Session, query: Select[Any], limit: int) -> tuple[list[Any], bool]:
    rows = list(session.execute(query.limit(limit + 1)).unique())
    return rows[:limit], len(rows) > limit


def _newest(session: Session, where: list[Any], ask: dict[str, Any]) -> tuple[list[Offer], str]:
    query = select(Offer).where(*where).order_by(Offer.published_at.desc(), Offer.id.desc())
    if ask["cursor"]:
        _, at, last = cursors.read(ask["cursor"], _is("newest"), datetime.fromisoformat, uuid.UUID)
        query = query.where(tuple_(Offer.published_at, Offer.id) < (at, last))
    rows, more = _page(session, query, ask["limit"])
    found = [offer for (offer,) in rows]
    return found, cursors.write("newest", found[-1].published_at, found[-1].id) if more else ""


def _alphabetic(session: Session, where: list[Any], sort: str, ask: dict[str, Any]) -> tuple[list[Offer], str]:
    column = ALPHABETIC[sort]
    query = select(Offer).where(*where).order_by(column, Offer.id)
    if ask["cursor"]:
        _, key, last = cursors.read(ask["cursor"], _is(sort), str, uuid.UUID)
        query = query.where(tuple_(column, Offer.id) > (key, last))
    rows, more = _page(session, query, ask["limit"])
    found = [offer for (offer,) in rows]
    return found, cursors.write(sort, getattr(found[-1], column.key), found[-1].id) if more else ""


def _relevance(session: Session, bounded: Select[Any], query: Any, ask: dict[str, Any]) -> tuple[list[Offer], str]:
    """Among the newest matches only: ranking all of a broad word's matches took twenty times longer."""
    ids = bounded.cte("bounded")
    rank = cast(func.ts_rank(Offer.search, query) * 1_000_000, BigInteger).label("rank")
    page: Any = select(Offer, rank).where(Offer.id.in_(select(ids.c.id)))
    page = page.order_by(rank.desc(), Offer.published_at.desc(), Offer.id.desc())
    if ask["cursor"]:
        _, ranked, at, last = cursors.read(ask["cursor"], _is("relevance"), int, datetime.fromisoformat, uuid.UUID)
        same = tuple_(Offer.published_at, Offer.id) < (at, last)
        page = page.where(or_(rank < ranked, and_(rank == ranked, same)))
    rows, more = _page(session, page, ask["limit"])
    following = (
        cursors.write("relevance", rows[-1].rank, rows[-1].Offer.published_at, rows[-1].Offer.id) if more else ""
    )
    return [row.Offer for row in rows], following


def _is(sort: str) -> Any:
    """A cursor of another order is refused."""

    def check(value: str) -> str:
        if value != sort:
            raise ValueError(sort)
        return value

    return check
