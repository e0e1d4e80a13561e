"""What a convention must say: article D124-4 of the code de l'éducation, item by item, and what the platform's own
specification (E6) asks around it: the field that carries it, and the word that names it in the PDF.

A test holds both lists against the forms and against the text of a PDF in each language of the code, value by value.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """`parts` are (dotted field of the request or the convention, name of its word in documents/words)."""

    number: int
    about: str
    parts: tuple[tuple[str, str], ...]


ITEMS = (
    Item(1, "full title of the programme, hours of teaching", (
        ("request.programme", "programme"),
        ("convention.teaching_hours", "teaching_hours"),
        ("convention.teaching_presence_hours", "teaching_presence"),
    )),
    Item(2, "names of the enseignant référent and of the tutor", (
        ("convention.referent_id", "referent"),
        ("request.tutor_id", "tutor"),
    )),
    Item(3, "skills to acquire", (("convention.skills", "skills"),)),
    Item(4, "activities entrusted", (("convention.activities", "activities"),)),
    Item(5, "start, end, total duration by effective presence", (
        ("request.starts_on", "starts_on"),
        ("request.ends_on", "ends_on"),
        ("convention.weekdays", "presence"),
    )),
    Item(6, "weekly hours; night, Sunday, public holidays", (
        ("convention.weekly_minutes", "weekly"),
        ("convention.weekdays", "weekdays"),
        ("convention.unusual_hours", "unusual_hours"),
        ("convention.works_on_holidays", "holidays"),
        ("convention.weeks", "weeks"),
    )),
    Item(7, "how référent and tutor supervise", (("convention.supervision", "supervision"),)),
    Item(8, "stipend and how it is paid", (
        ("convention.stipend_cents", "stipend_value"),
        ("convention.stipend_spread", "stipend_spread"),
        ("convention.stipend_payment", "stipend_payment"),
    )),
    Item(9, "social cover, work accidents, liability insurance", (
        ("convention.social_cover", "social_cover"),
        ("convention.insurance", "insurance"),
    )),
    Item(10, "absences allowed", (("convention.absences", "absences"), ("convention.interruptions", "interruptions"))),
    Item(11, "suspension and termination", (("convention.suspension", "suspension"),)),
    Item(12, "how the internship is validated if interrupted", (("convention.interruption", "interruption"),)),
    Item(13, "benefits", (("convention.benefits", "benefits"),)),
    Item(14, "clauses of the règlement intérieur", (("convention.house_rules", "house_rules"),)),
    Item(15, "how the certificate is issued", (("convention.certificate", "certificate"),)),
)  # fmt: skip


AROUND = (
    ("settings.university", "establishment"),
    ("group.university", "university_signatory"),
    ("group.name", "officer_group"),
    ("host.name", "host"),
    ("host.siret", "siret"),
    *((f"host.{name}", "host_address") for name in ("address1", "address2", "postal_code", "city", "country")),
    ("convention.headcount", "headcount"),
    *((f"signatory.{name}", "signatory") for name in ("civility", "first_name", "last_name", "role", "email")),
    *((f"signatory.{name}", "signatory_address") for name in ("address1", "address2", "postal_code", "city")),
    ("person.first_name", "student"),
    ("person.last_name", "student"),
    ("person.student_number", "student_number"),
    ("person.component_name", "component"),
    ("legal_representative.name", "legal_representative"),
    ("request.supervisor_id", "supervisor"),
    ("request.title", "subject_title"),
    ("request.description", "description"),
    *((f"place.{name}", "place") for name in ("address1", "address2", "postal_code", "city", "country")),
    ("convention.post", "post"),
    ("convention.confidential", "confidential"),
    ("convention.language", "title"),
)
"""(Where it is typed, word in the PDF). Typed in the forms of the request and of the convention and in their parts, in the
host's record, on the page of the managers' group (`group`); known from the university (`person`) or set (`settings`)."""
