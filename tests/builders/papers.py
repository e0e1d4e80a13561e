"""Real files, good and bad, for what uploads are checked against."""

import io
import struct
import zipfile
import zlib

import docx
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def pdf(text: str = "Inès Martin, chargée d'études économiques", pages: int = 1) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for _ in range(pages):
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_with(change) -> bytes:
    """A PDF on which `change(writer)` was made."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted_pdf(password: str = "secret") -> bytes:
    return pdf_with(lambda writer: writer.encrypt(password, algorithm="RC4-128"))


def pdf_with_script() -> bytes:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('bonjour')")}
    )
    return pdf_with(lambda writer: writer.root_object.update({NameObject("/OpenAction"): action}))


def word(text: str = "Inès Martin, chargée d'études économiques") -> bytes:
    """A .docx with a table and a header."""
    document = docx.Document()
    document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "Économétrie"
    document.sections[0].header.paragraphs[0].text = "En-tête"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rezip(data: bytes, *, replace: dict[str, bytes] | None = None, add: dict[str, bytes] | None = None) -> bytes:
    """The same zip with members replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, (replace or {}).get(name, source.read(name)))
        for name, body in (add or {}).items():
            target.writestr(name, body)
    return out.getvalue()


def macro_word() -> bytes:
    """A .docm: macro-enabled main part and a project."""
    plain = word()
    types = (
        zipfile.ZipFile(io.BytesIO(plain))
        .read("[Content_Types].xml")
        .replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )
    )
    return rezip(plain, replace={"[Content_Types].xml": types}, add={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 50})


def zip_bomb_word() -> bytes:
    return rezip(word(), add={"word/media/bomb.bin": b"\0" * (50 * 1024 * 1024)})


def lying_zip_word() -> bytes:
    """A member whose directory entry promises far less than it unpacks to."""
    data = rezip(word(), add={"word/media/liar.bin": b"\0" * (3 * 1024 * 1024)})
    true, lie = struct.pack("<I", 3 * 1024 * 1024), struct.pack("<I", 100)
    return data.replace(true, lie)


def xml_bomb_word() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "ha">{levels}]><z>&l9;</z>'
    return rezip(word(), replace={"word/document.xml": bomb.encode()})


ODT_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>'
    "</manifest:manifest>"
)
ODT_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0">{}<office:body><office:text>'
    "<text:p>Inès Martin</text:p><text:p>chargée d’études économiques</text:p>"
    "</office:text></office:body></office:document-content>"
)


def odt(*, encrypted: bool = False, script: bool = False, listener: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        target.writestr("META-INF/manifest.xml", ODT_MANIFEST.format("<manifest:encryption-data/>" * encrypted))
        event = '<office:event-listeners><script:event-listener script:event-name="x"/></office:event-listeners>'
        target.writestr("content.xml", ODT_CONTENT.format(event * listener))
        if script:
            target.writestr("Basic/Standard/Module1.xml", "<a/>")
    return out.getvalue()


def old_word(text: str = "Inès Martin, chargée d’études à 15 € « œuvre »", *, encrypted=False, macros=False) -> bytes:
    """A minimal Word 97 .doc: its text in two pieces, one of one byte a character, one of two."""
    half = len(text) // 2
    narrow, wide = text[:half].encode("cp1252"), text[half:].encode("utf-16-le")
    at_narrow, at_wide = 2048, 2048 + len(narrow) + len(narrow) % 2
    word_stream = bytearray(8192)
    struct.pack_into("<HH", word_stream, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", word_stream, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    word_stream[at_narrow : at_narrow + len(narrow)] = narrow
    word_stream[at_wide : at_wide + len(wide)] = wide
    plc = struct.pack("<3I", 0, half, len(text))
    plc += struct.pack("<HIH", 0, (at_narrow * 2) | 0x40000000, 0) + struct.pack("<HIH", 0, at_wide, 0)
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", word_stream, 0x01A2, 0, len(clx))
    streams = {"WordDocument": bytes(word_stream), "1Table": clx.ljust(4096, b"\0")}
    if macros:
        streams["_VBA_PROJECT"] = b"\0" * 4096
    return ole(streams)


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE container with these streams in its root, each of at least 4096 bytes (so none is a « mini » one)."""
    chains, sectors, fat = {}, [], []
    for name, body in streams.items():
        count = -(-len(body) // SECTOR)
        chains[name] = len(sectors)
        fat += [*range(len(sectors) + 1, len(sectors) + count), END]
        sectors += [body[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count)]
    entries = [_entry("Root Entry", 5, child=1)]
    names = list(streams)
    for index, name in enumerate(names):  # a list rather than a balanced tree: readers only follow the links
        right = index + 2 if index + 1 < len(names) else FREE
        entries.append(_entry(name, 2, start=chains[name], size=len(streams[name]), right=right))
    while len(entries) % 4:
        entries.append(_entry("", 0))
    directory, at = b"".join(entries), len(sectors)
    for n in range(0, len(directory), SECTOR):
        sectors.append(directory[n : n + SECTOR])
    fat += [*range(at + 1, len(sectors)), END]
    fat_at = len(sectors)
    fat.append(FAT)
    assert len(fat) <= SECTOR // 4
    sectors.append(struct.pack(f"<{SECTOR // 4}I", *fat, *[FREE] * (SECTOR // 4 - len(fat))))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        at,
        0,
        4096,
        END,
        0,
        END,
        0,
    )
    return header + struct.pack("<109I", fat_at, *[FREE] * 108) + b"".join(sectors)


def _entry(name: str, kind: int, *, start: int = END, size: int = 0, child: int = FREE, right: int = FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0" if name else b""
    return struct.pack("<64sHBBIII36xIQ", raw, len(raw), kind, 1, FREE, right, child, start, size)


def png(width: int = 4, height: int = 4, *, promised: tuple[int, int] | None = None) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x20\x60\xa0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", *(promised or (width, height)), 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture(kind: str) -> bytes:
    """A real JPEG, PNG or WebP by Pillow (which reportlab brings to the tests)."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), (10, 77, 127)).save(out, kind)
    return out.getvalue()
