"""Nothing acknowledged is lost, nothing happens twice, whatever is killed; and a build that is known to be bad is caught."""

import os
from pathlib import Path

import pytest

from tests.faults.storm import Storm

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
BASE = Path(".ipro/faults")
SEED = int(os.environ.get("IPRO_SEED", "20261123"))
KNOWN_BAD = {
    "outbox off": {"agreements": "tests.faults.known_bad.outbox_off"},
    "inbox off": {"notifications": "tests.faults.known_bad.inbox_off"},
    "acknowledged first": {"notifications": "tests.faults.known_bad.ack_first"},
}


@pytest.mark.feature("E5")
def test_two_hundred_commands_survive_a_storm_of_kills():
    assert Storm(BASE, commands=200, files=10, seed=SEED).run() == []


@pytest.mark.full
@pytest.mark.timeout(7200)
def test_two_thousand_commands_survive_a_storm_of_kills():
    assert Storm(BASE, commands=2000, files=20, seed=SEED + 1).run() == []


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(KNOWN_BAD))
def test_a_known_bad_build_does_not_pass_the_same_test(name):
    problems = []
    for seed in range(SEED, SEED + 3):
        problems = Storm(BASE, commands=200, files=10, seed=seed, known_bad=KNOWN_BAD[name]).run()
        if problems:
            print(f"{name} was noticed: {problems[:3]}")
            break
    assert problems, f"{name} was not noticed in three storms"
