"""Any alphabet in a document, and people's text that would be code somewhere."""

import io
import subprocess

import eventlet
import pypdf
import pytest

from deploy.local.packages import NEEDS
from services.agreements.documents import convention, drawing
from services.agreements.documents.drawer import font_folders
from services.agreements.documents.speaking import breakable, clean, is_right_to_left, isolated, joined
from tests.unit.agreements.papers import NOW, complete, text_of

pytestmark = [
    pytest.mark.feature("E9"),
    pytest.mark.skipif(
        any(NEEDS[name].missing for name in ("poppler", "fonts", "fonts-cjk", "fonts-emoji")),
        reason="`make test` installs fonts and poppler",
    ),
]

HOSTILE = [
    '#eval("1+1") $x^2$ *gras* _italique_ [crochet] <repere> @renvoi // fin /* */ \\ `brut` = Titre',
    '#read("/etc/passwd") #image("secret.png") #panic() #{ while true {} } #include "x.typ"',
    r"\input{/etc/passwd} \write18{ls} \end{document} $$\frac{1}{2}$$",
    "<script>alert(1)</script> <img src=x onerror=y> &amp; &#60; {{7*7}} ${7*7} {% raw %}",
    '"}],"title":"autre"} \\u0041 \\n \\" {university} {host.__class__} %s %(x)s',
    "= Titre\n== Sous-titre\n- liste\n+ numéro\n/ terme: sens",
]
LETTERS = {
    "Arabic": ("محمد العربي ابن سينا", "Arabic"),
    "Hebrew": ("שלום כהן", "Libertinus"),
    "Greek": ("Ωμέγα Παπαδόπουλος", "Libertinus"),
    "Cyrillic": ("Дмитрий Іванов", "Libertinus"),
    "Chinese": ("李小龙 陳大文", "CJK"),
    "a rare Chinese letter": ("𠮷田", "CJK"),
    "Japanese": ("山田太郎 やまだ カタカナ", "CJK"),
    "Korean": ("김철수", "CJK"),
    "Thai": ("สมชาย", "Thai"),
    "Hindi": ("देवनागरी", "Devanagari"),
    "Vietnamese": ("Nguyễn Thị Ánh", "Libertinus"),
}


def pdf_of(name="Inès Martin", **changes):
    file = complete(**changes)
    file.student["name"] = name
    return convention.render(file, NOW, draft=False)


def poppler(pdf, folder, program, *options):
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([program, *options, str(path), *(["-"] if program == "pdftotext" else [])],
                          capture_output=True, text=True, check=True, timeout=60)  # fmt: skip
    return done.stdout


@pytest.mark.parametrize(("name", "font"), LETTERS.values(), ids=LETTERS)
def test_a_name_is_drawn_in_a_font_that_has_its_letters(name, font, tmp_path):
    pdf = pdf_of(name)
    assert not pdf.plain
    said = poppler(pdf, tmp_path, "pdftotext")
    for word in name.split():
        assert word in said
    fonts = poppler(pdf, tmp_path, "pdffonts")
    assert font in fonts


def test_an_emoji_is_drawn_and_read(tmp_path):
    pdf = pdf_of("Zoë 🎓 👩‍🎓 🇫🇷")
    assert not pdf.plain
    said = poppler(pdf, tmp_path, "pdftotext")
    assert all(one in said for one in ("🎓", "👩‍🎓", "🇫🇷"))
    assert "Type 3" in poppler(pdf, tmp_path, "pdffonts")


def test_all_at_once_in_the_free_text_too():
    said = " ".join(name for name, _font in LETTERS.values()) + " 🎓"
    pdf = pdf_of(said, skills=f"{said}\n{said}", activities="نص عربي طويل (مع أقواس) و 12 رقما.")
    assert not pdf.plain


def test_arabic_letters_are_joined(tmp_path):
    """Shaped: the glyphs drawn are those of the joined forms, fewer or other than the letters alone."""
    joined_up, apart = pdf_of("محمد"), pdf_of("م ح م د")
    assert "Arabic" in poppler(joined_up, tmp_path, "pdffonts")
    assert glyphs(joined_up) != glyphs(apart)


def glyphs(pdf):
    """The glyph widths of the Arabic font: joined forms are other glyphs than lone letters."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    arabic = [font["/DescendantFonts"][0] for font in fonts if "Arabic" in str(font.get("/BaseFont", ""))]
    return [str(font["/W"].get_object()) for font in arabic]


def test_a_letter_that_no_font_has_leaves_a_document_that_says_it_is_plain():
    pdf = pdf_of("Inès \ue000 Martin")
    assert pdf.plain
    assert "Martin" in text_of(pdf)
    assert pdf_of().plain is False


def test_without_any_of_the_fonts_a_document_is_drawn_all_the_same(monkeypatch, tmp_path):
    monkeypatch.setenv("IPRO_FONTS", f"{tmp_path}:/no/such/folder")
    assert font_folders() == [str(tmp_path)]
    drawing.workshop.close()  # fonts are read when it starts
    try:
        assert not pdf_of("Inès Martin").plain
        assert pdf_of("李小龙").plain
    finally:
        drawing.workshop.close()


@pytest.mark.parametrize("payload", HOSTILE)
def test_what_people_type_is_text_never_code(payload):
    file = complete(skills=payload)
    file.request["title"] = payload.replace("\n", " ")
    file.student["name"] = payload.replace("\n", " ")
    text = text_of(convention.render(file, NOW, draft=False))
    for word in payload.split():
        assert word in text, word


@pytest.mark.parametrize(
    "payload",
    [
        "\x00\x01\x07\x1b[31m\x7f\x9b",
        "\u202emurhtam\u202c",
        "\u2066\u2067\u2068\u2069" * 50,
        "\ufeff\ufffe\uffff",
        "\ud800",
        "\u2028\u200f\u200b",
    ],
    ids=["controls", "override", "isolates", "no letters", "half a pair", "separators"],
)
def test_letters_that_are_none_neither_stop_nor_turn_a_document(payload):
    pdf = pdf_of(f"Inès{payload}Martin", skills=f"avant{payload}après {payload}")
    assert not pdf.plain
    assert not set(text_of(pdf)) & set("\u202e\u2066\u0000\x1b")


@pytest.mark.parametrize(
    "word", ["x" * 10_000, "é" * 10_000, "李" * 10_000, "م" * 5_000, "👍" * 3_000, "W" * 60 + "@" + "w" * 60]
)
def test_a_very_long_word_stays_on_the_page(word, tmp_path):
    pdf = pdf_of(word[:200], skills=word)
    assert not pdf.plain
    boxes = poppler(pdf, tmp_path, "pdftotext", "-bbox")
    rights = [float(line.split('xMax="')[1].split('"')[0]) for line in boxes.splitlines() if "<word" in line]
    assert max(rights) < 595 - 2.1 * 28.3 + 3, "it runs out of the margin"


ENDLESS = {
    "thirty accents on each letter": "a" + "\u0301" * 30,
    "eight accents on each letter": "a" + "\u0301" * 8,
    "accents alone": "\u0301",
    "Tibetan": "བོད་ཡིག",
    "Tibetan stacks": "ཧྐྵྨླྺྼྻྂ",
    "Arabic with its vowels": "مُحَمَّدٌ",
    "Maldivian": "ދިވެހި",
    "families": "👩‍👩‍👧‍👦",
    "digits in boxes": "1\ufe0f\u20e3",
}


@pytest.mark.parametrize("word", ENDLESS.values(), ids=ENDLESS)
def test_ten_thousand_letters_without_a_space_are_drawn_in_any_writing(word, monkeypatch):
    monkeypatch.setattr(drawing.workshop, "within", 10.0)  # the machine of tests does all else too
    endless = (word * 10_000)[:10_000]
    pdf_of(skills=endless, activities=endless)


@pytest.mark.parametrize(
    "letter",
    [
        "e\u0302\u0301",
        "བོ",
        "ཧྐྵྨླྺྼྻྂ",
        "क्षि",
        "👩‍👩‍👧‍👦",
        "👍🏽",
        "🇫🇷",
        "❤️",
        "1\ufe0f\u20e3",
        "\u1112\u1161\u11ab",
        "🏴\U000e0067\U000e0062\U000e007f",
    ],
)
def test_a_long_word_is_cut_between_letters_and_never_inside_one(letter):
    pieces = breakable(letter * 100).split("\u200b")
    assert len(pieces) > 5
    assert "".join(pieces) == letter * 100
    assert [piece for piece in pieces if piece.replace(letter, "")] == []


def test_no_letter_carries_more_signs_than_any_language_writes():
    for written in ("Nguye\u0302\u0303n", "ཧྐྵྨླྺྼྻྂ", "בְּרֵאשִׁ֖ית", "مُحَمَّدٌ", "ที่", "👩🏽‍❤️‍💋‍👨🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"):
        assert clean(written * 50) == written * 50
    assert clean("é" + "\u0301" * 1_000 + "t") == "é" + "\u0301" * 8 + "t"
    assert clean("a" + "\u0301\u200d" * 1_000) == "a" + "\u0301\u200d" * 4


def test_a_text_has_no_more_empty_lines_than_anybody_leaves():
    assert clean("un\n \n\t\n\n\ndeux\n\n\ntrois") == "un\n\n\ndeux\n\n\ntrois"
    assert len(clean("\r\n" * 10_000)) == 3


def test_a_long_text_is_whole():
    words = [f"mot{number}" for number in range(1_400)]
    text = text_of(pdf_of(skills=" ".join(words)[:10_000]))
    assert [word for word in words[:1_200] if word not in text] == []


def test_cleaning_keeps_what_is_writing():
    kept = "L’été — « noël » 2 €\n\tfin 👩‍🎓 محمد"
    assert clean(kept) == kept
    assert clean({"a": ["b\r\nc\rd"], "e": 3}) == {"a": ["b\nc\nd"], "e": 3}


def test_breaking_adds_no_letter_to_short_words_nor_to_scripts_that_break_anywhere():
    assert breakable("anticonstitutionnellement " * 100) == "anticonstitutionnellement " * 100
    assert breakable("李" * 200) == "李" * 200
    assert breakable("x" * 100).count("\u200b") == 9
    assert breakable("x" * 40) == "x" * 40
    assert breakable("x" * 30, longest=24).count("\u200b") == 2


def test_a_name_from_right_to_left_is_kept_apart_from_its_neighbours():
    assert isolated("Inès") == "Inès"
    assert joined(", ", "محمد", "مدير") == "\u2068محمد\u2069, \u2068مدير\u2069"
    assert is_right_to_left("(12) محمد")
    assert not is_right_to_left("Inès محمد")
    assert not is_right_to_left("12")


def test_a_caller_whose_time_is_over_leaves_his_document_to_nobody():
    for number in range(5):
        with eventlet.Timeout(0.001, False):
            pdf_of(f"Parti {number}")
        assert f"Reste {number}" in text_of(pdf_of(f"Reste {number}"))
