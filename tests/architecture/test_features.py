"""docs/features.md is complete and honest: what is said to be done has tests, and no test names an unknown feature."""

import subprocess
import sys
from collections import Counter

from tests.features import ROOT, STATES, features, marks

# Sections of the list of features and how many each has: an id is never dropped or given a second meaning.
IDS = {"A": range(1, 9), "B": range(1, 5), "C": range(1, 8), "D": range(12), "E": range(1, 22), "F": range(1, 7)} | {
    "G": range(1, 5),
    "H": range(1, 7),
    "I": range(1, 2),
}


def test_every_feature_is_listed_once_in_order():
    assert [feature.id for feature in features()] == [f"{section}{n}" for section, ids in IDS.items() for n in ids]


def test_a_state_is_one_of_three():
    assert {feature.state for feature in features()} <= set(STATES)


def test_a_feature_said_to_be_done_has_tests():
    shown = Counter(mark.id for mark in marks())
    assert [feature.id for feature in features() if feature.state == "done" and not shown[feature.id]] == []


def test_no_test_names_an_unknown_feature():
    known = {feature.id for feature in features()}
    assert [mark for mark in marks() if mark.id not in known] == []


def test_what_works_partly_says_what_is_missing_and_where_it_lives():
    for feature in features():
        if feature.state == "partly":
            assert "Not:" in feature.what, feature.id
        if feature.state != "not yet":
            assert feature.where, feature.id


def test_the_places_named_exist():
    missing = [
        place
        for feature in features()
        for place in feature.where
        if "/" in place and not (ROOT / place).exists() and not list(ROOT.glob(f"services/*/{place}"))
    ]
    assert missing == []


def test_the_table_is_printed_from_the_tests_themselves():
    printed = subprocess.run(
        [sys.executable, "-m", "tests.features"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    ).stdout
    assert f"{len(features())} features:" in printed
    assert "test_table_of_moves.py" in printed
