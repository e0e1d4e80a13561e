"""What is announced, written in the transaction of what happened. The relay publishes it afterwards."""

import json
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from contracts.message import Event
from runtime.database import make_base
from runtime.topology import events_exchange, internal_exchange

OUTBOX = make_base().metadata.tables["outbox"]


class Outbox:
    """One row for our own services; one more, reduced, for outside systems when the event is public."""

    def add(
        self,
        session: Session,
        event: type[Event],
        data: dict[str, Any],
        *,
        subject: str,
        aggregate_version: int,
        correlation_id: str,
        confidential: bool = False,
    ) -> list[dict[str, Any]]:
        """Returns the rows written. Raises `marshmallow.ValidationError` on a wrong event: a bug, so nothing commits."""
        envelope = event.tell(data, subject=subject, aggregate_version=aggregate_version, correlation_id=correlation_id)
        rows = [self._row(event, internal_exchange(event.producer), envelope, event.must_be_heard)]
        outside = event.for_outside(envelope, confidential=confidential)
        if outside is not None:
            rows.append(self._row(event, events_exchange(event.producer), outside, False))
        session.flush()
        session.execute(insert(OUTBOX), rows)
        return rows

    @staticmethod
    def _row(event: type[Event], exchange: str, envelope: dict[str, Any], mandatory: bool) -> dict[str, Any]:
        return {
            "exchange": exchange,
            "routing_key": event.routing_key,
            "event_id": envelope["id"],
            "subject": envelope["subject"],
            "aggregate_version": envelope["aggregateversion"],
            "mandatory": mandatory,
            "body": json.dumps(envelope, ensure_ascii=False, separators=(",", ":")),
            "correlation_id": envelope["correlationid"],
        }
