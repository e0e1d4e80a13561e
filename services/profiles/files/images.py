"""Photos: JPEG, PNG, WebP, walked from first to last byte. They have no text."""

import struct
import zlib

from services.profiles.files.problem import Problem

MOST_SIDE, MOST_PIXELS = 12_000, 50_000_000
PNG, MOST_CHUNKS = b"\x89PNG\r\n\x1a\n", 20_000
BYTES_A_PIXEL = 8
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE = {0x01, *range(0xD0, 0xD8)}


def _check_size(width: int, height: int) -> None:
    """A small file may unpack to a picture that fills the memory of whoever opens it."""
    if width < 1 or height < 1:
        raise Problem("unreadable")
    if width > MOST_SIDE or height > MOST_SIDE or width * height > MOST_PIXELS:
        raise Problem("too_big")


def read_png(data: bytes) -> str:
    if not data.startswith(PNG):
        raise Problem("not_what_its_name_says")
    at, size, pixels, ended = len(PNG), None, bytearray(), False
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(data) or ended:
            break
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        if len(checksum) != 4 or zlib.crc32(kind + body) != int.from_bytes(checksum, "big"):
            raise Problem("unreadable")
        if (size is None) != (kind == b"IHDR") or (kind == b"IHDR" and length != 13):
            raise Problem("unreadable")
        if kind == b"IHDR":
            size = struct.unpack_from(">II", body)
            _check_size(*size)
        elif kind == b"IDAT":
            pixels += body
        ended = kind == b"IEND"
        at += 12 + length
    if size is None or not ended:
        raise Problem("unreadable")
    _check_pixels(bytes(pixels), (size[0] * BYTES_A_PIXEL + 1) * size[1] + 64 * 1024)
    return ""


def _check_pixels(packed: bytes, limit: int) -> None:
    unpacker, done = zlib.decompressobj(), 0
    try:
        while packed and not unpacker.eof:
            done += len(unpacker.decompress(packed, 1024 * 1024))
            packed = unpacker.unconsumed_tail
            if done > limit:
                raise Problem("too_big")
    except zlib.error:
        raise Problem("unreadable") from None
    if not done or not unpacker.eof:
        raise Problem("unreadable")


def read_jpeg(data: bytes) -> str:
    if not data.startswith(b"\xff\xd8\xff"):
        raise Problem("not_what_its_name_says")
    at, framed = 2, False
    for _ in range(MOST_CHUNKS):
        if at + 4 > len(data) or data[at] != 0xFF:
            raise Problem("unreadable")
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker in ALONE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2:
            raise Problem("unreadable")
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            _check_size(width, height)
            framed = True
        if marker == 0xDA:  # the picture itself, up to the end mark
            break
        at += 2 + length
    if not framed or data.rfind(b"\xff\xd9") <= at:
        raise Problem("unreadable")
    return ""


def read_webp(data: bytes) -> str:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Problem("not_what_its_name_says")
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Problem("unreadable")
    at, found = 12, False
    for _ in range(MOST_CHUNKS):
        if at + 8 > end:
            break
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        if len(body) < length or at + 8 + length > end:
            raise Problem("unreadable")
        if kind == b"VP8X" and length >= 10:
            _check_size(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
        elif kind == b"VP8 " and length >= 10 and body[3:6] == b"\x9d\x01\x2a":
            width, height = struct.unpack_from("<HH", body, 6)
            _check_size(width & 0x3FFF, height & 0x3FFF)
            found = True
        elif kind == b"VP8L" and length >= 5 and body[0] == 0x2F:
            bits = int.from_bytes(body[1:5], "little")
            _check_size((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
            found = True
        at += 8 + length + (length & 1)
    if not found:
        raise Problem("unreadable")
    return ""
