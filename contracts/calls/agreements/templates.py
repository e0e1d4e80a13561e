"""Templates of documents, edited by staff; PDFs of several files at once."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command

TEMPLATE_KINDS = ("convention", "amendment", "certificate")
MOST_ARTICLES = 60
MOST_PDFS_AT_ONCE = 10


class TemplateArticle(Schema):
    """A general article. Blanks are {name}, of those that GetTemplate lists."""

    title = f.text()
    text = f.text(f.LONG)


class TemplateWord(Schema):
    """One word of a document: its dotted name, its text in French as the code has it, and here."""

    name = f.text()
    french = f.text(f.PARAGRAPH)
    text = f.text(f.PARAGRAPH)


class TemplateLine(Schema):
    """A template in a list. `published` is 0 for the code's own words, empty for a language never published."""

    kind = f.text()
    language = f.text(10)
    name = f.text()
    published = f.number()
    draft = f.number()
    changed_at = f.instant()
    changed_by = f.text()


class TemplateVersionLine(Schema):
    """A line of a template's history. `changes` are the dotted names of words that differ from the version before."""

    number = f.number()
    state = f.text()
    note = f.text(f.PARAGRAPH)
    made_by = f.text()
    made_at = f.instant()
    changes = f.several(f.text(), longest=1_000)


class TemplateChange(Schema):
    """A word or an article (`articles.3`) that differs; empty where it was not there."""

    name = f.text()
    before = f.text(f.LONG + f.LINE)
    after = f.text(f.LONG + f.LINE)


class Template(Schema):
    """One version of a template, whole, with the history of all.

    `number` is the version shown, `version` the draft's to save over (0 when there is none). `differences` are those
    between this version and the one before it.
    """

    kind = f.text()
    language = f.text(10)
    name = f.text()
    number = f.number()
    state = f.text()
    note = f.text(f.PARAGRAPH)
    version = f.number()
    words = f.nested(TemplateWord, many=True)
    articles = f.nested(TemplateArticle, many=True)
    blanks = f.several(f.text())
    history = f.nested(TemplateVersionLine, many=True)
    differences = f.nested(TemplateChange, many=True)
    can_edit = f.flag()


class ListTemplates(Call):
    """All templates, for administrators and convention managers."""

    Answer = TemplateLine
    many = True


class GetTemplate(Call):
    """A version of a template, by default its draft, else what is published; a language that is not there is `NotFound`."""

    class Question(Schema):
        kind = f.one_of(TEMPLATE_KINDS, required=True)
        language = f.text(10, required=True)
        number = f.number()

    Answer = Template


class SaveTemplate(Command):
    """Keep a draft, for administrators. `version` is the draft's that was read, 0 when there was none.

    A language that the platform has not yet starts here, as a copy of another: `name` is then required. Refuses, on
    their fields (`words.<name>`, `articles.<position>.text`), what is empty and blanks that are not known or missing.
    """

    class Question(Schema):
        kind = f.one_of(TEMPLATE_KINDS, required=True)
        language = f.text(10, required=True)
        version = f.number(required=True)
        name = f.text()
        words = f.mapping()
        articles = f.nested(TemplateArticle, many=True, validate=f.at_most(MOST_ARTICLES))
        note = f.text(f.PARAGRAPH)

    Answer = Template


class PublishTemplate(Command):
    """Make the draft what new documents are drawn with; files validated before keep their version."""

    class Question(Schema):
        kind = f.one_of(TEMPLATE_KINDS, required=True)
        language = f.text(10, required=True)
        version = f.number(required=True)

    Answer = Template


class PreviewTemplate(Call):
    """A PDF of a demonstration file drawn with a version, by default the draft, else what is published."""

    class Question(Schema):
        kind = f.one_of(TEMPLATE_KINDS, required=True)
        language = f.text(10, required=True)
        number = f.number()

    class Answer(Schema):  # type: ignore[assignment]
        object_id = f.text()
        file_name = f.text()


class DocumentLanguage(Schema):
    code = f.text(10)
    name = f.text()


class ListLanguages(Call):
    """The languages in which a convention can be written today, French first."""

    Answer = DocumentLanguage
    many = True


class BatchedPdf(Schema):
    """`problem` is empty, or why there is none: not_found, no_convention_yet."""

    id = f.identifier(required=True)
    reference = f.number()
    student_name = f.text()
    object_id = f.text()
    file_name = f.text()
    plain = f.flag()
    problem = f.text()


class GetPdfs(Call):
    """The conventions' PDFs of a few files at once, in the order asked; those that are not the asker's look missing."""

    class Question(Schema):
        ids = f.several(f.identifier(required=True), longest=MOST_PDFS_AT_ONCE)

    Answer = BatchedPdf
    many = True
