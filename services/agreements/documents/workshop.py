"""The process that draws, as its service sees it: started at the first document, ended over its time, replaced when it died.

Used from one native thread. What eventlet makes green waits there for nobody, so here all is unpatched: `os.read` would
start a second hub.
"""

import json
import os
import posix
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from eventlet import patcher

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "services.agreements.documents.drawer"]
GIVEN = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "IPRO_FONTS")  # never an address, a password or a key
WITHIN = 4.0  # seconds for one document, a hundred times what an ordinary one takes; whoever asks for one waits longer
READY_WITHIN = 30.0  # seconds to read the list of fonts, on a machine that does all else too
LENGTH = struct.Struct(">I")  # as in drawer.py, which is not imported: its library would be loaded here too
AT_ONCE = 4_096  # bytes that a pipe which can be written takes without waiting

native_select: Any = patcher.original("select")
native_subprocess: Any = patcher.original("subprocess")


class TooComplexError(Exception):
    """The document was not drawn within its time, or two processes died of it."""


class DiedError(Exception):
    """The process ended by itself, or was ended by somebody else."""


class AwayError(Exception):
    """No process starts."""


class Workshop:
    def __init__(self, within: float = WITHIN) -> None:
        self.within = within
        self.ended: list[tuple[int | None, str]] = []
        """Processes that were ended and why, for the logs of the green side: their lock is not for a native thread."""
        self._child: Any = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def draw(self, data: str) -> tuple[dict[str, str], bytes]:
        """`{plain, error}` and the PDF. A process that died is replaced once: this document may not be why."""
        for _ in range(2):
            with suppress(DiedError):
                return self._asked(data)
        raise TooComplexError

    def close(self) -> None:
        if self._child is None:
            return
        child, self._child = self._child, None
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):
                pipe.close()
        for _ in range(100):
            if child.poll() is not None:
                return
            native_select.select([], [], [], 0.01)

    def _asked(self, data: str) -> tuple[dict[str, str], bytes]:
        try:
            self._start()
            content, end = data.encode(errors="replace"), time.monotonic() + self.within
            self._write(LENGTH.pack(len(content)) + content, end)
            said, _line, drawn = self._frame(end).partition(b"\n")
            return json.loads(said), drawn
        except BaseException as error:
            self.ended.append((self.pid, type(error).__name__))
            self.close()
            raise

    def _start(self) -> None:
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        try:
            self._child = native_subprocess.Popen(
                COMMAND,
                stdin=native_subprocess.PIPE,
                stdout=native_subprocess.PIPE,
                cwd=ROOT,
                env={name: os.environ[name] for name in GIVEN if name in os.environ},
                bufsize=0,
            )
            self._frame(time.monotonic() + READY_WITHIN)
        except (TooComplexError, DiedError, OSError):
            raise AwayError from None

    def _frame(self, end: float) -> bytes:
        (length,) = LENGTH.unpack(self._read(LENGTH.size, end))
        return self._read(length, end)

    def _read(self, length: int, end: float) -> bytes:
        number, found = self._child.stdout.fileno(), bytearray()
        while len(found) < length:
            self._wait(number, native_select.POLLIN, end)
            some = posix.read(number, min(length - len(found), 1 << 20))
            if not some:
                raise DiedError
            found += some
        return bytes(found)

    def _write(self, content: bytes, end: float) -> None:
        number, left = self._child.stdin.fileno(), memoryview(content)
        while left:
            self._wait(number, native_select.POLLOUT, end)
            try:
                left = left[posix.write(number, left[:AT_ONCE]) :]
            except BrokenPipeError:
                raise DiedError from None

    def _wait(self, number: int, what: int, end: float) -> None:
        poll = native_select.poll()
        poll.register(number, what)
        if not poll.poll(max(0.0, end - time.monotonic()) * 1000):
            raise TooComplexError
