"""What profiles announces. Nothing of it leaves the house: people are not for outside systems."""

from marshmallow import Schema

from contracts import fields as f
from contracts.message import Event
from contracts.vocabulary import Language, Role, Service


class PersonRecorded(Event):
    """A person was created, or what others keep of him changed: name, address, language, roles.

    Hearers keep the one with the highest `aggregateversion`. An empty `email` means: no address is his any more.
    """

    producer = Service.PROFILES

    class Data(Schema):
        id = f.identifier(required=True)
        name = f.text(required=True)
        first_name = f.text()
        email = f.text()
        language = f.one_of(Language, required=True)
        roles = f.several(f.one_of(Role))
