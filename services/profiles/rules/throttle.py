"""How many tries at a password an account bears."""

from datetime import timedelta

MOST_TRIES = 10
WINDOW = timedelta(minutes=15)


def too_many(tries_in_window: int) -> bool:
    return tries_in_window >= MOST_TRIES
