"""Work in child processes: bounds, and places that visitors cannot take from the others."""

import os
import threading
import time

import pytest

from contracts.errors import InvalidInput, Unavailable
from runtime import children
from runtime.children import Places, run

HERE = "tests.unit.runtime.test_children"


def double(n):
    return 2 * n


def refuse():
    raise InvalidInput(fields={"file": ["empty"]})


def asleep():
    time.sleep(60)


def niceness():
    return os.nice(0)


def test_a_child_answers_or_refuses_or_is_stopped():
    assert run(f"{HERE}:double", 21) == 42
    with pytest.raises(InvalidInput) as refused:
        run(f"{HERE}:refuse")
    assert refused.value.params == {"fields": {"file": ["empty"]}}
    with pytest.raises(Unavailable) as late:
        run(f"{HERE}:asleep", seconds=1)
    assert late.value.code == "too_slow"


def test_visitors_have_one_place_of_their_own_and_a_crowd_of_them_is_told_so_at_once():
    held, release = threading.Event(), threading.Event()

    def hold():
        with children.VISITORS.one(20):
            held.set()
            release.wait(20)

    def wait():
        with children.VISITORS.one(20):
            pass

    first = threading.Thread(target=hold)
    first.start()
    held.wait(20)
    others = [threading.Thread(target=wait) for _n in range(2)]
    for thread in others:
        thread.start()
    try:
        while children.VISITORS._door._value:  # both wait
            time.sleep(0.01)
        with pytest.raises(Unavailable) as refused:
            run(f"{HERE}:double", 1, places=children.VISITORS)
        assert refused.value.code == "crowded"
        assert run(f"{HERE}:double", 4) == 8, "those who have an account go on"
    finally:
        release.set()
        for thread in (first, *others):
            thread.join(20)
    assert run(f"{HERE}:double", 5, places=children.VISITORS) == 10
    assert run(f"{HERE}:niceness", places=children.VISITORS) > run(f"{HERE}:niceness")


def test_who_finds_no_place_in_time_is_told_so():
    places = Places(1)
    with places.one(1), pytest.raises(Unavailable) as refused, places.one(0.05):
        pass
    assert refused.value.code == "crowded"
