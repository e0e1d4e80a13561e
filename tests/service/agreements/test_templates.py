"""Templates of documents through the running service: edited, published, kept by the files validated with them."""

import io
import threading
import uuid

import pypdf
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contracts.calls import agreements
from contracts.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from contracts.vocabulary import Role
from runtime.actor import Actor
from runtime.files import FileStore

pytestmark = [pytest.mark.service, pytest.mark.feature("E9", "G3")]
ADMIN = Actor(uuid.uuid4(), frozenset({Role.ADMIN}), "fr", "cas", "Ada Ministre")


@pytest.fixture
def admin(world):
    def ask(call, **question):
        return world.client.ask(call, ADMIN, deadline=10, **question)

    return ask


@pytest.fixture
def text_of(platform):
    """What a reader finds in a stored PDF."""
    store = FileStore(platform.catalogue.env_of("gateway")["IPRO_FILES_URL"])

    def read(object_id):
        reader = pypdf.PdfReader(io.BytesIO(store.read(object_id)))
        return " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    return read


def words_of(template):
    return {word["name"]: word["text"] for word in template["words"]}


def save(admin, kind="convention", language="fr", **changes):
    """Over whatever draft there is."""
    try:
        shown = admin(agreements.GetTemplate, kind=kind, language=language)
        version, articles = shown["version"], shown["articles"]
    except NotFound:
        version, articles = 0, []
    given = {"version": version, "articles": articles, "words": {}, **changes}
    return admin(agreements.SaveTemplate, kind=kind, language=language, **given)


def publish(admin, kind="convention", language="fr", **changes):
    draft = save(admin, kind, language, **changes)
    return admin(agreements.PublishTemplate, kind=kind, language=language, version=draft["version"])


def completed(world, **fields):
    file = world.move(world.move(world.new_request(), "submit", "student0"), "validate", "supervisor")
    file = world.ask(agreements.GetInternship, "student0", id=file["id"])
    return world.ask(
        agreements.SaveConvention,
        "student0",
        id=file["id"],
        version=file["version"],
        fields=world.convention_fields(**fields),
    )


def test_the_code_s_own_words_are_version_zero_of_french_and_english(admin):
    lines = {(line["kind"], line["language"]): line for line in admin(agreements.ListTemplates)}
    assert {"convention", "amendment", "certificate"} == {kind for kind, _language in lines}
    english = admin(agreements.GetTemplate, kind="certificate", language="en")
    assert words_of(english)["title"] == "Certificate of internship"
    assert english["can_edit"]
    assert admin(agreements.GetTemplate, kind="certificate", language="en", number=0)["number"] == 0


def test_a_draft_is_saved_published_and_never_changed_again(admin, base):
    before = admin(agreements.GetTemplate, kind="amendment", language="en")
    draft = save(admin, "amendment", "en", words={"title": "Rider no. {number}"}, note="Le mot de la DAJ")
    assert (draft["state"], draft["number"]) == ("draft", before["number"] + 1)
    assert [change["name"] for change in draft["differences"]] == ["title"]
    again = save(admin, "amendment", "en", words={"reason": "Why"})
    assert again["number"] == draft["number"]
    assert words_of(again)["title"] == "Rider no. {number}"
    done = admin(agreements.PublishTemplate, kind="amendment", language="en", version=again["version"])
    assert done["state"] == "published"
    assert done["version"] == 0
    assert done["history"][0]["made_by"] == "Ada Ministre"
    assert set(done["history"][0]["changes"]) == {"title", "reason"}
    with pytest.raises(MoveRefused, match="no_draft_to_publish"):
        admin(agreements.PublishTemplate, kind="amendment", language="en", version=0)
    for statement in ("UPDATE template_version SET note = 'x'", "DELETE FROM template_version"):
        with base.connect() as connection, pytest.raises(DBAPIError, match="never changed"):
            connection.execute(text(f"{statement} WHERE state = 'published'"))
    later = save(admin, "amendment", "en", words={"title": "Another no. {number}"})
    assert later["number"] == done["number"] + 1


def test_two_people_never_overwrite_each_other_s_draft(admin):
    first = save(admin, "certificate", "fr", words={"trainee": "L’étudiant"})
    save(admin, "certificate", "fr", words={"trainee": "L’étudiante"})
    for call in (agreements.SaveTemplate, agreements.PublishTemplate):
        with pytest.raises(StaleVersion):
            admin(call, kind="certificate", language="fr", version=first["version"])


def test_of_two_first_drafts_at_once_one_is_kept(admin):
    told = []

    def begin(name):
        try:
            question = {
                "kind": "certificate",
                "language": "pt",
                "version": 0,
                "name": name,
                "words": {},
                "articles": [],
            }
            told.append(admin(agreements.SaveTemplate, **question)["name"])
        except Exception as refusal:
            told.append(type(refusal).__name__)

    both = [threading.Thread(target=begin, args=(name,)) for name in ("Português", "Português 2")]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert len(told) == 2
    assert sum(name.startswith("Português") for name in told) == 1


@pytest.mark.parametrize(
    ("question", "field", "code"),
    [
        ({"words": {"title": " "}}, "words.title", "required"),
        ({"words": {"title": "{host}"}}, "words.title", "unknown_placeholder"),
        ({"words": {"made_on": "Fait"}}, "words.made_on", "missing_placeholder"),
        ({"words": {"nonsense": "x"}}, "words.nonsense", "unknown_choice"),
        ({"articles": [{"title": "A", "text": "Pour {hots}"}]}, "articles.0.text", "unknown_placeholder"),
        ({"articles": [{"title": "", "text": "x"}]}, "articles.0.title", "required"),
        ({"language": "klingon", "name": "x"}, "language", "unknown_choice"),
        ({"language": "de", "name": ""}, "name", "required"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_its_place(admin, question, field, code):
    with pytest.raises(InvalidInput) as refused:
        save(admin, **{"kind": "convention", "language": "fr", **question})
    assert refused.value.params["fields"][field] == [code]


def test_officers_read_and_preview_and_others_find_nothing(world, admin, text_of):
    seen = world.ask(agreements.GetTemplate, "officer", kind="convention", language="fr")
    assert seen["can_edit"] is False
    shown = world.ask(agreements.PreviewTemplate, "officer", kind="convention", language="en", number=0)
    assert "Internship agreement" in text_of(shown["object_id"])
    with pytest.raises(NotAllowed):
        world.ask(agreements.SaveTemplate, "officer", kind="convention", language="fr", version=0)
    for who in ("student0", "supervisor", "recruiter", "careers"):
        for call, question in (
            (agreements.ListTemplates, {}),
            (agreements.GetTemplate, {"kind": "convention", "language": "fr"}),
            (agreements.PreviewTemplate, {"kind": "convention", "language": "fr"}),
            (agreements.PublishTemplate, {"kind": "convention", "language": "fr", "version": 0}),
        ):
            with pytest.raises(NotAllowed):
                world.ask(call, who, **question)


@pytest.mark.parametrize("kind", ["convention", "amendment", "certificate"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_kind_is_previewed_from_a_demonstration_file(admin, text_of, kind, language):
    shown = admin(agreements.PreviewTemplate, kind=kind, language=language)
    assert "Inès Martin" in text_of(shown["object_id"])
    assert shown["file_name"].startswith(f"{kind}-{language}-")
    with pytest.raises(NotFound):
        admin(agreements.PreviewTemplate, kind=kind, language="is")
    with pytest.raises(NotFound):
        admin(agreements.GetTemplate, kind=kind, language=language, number=999)


@pytest.mark.feature("E6")
def test_a_language_of_staff_s_is_a_copy_until_it_is_published(world, admin, text_of):
    english = admin(agreements.GetTemplate, kind="convention", language="en", number=0)
    words = {**words_of(english), "title": "Convenio de prácticas", "days_of_week.mon": "lunes"}
    articles = [{"title": "Objeto", "text": "Entre {university} y {host}, del {starts_on} al {ends_on}."}]
    draft = admin(
        agreements.SaveTemplate,
        kind="convention",
        language="es",
        version=0,
        name="Español",
        words=words,
        articles=articles,
    )
    codes = [one["code"] for one in world.ask(agreements.ListLanguages, "student0")]
    assert "es" not in codes
    with pytest.raises(InvalidInput) as refused:
        completed(world, language="es")
    assert refused.value.params["fields"] == {"fields.language": ["unknown_choice"]}
    admin(agreements.PublishTemplate, kind="convention", language="es", version=draft["version"])
    assert {"code": "es", "name": "Español"} in world.ask(agreements.ListLanguages, "student0")
    file = completed(world, language="es")
    said = text_of(world.ask(agreements.GetPdf, "student0", id=file["id"])["object_id"])
    for expected in ("Convenio de prácticas", "lunes", "Objeto", " de 20"):
        assert expected in said
    file = world.move(world.move(file, "submit_convention", "student0"), "validate_convention", "officer")
    assert "Convenio de prácticas" in text_of(file["pdf_object_id"])


def test_a_convention_keeps_the_words_that_it_was_validated_with(world, admin, text_of, base):
    publish(admin, words={"title": "Convention, premier texte"})
    file = completed(world)
    file = world.move(world.move(file, "submit_convention", "student0"), "validate_convention", "officer")
    publish(admin, words={"title": "Convention, second texte"})
    kept = world.ask(agreements.GetPdf, "student0", id=file["id"])
    assert kept["plain"] is False
    assert "Convention, premier texte" in text_of(kept["object_id"])
    with base.connect() as connection:
        title = connection.scalar(
            text(
                "SELECT words ->> 'title' FROM template_version"
                " JOIN internship ON internship.template_version_id = template_version.id WHERE internship.id = :id"
            ),
            {"id": file["id"]},
        )
    assert title == "Convention, premier texte"
    opened = world.move(file, "open_signatures", "officer")
    drawn_anew = world.ask(agreements.GetPdf, "student0", id=opened["id"])
    assert drawn_anew["object_id"] != kept["object_id"]
    assert "Convention, premier texte" in text_of(drawn_anew["object_id"]), "drawn anew for its signatories"
    draft = completed(world)
    assert "Convention, second texte" in text_of(world.ask(agreements.GetPdf, "student0", id=draft["id"])["object_id"])


def test_several_pdfs_are_asked_for_at_once_and_those_that_are_not_mine_look_missing(world, text_of):
    file, bare = completed(world), world.new_request()
    unknown = uuid.uuid4()
    found = world.ask(agreements.GetPdfs, "student0", ids=[file["id"], unknown, bare["id"]])
    assert [one["problem"] for one in found] == ["", "not_found", "no_convention_yet"]
    assert found[0]["reference"] == file["reference"]
    assert "Convention" in text_of(found[0]["object_id"])
    assert [one["problem"] for one in world.ask(agreements.GetPdfs, "student1", ids=[file["id"]])] == ["not_found"]
    with pytest.raises(InvalidInput):
        world.ask(agreements.GetPdfs, "student0", ids=[uuid.uuid4() for _ in range(11)])


def test_a_letter_that_no_font_has_is_told_to_the_manager(world):
    file = completed(world, skills="Un mot \ue000 illisible")
    file = world.move(world.move(file, "submit_convention", "student0"), "validate_convention", "officer")
    assert file["pdf_plain"] is True
    assert world.ask(agreements.GetPdf, "officer", id=file["id"])["plain"] is True
