"""The directory's import: components, programmes, news and people, matched by their codes. Safe to run again."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from contracts.errors import InvalidInput
from contracts.vocabulary import Circuit, Civility, Language, Level, Role
from runtime import children
from runtime.unit_of_work import UnitOfWork
from services.profiles import store
from services.profiles.model import Component, LocalAccount, NewsItem, Person, Programme
from services.profiles.recording import record

LONGEST, LONGEST_BODY = 200, 2_000
COMPONENT = ("name", "url", "contact_name", "contact_email", "contact_phone", "contact_place")
PERSON = ("first_name", "last_name", "email", "student_number", "component_code", "programme_code", "phone")


def text(row: dict[str, Any], name: str, longest: int = LONGEST) -> str:
    return str(row.get(name) or "").strip()[:longest]


def choice(row: dict[str, Any], name: str, allowed: Any, where: str, default: str = "") -> str:
    value = text(row, name) or default
    if value and value not in {str(item) for item in allowed}:
        raise InvalidInput(fields={f"{where}.{name}": ["unknown_choice"]})
    return value


def needed(row: dict[str, Any], name: str, where: str) -> str:
    value = text(row, name)
    if not value:
        raise InvalidInput(fields={f"{where}.{name}": ["required"]})
    return value


def import_components(work: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows):
        where = f"components.{number}"
        code = needed(row, "code", where)
        component = work.session.get(Component, code) or Component(code=code)
        component.circuit = choice(row, "circuit", Circuit, where, Circuit.IPRO)
        for name in COMPONENT:
            setattr(component, name, text(row, name))
        work.session.add(component)


def import_programmes(work: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows):
        where = f"programmes.{number}"
        code = needed(row, "code", where)
        programme = work.session.get(Programme, code) or Programme(code=code)
        programme.name, programme.component_code = text(row, "name"), text(row, "component_code")
        programme.level = choice(row, "level", Level, where)
        work.session.add(programme)


def import_news(work: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows):
        where = f"news.{number}"
        code, title = needed(row, "group_code", where), needed(row, "title", where)
        item = work.session.scalars(
            select(NewsItem).where(NewsItem.group_code == code, NewsItem.title == title)
        ).one_or_none() or NewsItem(group_code=code, title=title)
        item.body = text(row, "body", LONGEST_BODY)
        item.published_at = instant(row, "published_at", where) or item.published_at or work.now
        work.session.add(item)
        work.session.flush()


def import_people(work: UnitOfWork, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """`{people: {subject: id}, created, updated}`; `updated` counts those whom the import changed."""
    ids: dict[str, str] = {}
    outcomes = {"created": 0, "updated": 0, "unchanged": 0}
    passwords: list[tuple[Person, str]] = []
    for number, row in enumerate(rows):
        where = f"people.{number}"
        issuer, subject = needed(row, "issuer", where), needed(row, "subject", where)
        known = store.by_identity(work.session, issuer, subject)
        person, outcome = record(work, issuer, subject, person_facts(row, where, known), known)
        ids[subject] = str(person.id)
        outcomes[outcome] += 1
        if row.get("password"):
            passwords.append((person, str(row["password"])))
    set_passwords(work, passwords)
    return {"people": ids, "created": outcomes["created"], "updated": outcomes["updated"]}


def person_facts(row: dict[str, Any], where: str, known: Person | None) -> dict[str, Any]:
    """Only what the row names; the language only on creation, since it is then the person's own choice."""
    facts: dict[str, Any] = {name: text(row, name) for name in PERSON if name in row}
    if "civility" in row:
        facts["civility"] = choice(row, "civility", Civility, where)
    if "level" in row:
        facts["level"] = choice(row, "level", Level, where)
    if "roles" in row:
        roles = {str(role) for role in row["roles"] or []}
        if roles - {str(role) for role in Role if role is not Role.SERVICE}:
            raise InvalidInput(fields={f"{where}.roles": ["unknown_choice"]})
        facts["directory_roles"] = sorted(roles)
    if "born_on" in row:
        facts["born_on"] = day(row, "born_on", where)
    if known is None:
        facts["language"] = choice(row, "language", Language, where, Language.FR)
    return facts


def set_passwords(work: UnitOfWork, passwords: list[tuple[Person, str]]) -> None:
    """One child process for all; a password that is already the account's is left as it is."""
    accounts = []
    for person, _ in passwords:
        if not person.email:
            raise InvalidInput(fields={"people.email": ["required"]})
        email = person.email.strip().casefold()
        account = work.session.scalars(
            select(LocalAccount).where(LocalAccount.person_id == person.id)
        ).one_or_none() or LocalAccount(person_id=person.id, password_hash="")
        account.email = email
        holder = work.session.get(LocalAccount, email)
        if holder is not None and holder.person_id != person.id:
            raise InvalidInput(fields={"people.email": ["already_known"]})
        accounts.append(account)
    if not accounts:
        return
    pairs = [[account.password_hash, password] for account, (_, password) in zip(accounts, passwords, strict=True)]
    hashes = children.run("services.profiles.passwords:hash_all", pairs, seconds=2 + len(pairs))
    for account, password_hash in zip(accounts, hashes, strict=True):
        account.password_hash = password_hash
        work.session.add(account)


def day(row: dict[str, Any], name: str, where: str) -> date | None:
    value = row.get(name)
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise InvalidInput(fields={f"{where}.{name}": ["invalid"]}) from None


def instant(row: dict[str, Any], name: str, where: str) -> datetime | None:
    value = row.get(name)
    try:
        found = datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        raise InvalidInput(fields={f"{where}.{name}": ["invalid"]}) from None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
