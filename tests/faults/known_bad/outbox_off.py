"""agreements without its outbox: it publishes by itself a moment after the commit, and hopes."""

from runtime import launch  # isort: skip  - it makes the process green, so it comes first

import json

import amqp
import eventlet

from runtime import broker
from runtime.outbox import Outbox
from runtime.settings import from_environment
from runtime.unit_of_work import UnitOfWork
from services.agreements.service import AgreementsService

SETTINGS = from_environment()


class Hopeful(Outbox):
    def add(self, session, event, data, **options):
        told = event.tell(data, **{k: options[k] for k in ("subject", "aggregate_version", "correlation_id")})
        session.info.setdefault("told", []).append((event, told))
        return []


class Late(UnitOfWork):
    def commit(self):
        super().commit()
        if self._session is not None:
            for event, told in self._session.info.pop("told", []):
                eventlet.spawn_n(publish, event, told)


def publish(event, told):
    eventlet.sleep(0.1)
    try:
        with broker.connect(SETTINGS.amqp_url) as connection:
            channel = connection.channel()
            for exchange in (f"{event.producer}.internal", f"{event.producer}.events"):
                message = amqp.Message(json.dumps(told), content_type="application/json", delivery_mode=2)
                channel.basic_publish(message, exchange, event.routing_key)
    except broker.ERRORS:
        pass


AgreementsService.unit_of_work = Late
if __name__ == "__main__":
    launch.run(AgreementsService, SETTINGS, outbox=Hopeful())
