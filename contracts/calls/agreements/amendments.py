"""Amendments: changes of a convention that is signed, decided and signed as it was."""

from marshmallow import Schema

from contracts import fields as f
from contracts.calls.agreements.base import Call, Command
from contracts.calls.agreements.parts import Action, Check, Named, Schedule, Signing
from contracts.calls.agreements.typed import WEEKDAYS, Place
from contracts.calls.offers import ContactInput
from contracts.vocabulary import AmendmentKind, AmendmentState, EndGround, Party, State


class AmendmentFields(Schema):
    """The facts that an amendment may change; only those of its kinds count. Dates are inclusive."""

    starts_on = f.day()
    ends_on = f.day()
    at_host_address = f.flag(True)
    place = f.nested(Place)
    tutor_id = f.identifier()
    referent_id = f.identifier()
    title = f.text()
    description = f.text(f.LONG)
    activities = f.text(f.LONG)
    weekly_minutes = f.number(0, 7 * 24 * 60)
    weekdays = f.several(f.one_of(WEEKDAYS, required=True), longest=7)
    stipend_cents = f.cents()
    stipend_payment = f.text(f.PARAGRAPH)
    suspended_from = f.day()
    suspended_to = f.day()
    ended_on = f.day()
    ground = f.one_of(EndGround)
    words = f.text(f.LONG)


class AmendmentChange(Schema):
    """One fact, by its dotted name in the file (`request.ends_on`), before and after, as JSON values."""

    name = f.text()
    before = f.anything()
    after = f.anything()


class Amendment(Schema):
    """An amendment as its reader may see it; `schedule` and `checks` are those of the file as amended."""

    id = f.identifier(required=True)
    internship_id = f.identifier(required=True)
    reference = f.number()
    number = f.number()
    version = f.number()
    state = f.one_of(AmendmentState)
    since = f.instant()
    holder = f.one_of(Party)
    my_turn = f.flag()
    i_am = f.several(f.one_of(Party))
    kinds = f.several(f.one_of(AmendmentKind))
    fields = f.nested(AmendmentFields)  # type: ignore[assignment]
    reason = f.text(f.LONG)
    question = f.text(f.LONG)
    changes = f.nested(AmendmentChange, many=True)
    effective_on = f.day()
    applied_at = f.instant()
    student_name = f.text()
    host_name = f.text()
    title = f.text()
    file_state = f.one_of(State)
    tutor = f.nested(Named)
    referent = f.nested(Named)
    actions = f.nested(Action, many=True)
    checks = f.nested(Check, many=True)
    schedule = f.nested(Schedule)
    signing = f.nested(Signing)
    pdf_object_id = f.text()


class SaveAmendment(Command):
    """Open an amendment (`id` empty) or replace a draft's fields, by the student or a manager of a signed convention.

    `new_tutor`, whom the host's contacts do not hold, becomes one of them and the tutor chosen, once nothing else refuses.
    Refuses `another_is_open`, and on `fields`: before_start, required, unknown_choice, out_of_range, invalid,
    the_student_s_own, a_manager_s_own.
    """

    class Question(Schema):
        id = f.identifier()
        internship_id = f.identifier(required=True)
        version = f.number(load_default=0)
        kinds = f.several(f.one_of(AmendmentKind, required=True), longest=10)
        reason = f.text(f.LONG)
        fields = f.nested(AmendmentFields, required=True)  # type: ignore[assignment]
        new_tutor = f.nested(ContactInput)

    Answer = Amendment


class PerformAmendment(Command):
    """Make one move of the amendments' table; see docs/lifecycle.md."""

    class Question(Schema):
        id = f.identifier(required=True)
        version = f.number(required=True)
        move = f.text(required=True)
        comment = f.text(f.LONG)

    Answer = Amendment


class GetAmendment(Call):
    """One amendment, for the parties of its file."""

    class Question(Schema):
        id = f.identifier(required=True)

    Answer = Amendment


class ListAmendments(Call):
    """Those of one file, the newest first, for its parties."""

    class Question(Schema):
        internship_id = f.identifier(required=True)

    Answer = Amendment
    many = True


class ListAmendmentsToDecide(Call):
    """Those that wait for the asker, as supervisor or as a member of a group, the oldest first; at most 100."""

    Answer = Amendment
    many = True


class GetAmendmentPdf(Call):
    """The amendment's PDF for its parties, sealed once signed; a draft carries a watermark."""

    class Question(Schema):
        id = f.identifier(required=True)

    class Answer(Schema):  # type: ignore[assignment]
        object_id = f.text()
        file_name = f.text()
