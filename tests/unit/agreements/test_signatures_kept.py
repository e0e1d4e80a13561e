"""What a file's signatures say is read once for the same bytes, and never told of other bytes."""

import io

import pytest
from pypdf import PdfWriter

from services.agreements.sealing import authority as authorities
from services.agreements.sealing import pades

pytestmark = pytest.mark.feature("E10")


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealing")
    authorities.make_missing(folder, "Université d’essai")
    return authorities.read(folder)


@pytest.fixture
def kept(monkeypatch):
    """An empty memory, and the lengths of the files that are really read."""
    looked: list[int] = []
    real = pades.read_here

    def counted(data, authority):
        looked.append(len(data))
        return real(data, authority)

    monkeypatch.setattr(pades, "read_here", counted)
    monkeypatch.setattr(pades, "KEPT", pades.Kept())
    return looked


@pytest.fixture(scope="module")
def sealed(local):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(out)
    return pades.sign(out.getvalue(), local.seal, local, field=pades.SEAL, name="U", reason="sealed")


def test_the_same_bytes_are_read_once_and_one_changed_byte_is_read_anew(kept, local, sealed):
    assert [[one.valid for one in pades.read(sealed, local)] for _n in range(5)] == [[True]] * 5
    assert len(kept) == 1
    flipped = bytearray(sealed)
    flipped[sealed.index(b"/MediaBox") + 12] ^= 1
    assert [one.valid for one in pades.read(bytes(flipped), local)] == [False]
    assert [one.valid for one in pades.read(sealed, local)] == [True]
    assert len(kept) == 2


def test_another_authority_does_not_inherit_the_trust_of_the_first(kept, local, sealed, tmp_path):
    authorities.make_missing(tmp_path, "Une autre")
    other = authorities.read(tmp_path)
    assert [one.valid for one in pades.read(sealed, local)] == [True]
    assert [one.valid for one in pades.read(sealed, other)] == [False]


def test_files_by_the_thousand_are_not_all_remembered(kept, local, monkeypatch):
    monkeypatch.setattr(pades, "MOST_KEPT", 2)
    for text in (b"a", b"b", b"a", b"c", b"a", b"b"):
        assert pades.read(text, local) == []
    assert len(kept) == 4, "« b » was asked longest ago when « c » came"
