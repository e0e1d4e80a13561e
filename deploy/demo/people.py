"""Whom one can be in the demonstration. All of them are invented; `.example` addresses reach nobody."""

from typing import Any

PASSWORD = "mediterranee"
CAS_ISSUER, LOCAL_ISSUER = "cas", "local"  # the gateway's default names for the university and for our own accounts
STUDENT_DOMAIN, STAFF_DOMAIN = "etu.univ-mediterranee.example", "univ-mediterranee.example"


def student(
    uid: str, first: str, last: str, civility: str, number: str, component: str, programme: str, **more: Any
) -> dict:
    return {
        "subject": uid, "first_name": first, "last_name": last, "civility": civility, "roles": ["student"],
        "email": f"{uid}@{STUDENT_DOMAIN}", "student_number": number, "component_code": component,
        "programme_code": programme, "affiliations": ["student", "member"], **more,
    }  # fmt: skip


def staff(uid: str, first: str, last: str, civility: str, roles: list[str], component: str = "", **more: Any) -> dict:
    teaches = "teacher" in roles
    return {
        "subject": uid, "first_name": first, "last_name": last, "civility": civility, "roles": roles,
        "email": f"{uid}@{STAFF_DOMAIN}", "component_code": component,
        "affiliations": ["faculty", "employee", "member"] if teaches else ["employee", "staff", "member"], **more,
    }  # fmt: skip


UNIVERSITY_PEOPLE = [
    student(
        "ines.martin",
        "Inès",
        "Martin",
        "madam",
        "21500123",
        "FSEG",
        "B5BAF",
        born_on="2003-05-14",
        phone="06 39 98 01 23",
    ),
    student("yanis.benali", "Yanis", "Benali", "sir", "22104567", "IUTAM", "BUTGEA", born_on="2005-11-02"),
    student("lucie.garcia", "Lucie", "Garcia", "madam", "21803311", "FSEG", "L3ECO", born_on="2004-08-21"),
    student("noah.fontaine", "Noah", "Fontaine", "sir", "20907788", "MED", "PASS2", born_on="2004-02-09"),
    student("salome.royer", "Salomé", "Royer", "madam", "22012045", "FSEG", "B5BAF", born_on="2003-09-30"),
    student("hugo.lambert", "Hugo", "Lambert", "sir", "22012046", "FSEG", "M1ECO", born_on="2004-01-12"),
    student("karim.diallo", "Karim", "Diallo", "sir", "22012047", "SCI", "M2INFO", born_on="2002-06-03"),
    student("eva.rossi", "Eva", "Rossi", "madam", "22012048", "EJ", "M1JOU", born_on="2003-12-19"),
    staff("claire.ferrand", "Claire", "Ferrand", "madam", ["teacher"], "FSEG"),
    staff("marc.olivier", "Marc", "Olivier", "sir", ["teacher"], "FSEG"),
    staff("sofia.rinaldi", "Sofia", "Rinaldi", "madam", ["teacher"], "EJ", language="en"),
    staff("nadia.haddad", "Nadia", "Haddad", "madam", ["officer"], "FSEG"),
    staff("thomas.leroy", "Thomas", "Leroy", "sir", ["officer"], "FSEG"),
    staff("julie.blanc", "Julie", "Blanc", "madam", ["careers"]),
    staff("admin.ipro", "Camille", "Perrin", "none", ["admin"]),
]
RECRUITER: dict[str, Any] = {
    "issuer": LOCAL_ISSUER, "subject": "remi.lopez@banque-maritime.example", "first_name": "Rémi", "last_name": "Lopez",
    "civility": "sir", "email": "remi.lopez@banque-maritime.example", "roles": ["recruiter"], "password": PASSWORD,
}  # fmt: skip


def attributes(person: dict[str, Any]) -> dict[str, Any]:
    """What the sign-on says of a person: eduPerson and SUPANN names."""
    told = {
        "uid": person["subject"],
        "mail": person["email"],
        "displayName": f"{person['first_name']} {person['last_name']}",
        "givenName": person["first_name"],
        "sn": person["last_name"],
        "eduPersonAffiliation": person["affiliations"],
        "supannCivilite": {"madam": "Mme", "sir": "M."}.get(person["civility"], ""),
        "supannEtuId": person.get("student_number", ""),
        "supannEntiteAffectation": person["component_code"],
        "supannEtuEtape": person.get("programme_code", ""),
    }
    return {name: value for name, value in told.items() if value}


CAS_PEOPLE = {
    person["subject"]: {"password": PASSWORD, "attributes": attributes(person)} for person in UNIVERSITY_PEOPLE
}
DIRECTORY_PEOPLE = [
    {"issuer": CAS_ISSUER, **{name: value for name, value in person.items() if name != "affiliations"}}
    for person in UNIVERSITY_PEOPLE
] + [RECRUITER]


def shown(role: str, subject: str, page: str, note: str = "") -> dict[str, str]:
    """One line of the table that a start prints."""
    person = next(one for one in [*UNIVERSITY_PEOPLE, RECRUITER] if one["subject"] == subject)
    where = "local account" if person is RECRUITER else "ENT"
    name = f"{person['first_name']} {person['last_name']}"
    return {
        "role": role,
        "name": f"{name} ({note})" if note else name,
        "sign_in": f"{where}: {subject} / {PASSWORD}",
        "page": page,
    }


PEOPLE_TO_SHOW = [
    shown("Étudiante", "ines.martin", "/bureau", "Master Banque et affaires"),
    shown("Étudiant", "yanis.benali", "/bureau", "IUT : conventions ailleurs"),
    shown("Responsable pédagogique", "claire.ferrand", "/a-traiter"),
    shown("Responsable pédagogique", "marc.olivier", "/a-traiter"),
    shown("Gestionnaire de conventions", "nadia.haddad", "/conventions"),
    shown("Insertion professionnelle", "julie.blanc", "/moderation"),
    shown("Administration", "admin.ipro", "/staff/mails"),
    shown("Recruteur", RECRUITER["subject"], "/recruteur/offres"),
]
