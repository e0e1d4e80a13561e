"""What the probe answers and announces."""

from marshmallow import Schema

from contracts import fields as f
from contracts import message

PROBE = "probe"


class Echo(message.Call):
    """Answers its question."""

    service = PROBE  # type: ignore[assignment]

    class Question(Schema):
        text = f.text(f.LONG)


class Wait(message.Call):
    """Answers after so many milliseconds."""

    service = PROBE  # type: ignore[assignment]

    class Question(Schema):
        milliseconds = f.number(required=True)


class Break(message.Call):
    """Fails in a way of its own: a bug, a refusal, an answer that is no JSON."""

    method = "break_"
    service = PROBE  # type: ignore[assignment]

    class Question(Schema):
        how = f.text(required=True)


class Record(message.Command):
    """Writes a line and announces it; `fail` raises after both. Answers how many lines there are of that text."""

    service = PROBE  # type: ignore[assignment]

    class Question(Schema):
        text = f.text(required=True)
        fail = f.flag()
        pause = f.number()


class LineRecorded(message.Event):
    """A line was written."""

    producer = PROBE  # type: ignore[assignment]
    must_be_heard = True
    public = ("text",)

    class Data(Schema):
        text = f.text(required=True)
        secret = f.text()
