"""From the university's sign-on attributes (eduPerson, SUPANN) to what we keep of a person."""

import re
from collections.abc import Mapping
from typing import Any

from contracts.vocabulary import Civility, Language, Role

# « employee » and « staff » say who is paid, not what for: officer, careers and admin come from the directory alone.
BY_AFFILIATION = {
    "student": Role.STUDENT,
    "faculty": Role.TEACHER,
    "teacher": Role.TEACHER,
    "alum": Role.GRADUATE,
}
CIVILITIES = {"mme": Civility.MADAM, "mlle": Civility.MADAM, "m": Civility.SIR, "mr": Civility.SIR}
LABEL = re.compile(r"^\{[^}]*\}")
MOST_VALUES, LONGEST = 50, 200


def values(attributes: Mapping[str, Any], name: str) -> list[str]:
    """All the values of an attribute, which may come alone or as a list; SUPANN's `{UAI:…}` label is dropped."""
    found = attributes.get(name)
    several = found if isinstance(found, list | tuple) else [found]
    texts = [LABEL.sub("", str(item)).strip()[:LONGEST] for item in several[:MOST_VALUES] if item is not None]
    return [text for text in texts if text]


def first(attributes: Mapping[str, Any], *names: str) -> str:
    return next((value for name in names for value in values(attributes, name)), "")


def roles_from(attributes: Mapping[str, Any]) -> list[str]:
    """Roles that the affiliations give, sorted."""
    told = values(attributes, "eduPersonAffiliation") + values(attributes, "eduPersonPrimaryAffiliation")
    return sorted({BY_AFFILIATION[word.lower()] for word in told if word.lower() in BY_AFFILIATION})


def facts_from(attributes: Mapping[str, Any], known_components: frozenset[str] = frozenset()) -> dict[str, str]:
    """What the attributes say of a person; an attribute that is absent is absent here, and leaves what we had.

    A person may belong to several entities: the first one that is a known component counts, else the first.
    """
    facts = {
        "civility": CIVILITIES.get(first(attributes, "supannCivilite").rstrip(".").lower(), ""),
        "first_name": first(attributes, "givenName"),
        "last_name": first(attributes, "sn"),
        "email": first(attributes, "mail"),
        "student_number": first(attributes, "supannEtuId"),
        "programme_code": first(attributes, "supannEtuEtape"),
        "phone": first(attributes, "telephoneNumber", "mobile"),
    }
    entities = values(attributes, "supannEntiteAffectation")
    facts["component_code"] = next((code for code in entities if code in known_components), next(iter(entities), ""))
    if not facts["first_name"] and not facts["last_name"]:
        facts["first_name"], _, facts["last_name"] = first(attributes, "displayName", "cn").rpartition(" ")
    return {name: str(value) for name, value in facts.items() if value}


def language_from(attributes: Mapping[str, Any]) -> str:
    """French unless the person prefers English: `preferredLanguage` is a list of tags, as in HTTP."""
    return Language.EN if first(attributes, "preferredLanguage").lower().startswith("en") else Language.FR
