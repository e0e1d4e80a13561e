"""What a person sees while IPRO starts: one line a step, with its time. Standard library only."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

COLOURS = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36, "grey": 90}
PALETTE = ("cyan", "magenta", "blue", "green", "yellow")


class Failed(Exception):
    """A step cannot go on; the text says what to do. Shown without a traceback."""


def paint(text: str, colour: str) -> str:
    return f"\033[{COLOURS[colour]}m{text}\033[0m" if sys.stdout.isatty() else text


class Steps:
    """Several steps may run at once: each prints its own line when it ends, and when it starts if it is long."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.began = time.monotonic()
        self._lock = threading.Lock()

    def say(self, text: str = "") -> None:
        if not self.quiet:
            with self._lock, contextlib.suppress(OSError):  # the terminal may have been closed
                print(text, flush=True)

    def note(self, name: str, text: str) -> None:
        """A short line about one process, in its own colour."""
        colour = PALETTE[sum(map(ord, name)) % len(PALETTE)]
        self.say(f"{paint(f'{name:>20}', colour)} | {text}")

    @contextmanager
    def step(self, title: str, announce: bool = False) -> Iterator[None]:
        if announce:
            self.say(f"  {paint('…', 'grey')} {title}")
        began = time.monotonic()
        try:
            yield
        except BaseException:
            self.say(f"  {paint('✗', 'red')} {title:<58} {time.monotonic() - began:6.1f} s")
            raise
        self.done(title, time.monotonic() - began)

    def done(self, title: str, seconds: float) -> None:
        self.say(f"  {paint('✓', 'green')} {title:<58} {seconds:6.1f} s")

    def elapsed(self) -> float:
        return time.monotonic() - self.began
