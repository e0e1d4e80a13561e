"""Pages of document templates: read, edited without a script, published; and PDFs of several files."""

import io
import uuid
import zipfile

import pytest

from contracts.calls.agreements import TemplateArticle
from contracts.errors import InvalidInput, MoveRefused, StaleVersion, Unavailable
from gateway.areas.models.forms import field_of
from gateway.areas.pdfs import views as pdfs
from runtime.files import FileStore
from services.agreements.documents.wording import ARTICLE_BLANKS, flat
from services.agreements.documents.words import ARTICLES, WORDS
from tests.builders.stores import marked
from tests.unit.gateway.answers import NOW, Pages, internship, number

pytestmark = pytest.mark.feature("G3")
WHERE = "/modeles/convention/fr"
ARTICLE = TemplateArticle().load({"title": "Objet", "text": "Entre {university} et {host}."})


def template(**changes):
    words = flat(WORDS["convention"]["fr"])
    return {
        "kind": "convention",
        "language": "fr",
        "name": "Français",
        "number": 2,
        "state": "draft",
        "note": "",
        "version": 5,
        "words": [{"name": name, "french": text, "text": text} for name, text in words.items()],
        "articles": ARTICLES["convention"]["fr"],
        "blanks": list(ARTICLE_BLANKS),
        "history": [
            {"number": 2, "state": "draft", "note": "", "made_by": "Ada", "made_at": NOW, "changes": ["title"]},
            {"number": 1, "state": "published", "note": "Début", "made_by": "Ada", "made_at": NOW, "changes": []},
        ],
        "differences": [
            {"name": "title", "before": "Convention", "after": "<b>Accord</b>"},
            {"name": "articles.9", "before": "Fin", "after": ""},
        ],
        "can_edit": True,
        **changes,
    }


def line(**changes):
    given = {"kind": "convention", "language": "fr", "name": "Français", "published": 0, "draft": None}
    return {**given, "changed_at": None, "changed_by": "", **changes}


def typed(shown, **changes):
    fields = {field_of(word["name"]): word["text"] for word in shown["words"]}
    for n, article in enumerate(shown["articles"]):
        fields |= {f"a{n}_title": article["title"], f"a{n}_text": article["text"]}
    return {**fields, "version": str(shown["version"]), "note": "", "key": "k", **changes}


def asked(site, method):
    return next(question for name, _actor, question in site.pages.asked if name == method)


@pytest.mark.parametrize(
    ("roles", "seen"), [("admin", True), ("officer", True), ("student", False), ("teacher", False)]
)
def test_the_menu_leads_there_those_who_may_read(site, roles, seen):
    browser = site.signed(roles, pages=Pages(list_templates=[line()]))
    assert ("/modeles" in browser.get("/contact").text) is seen


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_says_what_is_published_and_what_is_not(site, language):
    lines = [line(), line(language="es", published=None, draft=1, changed_at=NOW, changed_by="Ada")]
    text = site.signed("admin", language, pages=Pages(list_templates=lines)).get("/modeles").text
    assert {"fr": "Convention de stage", "en": "Internship agreement"}[language] in text
    assert {"fr": "jamais", "en": "never"}[language] in text
    assert {"fr": "espagnol", "en": "Spanish"}[language] in text
    assert {"fr": "Ajouter une langue", "en": "Add a language"}[language] in text
    read_only = site.signed("officer", language, pages=Pages(list_templates=lines)).get("/modeles").text
    assert "/modeles/langue" not in read_only


def test_an_officer_reads_and_finds_no_field(site):
    text = site.signed("officer", pages=Pages(get_template=template(can_edit=False))).get(WHERE).text
    assert "<textarea" not in text
    assert "Intitulé complet de la formation" in text
    assert "/apercu.pdf" in text


def test_saving_asks_for_every_word_and_article(site, token):
    shown = template()
    browser = site.signed("admin", pages=Pages(get_template=shown, save_template=shown))
    data = typed(shown, w_title="Accord de stage", csrf_token=token(browser))
    assert browser.post(WHERE, data=data).location == WHERE
    question = asked(site, "save_template")
    assert question["version"] == 5
    assert question["words"]["title"] == "Accord de stage"
    assert question["words"]["days_of_week.mon"] == "lundi"
    assert question["articles"] == shown["articles"]


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("add", ["A", "B", "C", ""]),
        ("up:2", ["A", "C", "B"]),
        ("down:0", ["B", "A", "C"]),
        ("remove:1", ["A", "C"]),
        ("up:0", ["A", "B", "C"]),
        ("down:2", ["A", "B", "C"]),
        ("remove:99", ["A", "B", "C"]),
        ("nonsense:x", ["A", "B", "C"]),
    ],
)
def test_articles_are_rearranged_without_a_script_and_nothing_typed_is_lost(site, token, order, titles):
    shown = template(articles=[{"title": title, "text": f"texte {title}"} for title in "ABC"])
    browser = site.signed("admin", pages=Pages(get_template=shown))
    data = typed(shown, article=order, w_title="Pas encore enregistré", csrf_token=token(browser))
    answer = browser.post(WHERE, data=data)
    assert answer.status_code == 200
    found = [part.split('value="')[1].split('"')[0] for part in answer.text.split("<input")
             if "_title" in part and 'name="a' in part]  # fmt: skip
    assert found == titles
    assert "Pas encore enregistré" in answer.text
    assert "save_template" not in [name for name, _actor, _question in site.pages.asked]


def test_what_cannot_be_drawn_is_said_beside_its_field(site, token):
    refusal = InvalidInput(fields={"words.title": ["unknown_placeholder"], "articles.0.text": ["unknown_placeholder"]})
    shown = template()
    browser = site.signed("admin", pages=Pages(get_template=shown, save_template=refusal))
    answer = browser.post(WHERE, data=typed(shown, csrf_token=token(browser)))
    assert answer.status_code == 422
    for field in ("w_title", "a0_text"):
        assert f'href="#{field}"' in answer.text


def test_a_draft_changed_meanwhile_is_shown_beside_what_was_typed(site, token):
    shown = template(version=9)
    browser = site.signed("admin", pages=Pages(get_template=shown, save_template=StaleVersion(version=9)))
    answer = browser.post(WHERE, data=typed(shown, version="5", w_title="Le mien", csrf_token=token(browser)))
    assert answer.status_code == 422
    assert "Le mien" in answer.text
    assert 'name="version" value="9"' in answer.text


def test_words_typed_while_the_service_is_away_come_back(site, token):
    shown = template()
    browser = site.signed("admin", pages=Pages(get_template=shown, save_template=Unavailable()))
    assert browser.post(WHERE, data=typed(shown, w_title="Gardé", csrf_token=token(browser))).status_code == 503
    assert "Gardé" in browser.get(WHERE).text


def test_a_draft_is_published_by_a_button_of_its_own(site, token):
    browser = site.signed("admin", pages=Pages(get_template=template(), publish_template=template()))
    answer = browser.post(f"{WHERE}/publier", data={"version": "5", "csrf_token": token(browser)})
    assert answer.location == f"{WHERE}/historique"
    assert asked(site, "publish_template")["version"] == 5
    browser = site.signed(
        "admin", pages=Pages(get_template=template(), publish_template=MoveRefused("no_draft_to_publish"))
    )
    browser.post(f"{WHERE}/publier", data={"version": "0", "csrf_token": token(browser)})
    assert "pas de brouillon à publier" in browser.get(f"{WHERE}/historique").text


def test_the_history_shows_what_differs_as_text(site):
    text = site.signed("admin", pages=Pages(get_template=template())).get(f"{WHERE}/historique?version=2").text
    assert "<del>Convention</del>" in text
    assert "<ins>&lt;b&gt;Accord&lt;/b&gt;</ins>" in text
    assert "Article 9" in text
    empty = site.signed("officer", pages=Pages(get_template=template(differences=[], history=[])))
    assert "Aucune différence." in empty.get(f"{WHERE}/historique").text


def test_an_earlier_version_is_read_and_can_be_begun_from(site):
    browser = site.signed("admin", pages=Pages(get_template=template(number=1, state="published")))
    assert "Repartir de cette version" in browser.get(f"{WHERE}?version=1").text
    assert "Enregistrer le brouillon" in browser.get(f"{WHERE}?version=1&reprendre=1").text


def test_a_new_language_is_a_copy(site, token):
    browser = site.signed("admin", pages=Pages(get_template=template(), save_template=template()))
    data = {"kind": "convention", "language": "es", "source": "en", "csrf_token": token(browser)}
    assert browser.post("/modeles/langue", data=data).location == "/modeles/convention/es"
    question = asked(site, "save_template")
    assert (question["name"], question["version"]) == ("Español", 0)
    assert question["articles"] == ARTICLES["convention"]["fr"]
    for wrong in ({"language": "xx"}, {"kind": "nonsense"}, {"language": "fr"}):
        assert browser.post("/modeles/langue", data={**data, **wrong}).location == "/modeles"


@pytest.mark.parametrize("path", ["/modeles/nonsense/fr", f"{WHERE}?version=abc", f"{WHERE}/apercu.pdf?version=1e9"])
def test_an_address_that_means_nothing_is_not_found(site, path):
    assert site.signed("admin", pages=Pages(get_template=template())).get(path).status_code == 404


# PDFs of several files


def stored(tmp_path, count):
    url = marked(tmp_path / "objects")
    store = FileStore(url, "agreements")
    ids = [uuid.uuid4() for _ in range(count)]
    found = [
        {"id": id, "reference": n, "student_name": "Mina", "object_id": store.put(f"PDF {n}".encode()),
         "file_name": f"convention-{n}.pdf", "plain": n == 1, "problem": ""}
        for n, id in enumerate(ids)
    ]  # fmt: skip
    return url, ids, dict(zip(ids, found, strict=True))


def answering(found):
    def answer(ids, **_options):
        nothing = {"problem": "not_found", "plain": False, "object_id": "", "file_name": ""}
        return [found.get(uuid.UUID(str(id))) or {"id": id, **nothing} for id in ids]

    return answer


@pytest.mark.feature("E8", "E9")
def test_a_hundred_are_prepared_ten_at_a_time_and_sent_as_one(site, token, tmp_path):
    url, ids, found = stored(tmp_path, 100)
    browser = site.signed("officer", pages=Pages(get_pdfs=answering(found)), files_url=url)
    page = browser.get(f"/conventions/pdf?ids={','.join(map(str, ids))}").text
    assert 'max="100"' in page
    assert page.count("/convention.pdf") == 100
    csrf, tickets = token(browser), []
    for place in range(0, 100, 10):
        part = ",".join(map(str, ids[place : place + 10]))
        answer = browser.post("/conventions/pdf/preparer", data={"ids": part, "csrf_token": csrf}).json
        tickets.append(answer["ticket"])
        assert len(answer["files"]) == 10
    sent = browser.post("/conventions/pdf/conventions.zip", data={"ticket": tickets, "csrf_token": csrf})
    archive = zipfile.ZipFile(io.BytesIO(sent.data))
    assert archive.testzip() is None
    assert len(archive.namelist()) == 100
    assert archive.read("convention-42.pdf") == b"PDF 42"
    assert sent.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.feature("E9")
def test_without_a_script_the_archive_is_asked_for_at_once(site, token, tmp_path):
    url, ids, found = stored(tmp_path, 12)
    browser = site.signed("officer", pages=Pages(get_pdfs=answering(found)), files_url=url)
    data = {"ids": ",".join(map(str, [*ids, uuid.uuid4()])), "csrf_token": token(browser)}
    sent = browser.post("/conventions/pdf/conventions.zip", data=data)
    assert len(zipfile.ZipFile(io.BytesIO(sent.data)).namelist()) == 12
    assert max(len(question["ids"]) for name, _a, question in site.pages.asked if name == "get_pdfs") <= pdfs.AT_ONCE


@pytest.mark.feature("E9")
def test_a_damaged_document_is_named_in_the_archive_and_the_others_are_there(site, token, tmp_path):
    url, ids, found = stored(tmp_path, 3)
    broken = found[ids[1]]["object_id"].partition(".")[2]
    (path,) = [one for one in tmp_path.rglob("*") if one.is_file() and broken in str(one).replace("/", "")]
    path.chmod(0o600)
    path.write_bytes(b"something else")
    browser = site.signed("officer", pages=Pages(get_pdfs=answering(found)), files_url=url)
    sent = browser.post(
        "/conventions/pdf/conventions.zip", data={"ids": ",".join(map(str, ids)), "csrf_token": token(browser)}
    )
    archive = zipfile.ZipFile(io.BytesIO(sent.data))
    assert len(archive.namelist()) == 3
    assert found[ids[1]]["file_name"] in archive.read("documents-manquants.txt").decode()


@pytest.mark.feature("E9")
def test_a_ticket_serves_its_own_reader_and_nobody_else(site, token, tmp_path):
    url, ids, found = stored(tmp_path, 1)
    browser = site.signed("officer", pages=Pages(get_pdfs=answering(found)), files_url=url)
    csrf = token(browser)
    ticket = browser.post("/conventions/pdf/preparer", data={"ids": str(ids[0]), "csrf_token": csrf}).json["ticket"]
    other = site.app.test_client()
    other.get(f"/_in/officer/fr?id={number(77)}")
    taken = other.post("/conventions/pdf/conventions.zip", data={"ticket": ticket, "csrf_token": token(other)})
    assert taken.status_code == 404
    forged = browser.post("/conventions/pdf/conventions.zip", data={"ticket": f"{ticket}x", "csrf_token": csrf})
    assert forged.status_code == 422


@pytest.mark.feature("E9")
def test_more_than_a_hundred_is_said_and_what_is_no_id_is_passed_over(site):
    ids = [str(uuid.uuid4()) for _ in range(103)]
    browser = site.signed("officer")
    text = browser.get(f"/conventions/pdf?ids={','.join(ids)}&ids=nonsense,{ids[0]}").text
    assert 'max="100"' in text
    assert "3 dossiers de trop" in text
    assert "Aucun dossier" in browser.get("/conventions/pdf").text


def test_a_file_that_has_none_says_why(site, token):
    browser = site.signed("officer", "en", pages=Pages(get_pdfs=answering({})))
    data = {"ids": str(uuid.uuid4()), "csrf_token": token(browser)}
    assert "does not exist" in browser.post("/conventions/pdf/preparer", data=data).json["files"][0]["problem"]
    assert browser.post("/conventions/pdf/conventions.zip", data=data).status_code == 404


@pytest.mark.feature("E9")
def test_a_document_too_complex_to_be_drawn_says_so_and_the_archive_has_the_others(site, token, tmp_path):
    url, ids, found = stored(tmp_path, 3)
    found[ids[1]] |= {"problem": "too_complex_to_draw", "object_id": "", "file_name": ""}
    browser = site.signed("officer", pages=Pages(get_pdfs=answering(found)), files_url=url)
    data = {"ids": ",".join(map(str, ids)), "csrf_token": token(browser)}
    told = browser.post("/conventions/pdf/preparer", data=data).json["files"]
    assert ["trop complexe" in one["problem"] for one in told] == [False, True, False]
    archive = zipfile.ZipFile(io.BytesIO(browser.post("/conventions/pdf/conventions.zip", data=data).data))
    assert archive.namelist() == ["convention-0.pdf", "convention-2.pdf"]


# The file's own pages


CAN_COMPLETE = {"name": "edit_convention", "kind": "edit_convention", "comment": "none"}


def completing(**more):
    languages = [
        {"code": code, "name": name} for code, name in (("fr", "Français"), ("en", "English"), ("es", "Español"))
    ]
    file = internship(CAN_COMPLETE, state="convention_draft", i_am=["student"], **more)
    return Pages(get_internship=file, list_languages=languages, list_officer_groups=[], search_teachers=[])


@pytest.mark.feature("E6")
def test_the_convention_s_form_offers_every_language_that_is_published(site):
    path = f"/stages/{number(61)}/convention"
    text = site.signed("student", pages=completing(convention={"language": "fr"})).get(path).text
    assert "Rédiger ma convention en Anglais" in text
    assert "langue=es" in text
    spanish = site.signed("student", pages=completing(convention={"language": "es"})).get(path).text
    assert "Document en" in spanish
    assert "langue=es" not in spanish
    assert 'name="language" value="es"' in spanish
    english = site.signed("student", "en", pages=completing(convention={"language": "es"})).get(path).text
    assert "Skills to acquire" in english


@pytest.mark.feature("E9")
@pytest.mark.parametrize(("party", "told"), [("officer", True), ("student", False)])
def test_the_manager_is_told_that_a_pdf_is_plain(site, party, told):
    file = internship(state="validated", i_am=[party], pdf_plain=True, convention={"language": "fr"})
    text = site.signed("officer", pages=Pages(get_internship=file)).get(f"/stages/{number(61)}").text
    assert ("pas déclaré PDF/A" in text) is told
