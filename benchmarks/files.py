"""Fills agreements with files by SQL: a hundred that somebody will ask for, and as many of other people as wanted."""

import json
import uuid

from sqlalchemy import Engine, text

from contracts.vocabulary import State

STUDENTS, SUPERVISORS, GROUPS = 20_000, 800, 60
STUDENT, SUPERVISOR, OFFICER, OFFICER_OF_A_LARGE_GROUP = (uuid.UUID(int=number) for number in (1, 2, 3, 4))
GROUP = uuid.UUID(int=5)
OWN, OWN_OF_THE_STUDENT = 100, 6

# What a year's files look like; the hundred of our own are spread over the same states by other shares.
STATES = [
    *[State.VALIDATED] * 11, *[State.CONVENTION_TO_COMPLETE] * 2, *[State.AWAITING_OFFICER] * 2,
    State.CONVENTION_DRAFT, State.CONVENTION_TO_CLARIFY, State.AWAITING_SUPERVISOR, State.REQUEST_DRAFT,
    State.REQUEST_TO_CLARIFY, State.REQUEST_REFUSED, State.DROPPED,
]  # fmt: skip
OWN_STATES = [State.AWAITING_SUPERVISOR, State.AWAITING_OFFICER, State.AWAITING_SUPERVISOR, State.VALIDATED,
              State.AWAITING_OFFICER]  # fmt: skip
WITH_CONVENTION = (
    State.CONVENTION_DRAFT, State.AWAITING_OFFICER, State.CONVENTION_TO_CLARIFY, State.VALIDATED, State.DROPPED,
)  # fmt: skip

REQUEST = {
    "title": "", "level": "bac4", "function": "accounting_finance", "duration_months": 4, "duration_note": "",
    "description": "Lecture de comptes sociaux, notes de risque, suivi de portefeuille et préparation des comités. " * 5,
    "starts_on": "2026-02-02", "ends_on": "2026-05-29", "stipend_cents": 70_000, "stipend_note": "",
    "benefits": "Titres-restaurant, moitié de l’abonnement de transport.", "programme": "Master Banque et finance",
    "origin": "unsolicited", "zone": "france", "phone": "06 39 98 00 00", "comment": "", "at_host_address": True,
}  # fmt: skip
CONVENTION = {
    "language": "fr", "teaching_hours": 400, "weekly_minutes": 2_100, "weekdays": ["mon", "tue", "wed", "thu", "fri"],
    "stipend_cents": 70_000, "stipend_payment": "Par virement, chaque mois.", "confidential": False,
    "signatory": {"last_name": "Arnaud", "first_name": "Solène", "role": "Direction", "email": "s@hote.example"},
    **{
        name: f"Ce qu’il faut dire ici de « {name} », en deux ou trois phrases ordinaires de convention. " * 2
        for name in ("skills", "activities", "supervision", "social_cover", "insurance", "absences", "suspension")
    },
}  # fmt: skip
HOST = {"address1": "1 quai du Port", "postal_code": "13002", "city": "Marseille", "country": "FR", "sector": "Banque"}

INSERT = """
INSERT INTO internship (id, version, state, since, student_id, student, supervisor_id, supervisor, officer_group_id,
                        host, tutor, offer_id, request, convention, title, host_name, city, starts_on, ends_on,
                        pdf_object_id, end_ground, host_id, host_key, tutor_id, referent_id, post_key, minutes,
                        overrides, created_at, updated_at)
SELECT gen_random_uuid(), 3, state, moment, student_id,
       jsonb_build_object('id', student_id, 'name', 'Étudiante ' || student_no, 'email', student_no || '@etu.example',
                          'student_number', student_no::text, 'programme_name', 'Master Banque et finance',
                          'component_name', 'Faculté de sciences économiques', 'component_code', 'FSEG'),
       supervisor_id,
       jsonb_build_object('id', supervisor_id, 'name', 'Responsable ' || n % 997, 'email', n % 997 || '@univ.example'),
       CASE WHEN state = ANY(:conventions) THEN group_id END,
       CAST(:host AS jsonb) || jsonb_build_object('id', gen_random_uuid(), 'name', 'Maison ' || n % 5000),
       jsonb_build_object('id', gen_random_uuid(), 'first_name', 'Hakim', 'last_name', 'Belaïd', 'email', 'h@hote.example'),
       CASE WHEN n % 3 = 0 THEN md5('offer' || n % 9000)::uuid END,
       CAST(:request AS jsonb) || jsonb_build_object('title', 'Analyse de risque ' || n, 'supervisor_id', supervisor_id),
       CASE WHEN state = ANY(:conventions) THEN CAST(:convention AS jsonb) || jsonb_build_object('officer_group_id', group_id) END,
       'Analyse de risque ' || n, 'Maison ' || n % 5000, 'Marseille', '2026-02-02', '2026-05-29', '', '',
       md5('host' || n % 5000)::uuid, 'fr/marseille/maison ' || n % 5000, md5('tutor' || n % 60000)::uuid,
       md5('referent' || n % 40000)::uuid, 'poste ' || n % 7, 33600, '{{}}'::jsonb, moment, moment
  FROM (SELECT n, (CAST(:states AS text[]))[1 + {shuffled} % :kinds] AS state,
               now() - make_interval(mins => n * 4) AS moment,
               {student_no} AS student_no, {student} AS student_id, {supervisor} AS supervisor_id, {group} AS group_id
          FROM generate_series(:first, :last) AS n) AS seed
"""
# Ours: all of one supervisor and of one group, the first six of one student. The others': by multiplication, so that
# whose a file is, in which state and how old have nothing to do with each other.
OWNERS = {
    "shuffled": "n",
    "student_no": "n",
    "student": f"CASE WHEN n < {OWN_OF_THE_STUDENT} THEN '{STUDENT}'::uuid ELSE md5('own' || n)::uuid END",
    "supervisor": f"'{SUPERVISOR}'::uuid",
    "group": f"'{GROUP}'::uuid",
}
OTHERS = {
    "shuffled": "abs(hashint4(n))",
    "student_no": f"(n::bigint * 7919 % {STUDENTS})",
    "student": f"md5('student' || n::bigint * 7919 % {STUDENTS})::uuid",
    "supervisor": f"md5('supervisor' || n::bigint * 104729 / 7 % {SUPERVISORS})::uuid",
    "group": f"md5('group' || n::bigint * 15485863 / 11 % {GROUPS})::uuid",
}
GROUPS_AND_MEMBERS = (
    f"INSERT INTO officer_group SELECT md5('group' || n)::uuid, 'Conventions ' || n, 'g@univ.example', '', 'FSEG'"
    f"  FROM generate_series(0, {GROUPS - 1}) AS n",
    f"INSERT INTO officer_group VALUES ('{GROUP}', 'Convention FSEG', 'fseg@univ.example', '', 'FSEG')",
    f"INSERT INTO officer_membership VALUES ('{GROUP}', '{OFFICER}')",
    f"INSERT INTO officer_membership SELECT md5('group7')::uuid, '{OFFICER_OF_A_LARGE_GROUP}'",
)
STEP = 10_000


def fill(engine: Engine, others: int) -> None:
    """The hundred files asked for, and so many of other people; then statistics, as a base that lives has them."""
    common = {
        "request": json.dumps(REQUEST), "convention": json.dumps(CONVENTION), "host": json.dumps(HOST),
        "conventions": [str(state) for state in WITH_CONVENTION],
    }  # fmt: skip
    with engine.begin() as connection:
        for statement in GROUPS_AND_MEMBERS:
            connection.execute(text(statement))
    for first in range(0, others, STEP):
        last = min(first + STEP, others) - 1
        _insert(engine, OTHERS, common, STATES, first, last)
    _insert(engine, OWNERS, common, OWN_STATES, 0, OWN - 1)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = '300s'"))
        connection.execute(text("VACUUM ANALYZE"))


def _insert(engine: Engine, owners: dict[str, str], common: dict, states: list[State], first: int, last: int) -> None:
    more = {"states": [str(state) for state in states], "kinds": len(states), "first": first, "last": last}
    with engine.begin() as connection:
        connection.execute(text(INSERT.format(**owners)), common | more)
