"""What profiles answers: people, sign-on, where a component's conventions go, documents."""

from marshmallow import Schema

from contracts import fields as f
from contracts import message
from contracts.vocabulary import Circuit, Civility, DocumentKind, Language, Role, Service


class Call(message.Call):
    service = Service.PROFILES


class Command(message.Command):
    service = Service.PROFILES


class Person(Schema):
    """A person as colleagues and files know him. `email` is the university's address for students and staff."""

    id = f.identifier(required=True)
    civility = f.one_of(Civility)
    first_name = f.text()
    last_name = f.text()
    email = f.text()
    roles = f.several(f.one_of(Role))
    language = f.one_of(Language)
    student_number = f.text()
    component_code = f.text()
    component_name = f.text()
    programme_code = f.text()
    programme_name = f.text()
    level = f.text()
    phone = f.text()
    born_on = f.day()
    convention_circuit = f.one_of(Circuit)


class Name(Schema):
    """Enough of a person to print his name and choose him in a list."""

    id = f.identifier(required=True)
    name = f.text()
    email = f.text()
    component_name = f.text()


class SignOnByUniversity(Command):
    """The gateway received these attributes from the university's sign-on for this issuer and immutable id.

    Identity is (issuer, subject), never the login nor the address. Creates the person on his first visit,
    refreshes the attributes on the next ones. Only the gateway itself may ask.
    """

    class Question(Schema):
        issuer = f.text(required=True)
        subject = f.text(required=True)
        attributes = f.mapping()

    Answer = Person


class SignInLocally(Command):
    """E-mail and password of a local account. Refuses with one code, whatever was wrong: `bad_credentials`.

    After 10 wrong tries in 15 minutes for one account: `too_many_tries`. Only the gateway may ask.
    """

    class Question(Schema):
        email = f.text(required=True)
        password = f.text(required=True)

    Answer = Person


class GetMe(Call):
    """The person who asks."""

    Answer = Person


class GetPeople(Call):
    """People by id, at most 200; unknown ids are left out. For services and staff."""

    class Question(Schema):
        ids = f.several(f.identifier(), longest=200)

    Answer = Person
    many = True


class FindPeople(Call):
    """For agreements: people who have one of these student numbers or university addresses, at most 200 of each."""

    class Question(Schema):
        student_numbers = f.several(f.text(), longest=200)
        emails = f.several(f.text(), longest=200)

    Answer = Person
    many = True


class SearchTeachers(Call):
    """Teachers whose name or address holds every word of `words`; by name, at most `limit`. For choosing a supervisor."""

    class Question(Schema):
        words = f.text()
        limit = f.number(1, 50, load_default=20)

    Answer = Name
    many = True


class Route(Schema):
    """Where the student's component makes its conventions (A6). `url` for another application; contact for the office."""

    component_code = f.text()
    component_name = f.text()
    circuit = f.one_of(Circuit)
    url = f.text()
    contact_name = f.text()
    contact_email = f.text()
    contact_phone = f.text()
    contact_place = f.text()


class GetRoute(Call):
    """The route of the asker's component."""

    Answer = Route


class SetLanguage(Command):
    """The language of the asker's pages and mails."""

    class Question(Schema):
        language = f.one_of(Language, required=True)

    Answer = Person


class Document(Schema):
    """A CV, a cover letter or a photo. `object_id` names the immutable file in storage; only its owner is told it."""

    id = f.identifier(required=True)
    owner_id = f.identifier()
    kind = f.one_of(DocumentKind)
    name = f.text()
    description = f.text(f.PARAGRAPH)
    visible = f.flag()
    file_name = f.text()
    media_type = f.text()
    size = f.number(0, 100_000_000)
    object_id = f.text()
    created_at = f.instant()
    version = f.number()


class ListDocuments(Call):
    """The asker's documents, newest first; all kinds when `kind` is empty."""

    class Question(Schema):
        kind = f.one_of(DocumentKind)

    Answer = Document
    many = True


class GetDocument(Call):
    """One of the asker's documents."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = Document


class AddDocument(Command):
    """Take an uploaded file out of quarantine as a document.

    `upload_id` is what the gateway got when it streamed the file. Refuses, on field `file`: `empty`, `too_big`
    (10 MB), `wrong_type`, `not_what_its_name_says`, `encrypted`, `has_macros`, `unreadable`; on field `name`:
    `says_nothing` (« CV1 »).
    """

    class Question(Schema):
        kind = f.one_of(DocumentKind, required=True)
        name = f.text(required=True)
        description = f.text(f.PARAGRAPH)
        visible = f.flag(False)
        upload_id = f.text(required=True)
        file_name = f.text(required=True)

    Answer = Document
    not_the_same = ("upload_id",)


class EditDocument(Command):
    """Change name, description and visibility."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        name = f.text(required=True)
        description = f.text(f.PARAGRAPH)
        visible = f.flag(False)

    Answer = Document


class DeleteDocument(Command):
    """Remove it from the profile; candidacies already sent keep the file as it was."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)


class DocumentsToSend(Call):
    """For offers: these documents, if they are all this person's; else `not_found`."""

    class Question(Schema):
        owner_id = f.identifier(required=True)
        ids = f.several(f.identifier(), longest=5)

    Answer = Document
    many = True


class ProfileSummary(Schema):
    """The board's panel: how complete the profile is, in percent, and the codes of what is missing."""

    complete = f.number(0, 100)
    missing = f.several(f.text())
    cv_count = f.number()
    letter_count = f.number()


class GetProfileSummary(Call):
    """The asker's own: how complete his profile is, and what is missing."""

    Answer = ProfileSummary


class News(Schema):
    """One piece of news in one of my groups."""

    group_name = f.text()
    title = f.text()
    body = f.text(f.PARAGRAPH)
    published_at = f.instant()


class Group(Schema):
    code = f.text()
    name = f.text()
    kind = f.text()


class GroupsAndNews(Schema):
    groups = f.nested(Group, many=True)
    news = f.nested(News, many=True)


class GetGroupsAndNews(Call):
    """The asker's groups (status, component, programme: enrolled without asking) and their latest news."""

    Answer = GroupsAndNews


class ImportDirectory(Command):
    """Components, programmes, news and people from the directory, matched by their codes; safe to run again.

    For the operator. A person: `{issuer, subject, civility, first_name, last_name, email, roles, language,
    student_number, component_code, programme_code, level, phone, born_on, password}`; `password` only for
    local accounts. Answers `{people: {subject: id}, created, updated}`.
    """

    class Question(Schema):
        components = f.several(f.mapping(), longest=500)
        programmes = f.several(f.mapping(), longest=5_000)
        news = f.several(f.mapping(), longest=500)
        people = f.several(f.mapping(), longest=1_000)
