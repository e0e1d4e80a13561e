"""Word 97-2003's .doc: streams in an OLE container; the text by its piece table ([MS-DOC] 2.4.1)."""

import io
import struct

import olefile

from services.profiles.files.macros import refuse_macros
from services.profiles.files.problem import MOST_TEXT, Problem

MAGIC = olefile.MAGIC
WORD_IDENT, ENCRYPTED, TABLE_ONE = 0xA5EC, 0x0100, 0x0200
FC_CLX = 0x01A2  # where the file information block says where the piece table is
MOST_PIECES = 200_000


def holds_encrypted_package(data: bytes) -> bool:
    """True of a .docx protected by a password, which is an OLE file."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return ole.exists("EncryptedPackage")
    except Exception:  # olefile raises many kinds on broken files
        return False


def read(data: bytes) -> str:
    """The text. Raises `Problem`."""
    if data[:8] != MAGIC:
        raise Problem("not_what_its_name_says")
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            text = _read(ole)
    except (Problem, MemoryError):
        raise
    except Exception:  # the same
        raise Problem("unreadable") from None
    refuse_macros(data, "document.doc")
    return text


def _read(ole: olefile.OleFileIO) -> str:
    if ole.exists("EncryptedPackage"):
        raise Problem("encrypted")
    if not ole.exists("WordDocument"):
        raise Problem("not_what_its_name_says")
    if any("vba" in part.lower() or part.lower() == "macros" for path in ole.listdir(storages=True) for part in path):
        raise Problem("has_macros")
    word = ole.openstream("WordDocument").read()
    (ident,) = struct.unpack_from("<H", word, 0)
    (flags,) = struct.unpack_from("<H", word, 0x0A)
    if ident != WORD_IDENT:
        raise Problem("unreadable")
    if flags & ENCRYPTED:
        raise Problem("encrypted")
    table = ole.openstream("1Table" if flags & TABLE_ONE else "0Table").read()
    start, length = struct.unpack_from("<II", word, FC_CLX)
    return _pieces(word, table[start : start + length])


def _pieces(word: bytes, clx: bytes) -> str:
    at = 0
    while at < len(clx) and clx[at] == 0x01:  # formatting runs stand before the pieces
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 0x02:
        raise Problem("unreadable")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    if not 0 < count <= MOST_PIECES:
        raise Problem("unreadable")
    positions = struct.unpack_from(f"<{count + 1}I", plc, 0)
    parts, length = [], 0
    for index in range(count):
        (where,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
        characters = max(0, positions[index + 1] - positions[index])
        if where & 0x40000000:  # one byte a character
            offset = (where & 0x3FFFFFFF) // 2
            part = word[offset : offset + characters].decode("cp1252", "replace")
        else:
            part = word[where : where + 2 * characters].decode("utf-16-le", "replace")
        parts.append("".join(c if c.isprintable() else "\n" for c in part))
        length += len(part)
        if length > MOST_TEXT:
            break
    return "".join(parts)
