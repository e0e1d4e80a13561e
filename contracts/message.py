"""Events and calls as declarations: strict when told, tolerant when read.

The envelope is CloudEvents 1.0 in structured JSON: `specversion id source type time subject datacontenttype data`,
with extensions `dataversion` (of the event), `aggregateversion` (of the record) and `correlationid`.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError

from contracts.errors import InvalidInput
from contracts.vocabulary import Service

MAX_MESSAGE_BYTES = 256 * 1024


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def made(schema: type[Schema], **options: Any) -> Schema:
    """One instance of a schema for the life of the process: making it costs more than most messages take to read."""
    return schema(**options)


class UnreadableMessage(Exception):
    """The body is not an event that this reader knows. It is parked, never dropped."""


@dataclass(frozen=True, slots=True)
class Received:
    """An event as its hearer sees it."""

    id: str
    type: str
    subject: str
    aggregate_version: int
    time: datetime
    correlation_id: str
    data: dict[str, Any]


class Event:
    """Base of every event: noun and past participle, one class per version.

    `Data` is what our own services hear on the internal exchange. `public` names the part of it that outside
    systems hear; `discreet` names the part of that which a confidential record still lets out. An event without
    `public` is internal only.
    """

    producer: ClassVar[Service]
    version: ClassVar[int] = 1
    must_be_heard: ClassVar[bool] = False
    public: ClassVar[tuple[str, ...]] = ()
    discreet: ClassVar[tuple[str, ...]] = ()
    name: ClassVar[str] = ""
    routing_key: ClassVar[str] = ""

    Data: ClassVar[type[Schema]] = Schema

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = snake(re.sub(r"V\d+$", "", cls.__name__))
        cls.routing_key = f"{cls.name}.v{cls.version}"

    @classmethod
    def type(cls) -> str:
        return f"ipro.{cls.producer}.{cls.routing_key}"

    @classmethod
    def tell(
        cls,
        data: dict[str, Any],
        *,
        subject: str,
        aggregate_version: int,
        correlation_id: str,
        event_id: str | None = None,
    ) -> dict[str, Any]:
        """The envelope, ready for JSON. Raises `marshmallow.ValidationError` on anything undeclared or wrong."""
        schema = made(cls.Data, unknown=RAISE)
        dumped = schema.dump(data)
        unknown = set(data) - set(schema.fields)
        if unknown:
            raise ValidationError({name: ["undeclared"] for name in sorted(unknown)})
        errors = schema.validate(dumped)
        if errors:
            raise ValidationError(errors)
        return {
            "specversion": "1.0",
            "id": event_id or str(uuid.uuid4()),
            "source": f"/ipro/{cls.producer}",
            "type": cls.type(),
            "time": datetime.now(UTC).isoformat(),
            "subject": subject,
            "datacontenttype": "application/json",
            "dataversion": cls.version,
            "aggregateversion": aggregate_version,
            "correlationid": correlation_id,
            "data": dumped,
        }

    @classmethod
    def for_outside(cls, envelope: dict[str, Any], *, confidential: bool) -> dict[str, Any] | None:
        """The same envelope with only what outsiders may hear, or None for an internal event."""
        names = cls.discreet if confidential else cls.public
        if not cls.public:
            return None
        return {**envelope, "data": {k: v for k, v in envelope["data"].items() if k in names}}

    @classmethod
    def read(cls, envelope: Any) -> Received:
        """Tolerant of fields added later; raises `UnreadableMessage` when it is not this event or lacks what it declares."""
        try:
            if envelope["type"] != cls.type():
                raise UnreadableMessage(f"not {cls.type()}")
            return Received(
                id=str(uuid.UUID(envelope["id"])),
                type=envelope["type"],
                subject=str(envelope["subject"]),
                aggregate_version=int(envelope["aggregateversion"]),
                time=datetime.fromisoformat(envelope["time"]),
                correlation_id=str(envelope.get("correlationid", "")),
                data=made(cls.Data, unknown=EXCLUDE).load(envelope["data"]),
            )
        except (ValidationError, KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise UnreadableMessage(f"{cls.type()}: {error}") from error


class Call:
    """Base of every question a service answers; its snake-case name is the RPC method's.

    `Question` is read strictly by the service, `Answer` tolerantly by the caller. A call whose `Answer` is None
    answers a plain JSON value.
    """

    service: ClassVar[Service]
    method: ClassVar[str] = ""

    class Question(Schema):
        pass

    Answer: ClassVar[type[Schema] | None] = None
    many: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__dict__.get("method"):
            cls.method = snake(cls.__name__)

    @classmethod
    def read_question(cls, raw: dict[str, Any]) -> dict[str, Any]:
        try:
            return made(cls.Question, unknown=RAISE).load(raw)
        except ValidationError as error:
            raise InvalidInput(fields=flatten(error.normalized_messages())) from None

    @classmethod
    def dump_answer(cls, answer: Any) -> Any:
        return answer if cls.Answer is None else made(cls.Answer, many=cls.many).dump(answer)

    @classmethod
    def read_answer(cls, raw: Any) -> Any:
        return raw if cls.Answer is None or raw is None else made(cls.Answer, many=cls.many, unknown=EXCLUDE).load(raw)


class Command(Call):
    """A call that writes. Every command takes an optional idempotency `key` beside its question.

    `not_the_same` names fields that differ when the same form is sent twice: they do not make it another question.
    """

    not_the_same: ClassVar[tuple[str, ...]] = ()


def flatten(messages: dict[Any, Any], prefix: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as `{"host.city": ["required"]}`."""
    flat: dict[str, list[str]] = {}
    for name, value in messages.items():
        path = f"{prefix}{name}" if name != "_schema" else prefix.rstrip(".") or "_schema"
        if isinstance(value, dict):
            flat.update(flatten(value, f"{path}."))
        else:
            flat[path] = ["unknown" if item == "Unknown field." else str(item) for item in value]
    return flat
