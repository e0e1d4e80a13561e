"""The last words of a start: where to go, and who one can be there."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deploy.local.platform import Platform

COLUMNS = (("role", "Role"), ("name", "Name"), ("sign_in", "How to sign in"), ("page", "Work page"))


def demonstration_people() -> list[dict[str, str]]:
    """One person per role; none when the demonstration is not part of this checkout."""
    try:
        return list(import_module("deploy.demo.people").PEOPLE_TO_SHOW)
    except (ModuleNotFoundError, AttributeError):
        return []


def table(people: list[dict[str, str]]) -> str:
    rows = [[title for _, title in COLUMNS], *([str(person.get(key, "")) for key, _ in COLUMNS] for person in people)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def welcome(platform: "Platform", seconds: float) -> str:
    people = demonstration_people()
    lines = [f"IPRO is ready: {platform.url}"]
    if people:
        lines += ["", table(people)]
    lines += [
        "",
        f"Mails that IPRO sends: {platform.mail_url}      Sign-on of the demonstration: {platform.cas_url}/login",
        f"Logs: {platform.layout.base / 'log'}      Ready after {seconds:.1f} s. Ctrl-C or `make stop` stops everything.",
    ]
    return "\n".join(lines)
