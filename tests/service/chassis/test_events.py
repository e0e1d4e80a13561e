"""Events from the outbox to their effect, through relay, broker, consumer and inbox."""

import json
import signal
import uuid

import amqp
import pytest

from runtime import broker, topology
from tests.probe import calls
from tests.service.chassis.conftest import until

QUEUE = "probe.on_line_recorded"


def publish(engines, body: bytes, exchange: str = "", routing_key: str = QUEUE, **options) -> None:
    with broker.connect(engines.amqp_url) as connection:
        message = amqp.Message(body, content_type="application/json", content_encoding="utf-8", **options)
        connection.channel().basic_publish_confirm(message, exchange, routing_key, confirm_timeout=5)


def depth(engines, queue: str) -> int:
    with broker.connect(engines.amqp_url) as connection:
        return connection.channel().queue_declare(queue, passive=True).message_count


def envelope(text: str, **changes) -> bytes:
    told = calls.LineRecorded.tell({"text": text}, subject=text, aggregate_version=1, correlation_id="c")
    return json.dumps({**told, **changes}).encode()


def test_what_is_recorded_is_heard_once(rig):
    text = f"heard-{uuid.uuid4()}"
    rig.client.ask(calls.Record, rig.actor, text=text, correlation_id="browser-7")
    until(lambda: rig.count("heard", text))
    assert rig.count("heard", text) == 1
    told = rig.rows(f"SELECT correlation_id FROM outbox WHERE subject = '{text}'")
    assert {row.correlation_id for row in told} == {"browser-7"}


@pytest.mark.feature("H1")
def test_outside_systems_hear_only_what_is_public(rig, engines):
    with broker.connect(engines.amqp_url) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).queue
        channel.queue_bind(queue, "probe.events", routing_key="line_recorded.v1")
        text = f"public-{uuid.uuid4()}"
        rig.client.ask(calls.Record, rig.actor, text=text)
        message = until(lambda: channel.basic_get(queue, no_ack=True))
    told = json.loads(message.body)
    assert told["data"] == {"text": text}
    assert told["specversion"] == "1.0"
    assert "inside only" not in message.body


def test_a_copy_of_an_event_has_no_second_effect(rig, engines):
    text = f"copies-{uuid.uuid4()}"
    body = envelope(text)
    for _ in range(10):
        publish(engines, body)
    until(lambda: rig.count("heard", text))
    until(lambda: depth(engines, QUEUE) == 0)
    assert rig.count("heard", text) == 1


def test_what_comes_too_early_is_tried_again_later(rig, engines):
    text = f"early-{uuid.uuid4()}"
    publish(engines, envelope(text))
    until(lambda: rig.count("heard", text), 30)
    assert rig.count("heard", text) == 1


def test_a_message_that_is_no_event_is_parked_with_its_reason(rig, engines):
    mark = str(uuid.uuid4())
    publish(engines, json.dumps({"nothing": mark}).encode())
    rows = until(lambda: rig.rows(f"SELECT reason FROM parked WHERE body LIKE '%{mark}%'"))
    assert "unreadable" in rows[0].reason


def test_a_message_of_an_unknown_version_is_parked(rig, engines):
    text = f"version-{uuid.uuid4()}"
    publish(engines, envelope(text, type="ipro.probe.line_recorded.v9"))
    until(lambda: rig.rows(f"SELECT 1 FROM parked WHERE body LIKE '%{text}%'"))
    assert rig.count("heard", text) == 0


def test_a_reaction_that_always_fails_is_parked_after_its_last_try(rig, engines):
    text = f"poison-{uuid.uuid4()}"
    last = len(topology.DELAYS)
    publish(engines, envelope(text), application_headers={"nameko.attempt": last})
    rows = until(lambda: rig.rows(f"SELECT reason, attempts FROM parked WHERE body LIKE '%{text}%'"))
    assert (rows[0].attempts, rows[0].reason) == (last, "RuntimeError: this message cannot be handled")


def test_a_reaction_that_fails_waits_for_its_next_try_with_its_attempts_counted(rig, engines):
    text = f"poison-{uuid.uuid4()}"
    publish(engines, envelope(text), application_headers={"nameko.attempt": 3})
    until(lambda: depth(engines, topology.retry_exchange(topology.DELAYS[3])))
    assert not rig.rows(f"SELECT 1 FROM parked WHERE body LIKE '%{text}%'")


def test_bytes_that_are_no_json_are_parked_and_do_not_stop_the_queue(rig, engines):
    mark = uuid.uuid4().hex
    publish(engines, b"\xff\xfe{" + mark.encode())
    until(lambda: rig.rows(f"SELECT 1 FROM parked WHERE body LIKE '%{mark}%'"))
    text = f"after-{uuid.uuid4()}"
    publish(engines, envelope(text))
    until(lambda: rig.count("heard", text))


def test_a_parked_message_can_be_replayed(rig, engines, monkeypatch):
    from runtime import parked

    for name in ("AMQP_URL", "DATABASE_URL", "IPRO_KEYS", "IPRO_FILES_URL"):
        monkeypatch.setenv(name, rig.environ[name])
    text = f"mended-{uuid.uuid4()}"
    with rig.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO parked (queue, routing_key, reason, attempts, body) VALUES (%s, %s, %s, 6, %s)",
            (QUEUE, "line_recorded.v1", "RuntimeError: mended since", envelope(text).decode()),
        )
    rows = [row for row in parked._rows("replayed_at IS NULL") if text in row.body]
    assert parked.replay_rows(rows) == 1
    until(lambda: rig.count("heard", text))
    assert not [row for row in parked._rows("replayed_at IS NULL") if text in row.body]


def test_events_wait_in_the_outbox_while_the_broker_is_away_and_then_all_come(rig, engines):
    text = f"outage-{uuid.uuid4()}"
    rig.client.ask(calls.Record, rig.actor, text=text)
    until(lambda: rig.count("heard", text))
    rig.stop("relay", signal.SIGKILL)
    rig.client.ask(calls.Record, rig.actor, text=text)
    assert rig.rows(f"SELECT 1 FROM outbox WHERE subject = '{text}' AND published_at IS NULL")
    rig.relay()
    until(lambda: rig.count("heard", text) == 2)


@pytest.mark.feature("H4")
def test_two_relays_at_once_keep_the_order_and_lose_nothing(rig, engines):
    rig.relay("second")
    subject = f"order-{uuid.uuid4()}"
    with broker.connect(engines.amqp_url) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).queue
        channel.queue_bind(queue, "probe.events", routing_key="line_recorded.v1")
        for number in range(300):
            told = calls.LineRecorded.tell(
                {"text": subject}, subject=subject, aggregate_version=number, correlation_id="c"
            )
            with rig.engine.begin() as database:
                database.exec_driver_sql(
                    "INSERT INTO outbox (exchange, routing_key, event_id, subject, aggregate_version, mandatory, body,"
                    " correlation_id) VALUES ('probe.events', 'line_recorded.v1', %s, %s, %s, false, %s, 'c')",
                    (told["id"], subject, number, json.dumps(told)),
                )
        versions: list[int] = []

        def all_came() -> bool:
            while message := channel.basic_get(queue, no_ack=True):
                told = json.loads(message.body)
                if told["subject"] == subject:
                    versions.append(told["aggregateversion"])
            return len(set(versions)) == 300

        until(all_came)
    rig.stop("second")
    first_seen = list(dict.fromkeys(versions))
    assert first_seen == sorted(first_seen)


def test_a_must_be_heard_event_without_hearer_waits_with_growing_pauses(rig, engines):
    subject = f"unheard-{uuid.uuid4()}"
    with rig.engine.begin() as database:
        database.exec_driver_sql(
            "INSERT INTO outbox (exchange, routing_key, event_id, subject, aggregate_version, mandatory, body,"
            " correlation_id) VALUES ('probe.internal', 'nobody.v1', %s, %s, 1, true, '{}', 'c')",
            (str(uuid.uuid4()), subject),
        )
    until(lambda: rig.rows(f"SELECT 1 FROM outbox WHERE subject = '{subject}' AND attempts >= 2 AND due_at > now()"))
    assert rig.rows(f"SELECT 1 FROM outbox WHERE subject = '{subject}' AND published_at IS NULL")
    with rig.engine.begin() as database:
        database.exec_driver_sql("DELETE FROM outbox WHERE subject = %s", (subject,))


@pytest.mark.feature("H4")
def test_a_stopped_service_finishes_what_it_began(rig):
    """nameko closes the connection first and the message is run again; the mended consumer waits for its workers."""
    text = f"graceful-{uuid.uuid4()}"
    pending = rig.client.start(calls.Record, rig.actor, deadline=15, text=text, pause=2500)
    until(lambda: rig.is_ready("service", "healthz"))
    import time

    time.sleep(0.5)
    rig.stop("service", signal.SIGTERM)
    assert pending.result() == 1
    rig.service()
    rig.client.ask(calls.Echo, rig.actor, text="in order")
    assert rig.count("line", text) == 1


def test_the_queues_are_quorum_and_their_names_are_frozen():
    """Renaming a queue is a migration: messages of the old one would wait for ever."""
    assert topology.consumer_queue("notifications", "on_authorization_validated") == (
        "notifications.on_authorization_validated"
    )
    assert topology.quorum_arguments("offers")["x-queue-type"] == "quorum"
    assert topology.internal_exchange("offers") == "offers.internal"
    assert topology.events_exchange("offers") == "offers.events"
    assert topology.dead_queue("offers") == "offers.dead"
    assert [topology.retry_exchange(delay) for delay in topology.DELAYS] == [
        f"ipro.retry.{delay}" for delay in (1, 5, 30, 120, 600, 3600)
    ]
