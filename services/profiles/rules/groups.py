"""Groups nobody has to ask for (B3): by status, component and programme."""

from collections.abc import Iterable

from contracts.vocabulary import Language, Role

BY_STATUS = {
    Role.STUDENT: ("ETUDS", "Étudiants", "Students"),
    Role.GRADUATE: ("DIPLS", "Diplômés", "Graduates"),
    Role.RECRUITER: ("RECRS", "Recruteurs", "Recruiters"),
    Role.TEACHER: ("ENSGS", "Enseignants", "Teachers"),
    Role.OFFICER: ("PERSS", "Personnels", "Staff"),
    Role.CAREERS: ("PERSS", "Personnels", "Staff"),
    Role.ADMIN: ("PERSS", "Personnels", "Staff"),
}


def groups_of(
    roles: Iterable[str], language: str, component: tuple[str, str] | None, programme: tuple[str, str] | None
) -> list[dict[str, str]]:
    """The groups of a person, status first; `component` and `programme` are (code, name)."""
    groups: dict[str, dict[str, str]] = {}
    for role, (code, french, english) in BY_STATUS.items():
        if role in set(roles):
            groups[code] = {"code": code, "name": english if language == Language.EN else french, "kind": "status"}
    for kind, pair in (("component", component), ("programme", programme)):
        if pair and pair[0]:
            groups.setdefault(pair[0], {"code": pair[0], "name": pair[1] or pair[0], "kind": kind})
    return list(groups.values())
