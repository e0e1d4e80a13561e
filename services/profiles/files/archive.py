"""Reading a zip that a stranger made: its promises are checked before, and again while, it is unpacked."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from services.profiles.files.problem import Problem

MOST_MEMBERS = 2_000
MOST_UNPACKED = 60 * 1024 * 1024
MOST_XML = 15 * 1024 * 1024
MOST_RATIO = 200  # of one large member: prose packs ten to twenty times, a bomb a thousand
RATIO_FROM = 1024 * 1024


class Archive:
    """Raises `Problem`: not_what_its_name_says (no zip), encrypted, too_big (bombs), unreadable."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            raise Problem("not_what_its_name_says" if data[:2] != b"PK" else "unreadable") from None
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
            raise Problem("too_big")
        for member in members:
            if member.flag_bits & 0x1:
                raise Problem("encrypted")
            if member.file_size > RATIO_FROM and member.file_size > MOST_RATIO * max(1, member.compress_size):
                raise Problem("too_big")
        self.names = [member.filename for member in members]
        if len(set(self.names)) != len(self.names):
            raise Problem("unreadable")

    def read(self, name: str, limit: int = MOST_XML) -> bytes:
        """One member; never more than `limit` bytes, whatever the directory promised."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(limit + 1)
        except KeyError:
            raise Problem("not_what_its_name_says") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
            raise Problem("unreadable") from None
        if len(data) > limit:
            raise Problem("too_big")
        return data

    def xml(self, name: str) -> Element:
        """Parsed without entities nor document types: an XML bomb is `unreadable`."""
        try:
            return fromstring(self.read(name), forbid_dtd=True)
        except (DefusedXmlException, ParseError, ValueError, LookupError):
            raise Problem("unreadable") from None

    def check_all(self) -> None:
        """Unpack every member within the bound: a damaged or lying one is found now, not when a recruiter opens it."""
        left = MOST_UNPACKED
        for name in self.names:
            left -= len(self.read(name, left))
