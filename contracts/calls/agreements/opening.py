"""What agreements answers to a manager who opens conventions for a whole group from a list (E19)."""

from typing import NamedTuple

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Command
from contracts.calls.agreements.work import Job

MOST_LINES, MOST_BYTES = 1_000, 1_000_000


class Column(NamedTuple):
    """`header` is the column's title in the file, `also` other titles that are understood; case and accents do not count."""

    name: str
    header: str
    required: bool
    also: tuple[str, ...] = ()


COLUMNS = (
    Column("student_number", "numero_etudiant", True, ("student_number",)),
    Column("host_siret", "siret", False, ()),
    Column("host_name", "entreprise", True, ("host_name", "organisme")),
    Column("host_address", "adresse", False, ("address",)),
    Column("host_postal_code", "code_postal", False, ("postal_code",)),
    Column("host_city", "ville", True, ("city",)),
    Column("host_country", "pays", False, ("country",)),
    Column("tutor_first_name", "tuteur_prenom", True, ("tutor_first_name",)),
    Column("tutor_last_name", "tuteur_nom", True, ("tutor_last_name",)),
    Column("tutor_email", "tuteur_email", True, ("tutor_email",)),
    Column("tutor_role", "tuteur_fonction", False, ("tutor_role",)),
    Column("supervisor_email", "responsable_email", True, ("supervisor_email",)),
    Column("title", "sujet", True, ("title", "intitule")),
    Column("description", "descriptif", True, ("description",)),
    Column("starts_on", "debut", True, ("starts_on",)),
    Column("ends_on", "fin", True, ("ends_on",)),
    Column("weekly_hours", "heures_par_semaine", False, ("weekly_hours",)),
    Column("stipend", "gratification", False, ("stipend",)),
)


class StartOpening(Command):
    """Read this uploaded CSV and check each of its lines for this group, in the background; nothing is opened yet.

    A line that is ready, or later done, has the code `overlapping` when the student is elsewhere on one of its days:
    `params.others` are up to five, each with `reference` (of a file that is neither over nor given up) or else `line`
    (of this list), `starts_on` and `ends_on`; all of them null for another group's file, and nothing for a draft. It
    stands in the way of nothing; `counts.overlapping` are such lines. `to_lift`: a manager will have to lift these
    `params.controls` before he validates, told beside `overlapping` too. Of lines that are one convention (student, host,
    dates) the first is ready, the others are `already`, with the code `same_line` and `params.line`, counted in
    `counts.same_line` instead of `counts.already`.

    Refuses, on `file`: `empty`, `over_one_mb`, `too_many_lines`, `unreadable`, `missing_columns` (then
    `params.columns`).
    """

    class Question(Schema):
        group_id = f.identifier(required=True)
        upload_id = f.text(required=True)
        file_name = f.text(required=True)

    Answer = Job
    not_the_same = ("upload_id",)


class RunOpening(Command):
    """Open the conventions of the lines that were found ready. Safe to ask again: a line opens nothing twice."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = Job
