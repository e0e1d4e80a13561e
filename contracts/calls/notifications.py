"""What notifications answers: what reached me, and what became of the mails."""

from marshmallow import Schema

from contracts import fields as f
from contracts import message
from contracts.vocabulary import Service


class Call(message.Call):
    service = Service.NOTIFICATIONS


class Command(message.Command):
    service = Service.NOTIFICATIONS


class Notification(Schema):
    """`kind` is the event's name; `title` and `body` are in the asker's language; `link` is a path of the site."""

    id = f.identifier(required=True)
    kind = f.text()
    title = f.text()
    body = f.text(f.PARAGRAPH)
    link = f.text()
    created_at = f.instant()
    read_at = f.instant()


class Inbox(Schema):
    unread = f.number()
    rows = f.nested(Notification, many=True)


class ListNotifications(Call):
    """The asker's notifications, newest first, and how many are unread."""

    class Question(Schema):
        limit = f.number(1, 100, load_default=20)

    Answer = Inbox


class CountUnread(Call):
    """A number."""


class MarkRead(Command):
    """All of the asker's, or one."""

    class Question(Schema):
        id = f.identifier()


class Delivery(Schema):
    """A mail and what became of it. `state`: queued, sent, failed. `subject` names nobody, and is empty when secret."""

    id = f.identifier(required=True)
    to = f.text()
    subject = f.text()
    state = f.text()
    attempts = f.number()
    last_error = f.text(f.PARAGRAPH)
    created_at = f.instant()
    sent_at = f.instant()


class ListDeliveries(Call):
    """For staff: the latest mails, failures first."""

    class Question(Schema):
        state = f.text()
        limit = f.number(1, 200, load_default=50)

    Answer = Delivery
    many = True


class RetryDelivery(Command):
    """For staff: put a failed mail in the queue again."""

    class Question(Schema):
        id = f.identifier(required=True)
