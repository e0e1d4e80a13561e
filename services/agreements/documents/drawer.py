"""`python -m services.agreements.documents.drawer`: the process that draws, and which its service may end at any moment.

A frame is four bytes, the length, then that many bytes. One empty frame out when it is ready; then, for each frame in, the
template's data, one frame out: a line of JSON `{plain, error}`, and the PDF. It ends with its service, at the end of stdin.
"""

import json
import os
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

import typst

TEMPLATE = Path(__file__).with_name("document.typ")
FONTS = "/usr/share/fonts/truetype/noto:/usr/share/fonts/opentype/noto"  # Debian's fonts-noto-*
STANDARDS: Any = ["a-2a", "ua-1"]
LENGTH = struct.Struct(">I")
MOST_MEMORY = 768 * 1024  # kilobytes; what the compiler keeps of rare letters is not worth more
LAST_RESORT = 30.0  # seconds of one document, when the service that would have ended this process is there no more


def font_folders() -> list[str]:
    """IPRO_FONTS, folders apart by « : », else Debian's; those that are there."""
    chosen = os.environ.get("IPRO_FONTS") or FONTS
    return [folder for folder in chosen.split(":") if folder and Path(folder).is_dir()]


def answer(compiler: typst.Compiler, data: str) -> bytes:
    """Under PDF/A a letter that no font has stops the compilation: `plain` says so, and the document is drawn without."""
    said, drawn = {"plain": "", "error": ""}, b""
    try:
        try:
            drawn = _compiled(compiler, data, STANDARDS)
        except typst.TypstError as error:
            said["plain"] = str(error)[:300]
            drawn = _compiled(compiler, data, [])
    except Exception as error:
        said["error"] = f"{type(error).__name__}: {error}"[:300]
    return json.dumps(said).encode() + b"\n" + drawn


def _compiled(compiler: typst.Compiler, data: str, standards: Any) -> bytes:
    drawn: Any = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=standards)
    return drawn


def serve(given: BinaryIO, out: BinaryIO) -> None:
    compiler = typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=font_folders(), ignore_system_fonts=True
    )
    _send(out, b"")
    while len(head := given.read(LENGTH.size)) == LENGTH.size:
        data = given.read(LENGTH.unpack(head)[0]).decode()
        signal.setitimer(signal.ITIMER_REAL, LAST_RESORT)  # nobody catches it: the process ends, whatever it is at
        done = answer(compiler, data)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(out, done)
        if _held() > MOST_MEMORY:
            return  # another is started for the next document


def _held() -> int:
    """`getrusage` would tell the most that the parent ever held too."""
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() // 1024


def _send(out: BinaryIO, content: bytes) -> None:
    out.write(LENGTH.pack(len(content)) + content)
    out.flush()


if __name__ == "__main__":
    for one in (signal.SIGINT, signal.SIGTERM):  # a service that was asked to stop still finishes its documents
        signal.signal(one, signal.SIG_IGN)
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(0)  # the service is gone
