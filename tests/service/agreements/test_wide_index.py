"""The index that counts a group's files carries what people typed: the longest of it still fits a page of the index."""

import random

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from contracts.vocabulary import State
from services.agreements.model import OfficerGroup
from tests.builders import stored

pytestmark = [pytest.mark.service, pytest.mark.feature("E8")]


def test_the_longest_title_and_host_in_letters_of_four_bytes_with_long_names_are_written(service_db):
    chance = random.Random(8)

    def letters(first: int, count: int, length: int) -> str:
        return "".join(chr(first + chance.randrange(count)) for _ in range(length))

    with Session(service_db("agreements")) as session:
        group = OfficerGroup(name="Conventions")
        session.add(group)
        session.flush()
        session.add(
            stored.internship(
                State.AWAITING_OFFICER,
                officer_group_id=group.id,
                student={
                    "name": letters(0x0430, 32, 120),
                    "student_number": "2" * 12,
                    "programme_name": letters(97, 26, 200),
                    "component_name": letters(97, 26, 200),
                },
                supervisor={"name": letters(0x0430, 32, 120)},
                title=letters(0x20000, 40_000, 200),
                host_name=letters(0x20000, 40_000, 200),
            )
        )
        session.flush()
        assert session.scalar(text("SELECT octet_length(search_text) FROM internship")) > 1_800
