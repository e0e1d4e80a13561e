"""`python -m runtime.relay SERVICE`: publishes a service's outbox, and parks what ended in its dead queue.

Each message is confirmed by the broker before its row is marked; a crash in between publishes it again, and inboxes
forget the second copy. Events of one subject go out in the order of their rows, also with several relays at work:
a relay takes the advisory locks of the subjects it publishes, then reads their rows again.
"""

import contextlib
import json
import os
import select
import signal
import sys
import threading
import time
from typing import Any

import amqp
import psycopg2
import psycopg2.extensions
from psycopg2.extras import NamedTupleCursor, execute_values
from sqlalchemy.engine import make_url

from contracts.vocabulary import Service
from runtime import broker, health, inbox, logs, topology
from runtime.logs import log
from runtime.settings import Settings, from_environment

WAKE_CHANNEL = "outbox"
BATCH = 1_000
IDLE_POLL = 0.5  # seconds: the safety net when no wake-up came
CONFIRM_TIMEOUT = 5.0
LONGEST_BACK_OFF = 60
LOCK_SPACE = 4_212  # first key of the advisory locks on subjects

# By pages of the index of what waits, in the order of the rows. Not one query that also looks for earlier rows put off:
# most of the time nothing waits, so the planner's statistics say so and it compared a full outbox with itself.
CANDIDATES = """
SELECT id, subject, due_at > now() AS put_off FROM outbox
 WHERE published_at IS NULL AND id > %s ORDER BY id LIMIT %s
"""
LOCK = "SELECT s FROM unnest(%s::text[]) AS s WHERE pg_try_advisory_xact_lock(%s, hashtext(s))"
TAKE = """
SELECT id, exchange, routing_key, event_id, subject, mandatory, body, correlation_id, attempts,
       due_at > now() AS put_off FROM outbox
 WHERE id = ANY(%s) AND subject = ANY(%s) AND published_at IS NULL ORDER BY id FOR UPDATE
"""
MARK = "UPDATE outbox SET published_at = now() WHERE id = ANY(%s)"
PUT_OFF = """
UPDATE outbox SET attempts = outbox.attempts + 1, due_at = now() + make_interval(secs => v.wait)
  FROM (VALUES %s) AS v(id, wait) WHERE outbox.id = v.id
"""


class Publisher:
    """Publishes a batch and tells which messages the broker has taken, each by its own tag."""

    def __init__(self, amqp_url: str) -> None:
        self._connection = broker.connect(amqp_url, name="relay")
        self._channel = self._connection.channel()
        self._channel.confirm_select()
        self._tag = 0
        self._waiting: set[int] = set()
        self._refused: set[int] = set()
        self._unroutable: set[str] = set()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)

    def publish(self, rows: list[Any]) -> tuple[list[int], list[Any]]:
        """(ids confirmed, rows refused or without a hearer). Raises `broker.ERRORS` when the broker is lost."""
        tags: dict[int, Any] = {}
        self._refused.clear()
        self._unroutable.clear()
        for row in rows:
            self._tag += 1
            tags[self._tag] = row
            self._waiting.add(self._tag)
            self._channel.basic_publish(
                amqp.Message(
                    row.body,
                    content_type="application/json",
                    content_encoding="utf-8",
                    delivery_mode=2,
                    message_id=f"{row.event_id}",
                    application_headers={"nameko.correlation_id": row.correlation_id},
                ),
                row.exchange,
                row.routing_key,
                mandatory=row.mandatory,
            )
        until = time.monotonic() + CONFIRM_TIMEOUT
        while self._waiting:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the broker confirms nothing")
            self._connection.drain_events(timeout=left)
        confirmed, refused = [], []
        for tag, row in tags.items():
            if tag in self._refused or f"{row.event_id}@{row.exchange}" in self._unroutable:
                refused.append(row)
            else:
                confirmed.append(row.id)
        return confirmed, refused

    def stay_alive(self) -> None:
        """Between batches: answer heartbeats; raises `broker.ERRORS` when the broker is gone."""
        self._connection.heartbeat_tick(rate=2)
        with contextlib.suppress(TimeoutError):
            self._connection.drain_events(timeout=0.001)

    def close(self) -> None:
        with contextlib.suppress(*broker.ERRORS):
            self._connection.collect()

    def _settle(self, tag: int, multiple: bool) -> list[int]:
        settled = [t for t in self._waiting if t <= tag] if multiple else [tag]
        self._waiting.difference_update(settled)
        return settled

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        self._refused.update(self._settle(tag, multiple))

    def _on_return(self, error: Exception, exchange: str, routing_key: str, message: amqp.Message) -> None:
        self._unroutable.add(f"{message.properties.get('message_id')}@{exchange}")


class Relay:
    def __init__(self, service: str, settings: Settings) -> None:
        self.service = service
        self.settings = settings
        self.stopping = threading.Event()
        self.last_turn = time.monotonic()
        self._database: Any = None
        self._publisher: Publisher | None = None
        self._purged_at = 0.0

    def run(self) -> None:
        """Until stopped. Whatever fails, both connections are made anew, with growing pauses."""
        pause = 0.1
        while not self.stopping.is_set():
            try:
                self._connect()
                self._turns()
                pause = 0.1
            except (psycopg2.Error, *broker.ERRORS) as error:
                log.warning("relay_interrupted", error=str(error).strip())
                pause = min(pause * 2, 3.0)
            finally:
                self._disconnect()
            self.stopping.wait(pause)

    def _turns(self) -> None:
        while not self.stopping.is_set():
            self.last_turn = time.monotonic()
            if self.publish_batch():
                continue
            self._purge()
            assert self._publisher is not None
            self._publisher.stay_alive()
            select.select([self._database], [], [], IDLE_POLL)
            self._database.poll()
            self._database.notifies.clear()

    def publish_batch(self) -> int:
        """How many were published. One transaction: its locks keep other relays from these subjects."""
        assert self._publisher is not None
        with self._database, self._database.cursor(cursor_factory=NamedTupleCursor) as cursor:
            candidates = _candidates(cursor)
            if not candidates:
                return 0
            cursor.execute(LOCK, [list({row.subject for row in candidates}), LOCK_SPACE])
            subjects = [row.s for row in cursor.fetchall()]
            cursor.execute(TAKE, [[row.id for row in candidates], subjects])
            rows = _free(cursor.fetchall(), set())
            if not rows:
                return 0
            confirmed, refused = self._publisher.publish(rows)
            cursor.execute(MARK, [confirmed])
            if refused:
                log.warning("event_without_hearer", count=len(refused), routing_key=refused[0].routing_key)
                waits = [(row.id, min(2**row.attempts, LONGEST_BACK_OFF)) for row in refused]
                execute_values(cursor, PUT_OFF, waits)
            return len(confirmed)

    def _connect(self) -> None:
        self._database = psycopg2.connect(dsn(self.settings.database_url), connect_timeout=5)
        with self._database, self._database.cursor() as cursor:
            cursor.execute(f"LISTEN {WAKE_CHANNEL}")
        topology.check(self.settings.amqp_url, self.service)
        self._publisher = Publisher(self.settings.amqp_url)

    def _disconnect(self) -> None:
        if self._publisher is not None:
            self._publisher.close()
            self._publisher = None
        if self._database is not None:
            with contextlib.suppress(psycopg2.Error):
                self._database.close()
            self._database = None

    def _purge(self) -> None:
        """Once an hour, forget what no repeat can still ask for. The outbox stays: late subscribers read it."""
        if time.monotonic() - self._purged_at < 3_600 and self._purged_at:
            return
        self._purged_at = time.monotonic()
        with self._database, self._database.cursor() as cursor:
            cursor.execute("DELETE FROM inbox WHERE heard_at < now() - make_interval(days => %s)", [inbox.KEPT_DAYS])
            cursor.execute(
                "DELETE FROM idempotency WHERE created_at < now() - make_interval(days => %s)", [inbox.KEPT_DAYS]
            )

    def park_dead(self) -> None:
        """In a thread of its own: what the broker gave up on goes into the table of parked messages."""
        pause = 0.5
        while not self.stopping.is_set():
            try:
                self._drain_dead()
            except (psycopg2.Error, *broker.ERRORS) as error:
                log.warning("dead_queue_interrupted", error=str(error).strip())
                pause = min(pause * 2, 10.0)
            self.stopping.wait(pause)

    def _drain_dead(self) -> None:
        topology.check(self.settings.amqp_url, self.service)
        with broker.connect(self.settings.amqp_url, name="parking") as connection:
            channel = connection.channel()
            channel.basic_qos(0, 50, False)
            database = psycopg2.connect(dsn(self.settings.database_url), connect_timeout=5)
            try:
                channel.basic_consume(
                    topology.dead_queue(self.service), callback=lambda message: self._park(database, channel, message)
                )
                while not self.stopping.is_set():
                    connection.heartbeat_tick(rate=2)
                    with contextlib.suppress(TimeoutError):
                        connection.drain_events(timeout=1)
            finally:
                database.close()

    @staticmethod
    def _park(database: Any, channel: amqp.Channel, message: amqp.Message) -> None:
        headers = message.headers or {}
        death = (headers.get("x-death") or [{}])[0]
        body = message.body if isinstance(message.body, str) else bytes(message.body).decode("utf-8", "replace")
        with database, database.cursor() as cursor:
            cursor.execute(
                "INSERT INTO parked (queue, routing_key, reason, attempts, body, headers)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                [
                    str(death.get("queue", "")),
                    str((death.get("routing-keys") or [""])[0]),
                    f"dead letter: {death.get('reason', 'unknown')}",
                    int(death.get("count", 1)),
                    body.replace("\x00", "\ufffd"),
                    json.dumps(headers, default=str),
                ],
            )
        channel.basic_ack(message.delivery_tag)


def _candidates(cursor: Any) -> list[Any]:
    """Up to `BATCH` rows whose turn it is, the oldest first, past as many as are put off."""
    found: list[Any] = []
    held: set[str] = set()
    after = 0
    while len(found) < BATCH:  # each page is further; the last is short
        cursor.execute(CANDIDATES, [after, BATCH])
        page = cursor.fetchall()
        found += _free(page, held)
        if len(page) < BATCH:
            break
        after = page[-1].id
    return found[:BATCH]


def _free(rows: list[Any], held: set[str]) -> list[Any]:
    """Those that no earlier row of their subject, put off, holds back. `held` keeps these subjects from page to page."""
    free = []
    for row in rows:
        if row.put_off:
            held.add(row.subject)
        elif row.subject not in held:
            free.append(row)
    return free


def dsn(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def main(service: str, settings: Settings) -> None:
    logs.configure(settings.log_style, f"{service}-relay")
    relay = Relay(service, settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: relay.stopping.set())
    if settings.health_port is not None:
        health.serve(
            settings.health_port,
            alive={"turning": lambda: time.monotonic() - relay.last_turn < 30},
            ready={"broker": lambda: relay._publisher is not None},
        )
    threading.Thread(target=relay.park_dead, name="parking", daemon=True).start()
    log.info("started", relay=service, pid=os.getpid())
    relay.run()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(f"usage: python -m runtime.relay {'|'.join(Service)}")
    main(sys.argv[1], from_environment())
