"""The arithmetic of the measures, and how their figures are kept. No figure is asserted by a timed test."""

import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from benchmarks import report
from benchmarks.figures import THIN, Goal, Line, Measured, in_turn, median, number, paired_ratio, percentile
from benchmarks.peers.driving import drive, summary

RATES = Line("IPRO, 20 callers", [900.0, 1100.0, 1000.0], "/s", 0.41, "raw", Goal(0.38, True, of="raw"))
SLOW = Line("p99", [80.0], "ms", goal=Goal(50, False, "ms"))
MEASURED = Measured("rpc", "RPC echo", [RATES, SLOW], ["A note."])


def test_a_percentile_is_a_value_that_was_taken():
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile(range(1, 101), 0.5) == 50
    assert percentile([7.0], 0.99) == 7.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200), st.floats(0.01, 1))
def test_so_large_a_share_is_not_above_the_percentile(values, share):
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6


def test_sides_are_taken_in_turn():
    told: list[str] = []
    found = in_turn({name: lambda name=name: told.append(name) or len(told) for name in "ABC"}, 2)
    assert "".join(told) == "ABCABC"
    assert found == {"A": [1, 4], "B": [2, 5], "C": [3, 6]}


def test_a_slow_round_weighs_on_both_sides_of_its_ratio():
    assert paired_ratio([10, 5, 10], [20, 10, 20]) == 0.5
    assert paired_ratio([1, 100, 3], [1, 1, 1]) == 3
    for wrong in (([1], [1, 2]), ([], [])):
        with pytest.raises(ValueError, match="both sides"):
            paired_ratio(*wrong)


def test_a_goal_is_on_the_ratio_when_there_is_one_else_on_the_median():
    assert RATES.reached and not SLOW.reached
    assert Line("x", [1.0], "ms").reached is None
    assert Line("x", [49.0, 51.0, 50.0], "ms", goal=Goal(50, False, "ms")).reached
    assert str(RATES.goal) == "≥ 0.38 × raw"
    assert str(SLOW.goal) == f"≤ 50{THIN}ms"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.1234, "0.123"), (1, "1"), (9.996, "10"), (12.34, "12.3"), (1234.5, f"1{THIN}234"), (math.inf, "inf")],
)
def test_numbers_have_three_figures(value, shown):
    assert number(value) == shown


def test_calls_that_fail_are_counted_and_have_no_time():
    def fails():
        raise RuntimeError("no")

    found = drive([lambda: None, fails], 0.05)
    assert found["rate"] > 0 and found["failures"] > 0 and found["p50"] < 50
    assert summary([], 1.0, 3) == {"rate": 0.0, "failures": 3, **dict.fromkeys(("p50", "p95", "p99"), math.inf)}
    assert summary([0.001, 0.002, 0.003], 2.0)["p50"] == 2.0


def test_a_run_replaces_its_own_sections_and_keeps_the_others(tmp_path):
    path = tmp_path / "results.md"
    first = report.section(MEASURED, "python -m benchmarks", "12 s, load average 1.0")
    other = report.section(Measured("board", "The board", [SLOW]), "python -m benchmarks", "9 s")
    report.keep({"board": other, "rpc": first}, ["rpc", "board"], path)
    assert list(report.sections(path.read_text())) == ["rpc", "board"]
    again = first.replace("A note.", "Another note.")
    report.keep({"rpc": again}, ["rpc", "board"], path)
    kept = report.sections(path.read_text())
    assert kept == {"rpc": again, "board": other}
    assert path.read_text().count("# Figures") == 1


def test_the_last_figures_are_read_back_and_shown_beside_the_new_ones():
    section = report.section(MEASURED, "python -m benchmarks", "12 s")
    assert report.figures(section) == {"IPRO, 20 callers": f"1{THIN}000{THIN}/s", "p99": f"80{THIN}ms"}
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(report.table([MEASURED], {"rpc": section.replace("000", "777")}))
    drawn = console.export_text()
    for word in ("RPC echo", "0.41 × raw", "≥ 0.38 × raw", "yes", "NO", f"1{THIN}777{THIN}/s"):
        assert word in drawn


def test_medians():
    assert median([3, 1, 2]) == 2
