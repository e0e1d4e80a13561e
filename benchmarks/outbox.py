"""From a commit to the effect it has elsewhere, when nothing else happens; and how fast a full outbox empties."""

import json
import random
import time
import uuid
from typing import Any

import amqp
from sqlalchemy import Engine, text

from benchmarks.figures import Goal, Line, Measured, in_turn, number, paired_ratio, percentile
from benchmarks.rig import Peer, Rig, until
from contracts.vocabulary import Role
from runtime import broker
from runtime.actor import Actor, Signer
from runtime.client import Client
from runtime.relay import WAKE_CHANNEL
from runtime.topology import internal_exchange, quorum_arguments
from tests.probe import calls

NAME, TITLE = "outbox", "Outbox to consumer"
QUEUE, KEY, SUBJECTS = "bench.outbox", "bench.v1", 2_000
EXCHANGE = internal_exchange(calls.PROBE)

BODY = json.dumps(
    calls.LineRecorded.tell(
        {"text": "Une convention est validée. " * 5, "secret": "au-dedans"},
        subject=str(uuid.UUID(int=1)),
        aggregate_version=3,
        correlation_id=str(uuid.UUID(int=2)),
    ),
    ensure_ascii=False,
)
# Rows of `SUBJECTS` subjects in turn, so that the order that is kept within each costs what it costs in life.
FILL = f"""
INSERT INTO outbox (exchange, routing_key, event_id, subject, aggregate_version, mandatory, body, correlation_id)
SELECT '{EXCHANGE}', '{KEY}', gen_random_uuid()::text, 'subject-' || (n % {SUBJECTS}), n / {SUBJECTS} + 1, true, :body,
       'bench'
  FROM generate_series(1, :rows) AS n
"""
TIMES = """
SELECT l.text, extract(epoch FROM pg_xact_commit_timestamp(h.xmin) - pg_xact_commit_timestamp(l.xmin)) * 1000 AS ms
  FROM line l JOIN heard h ON h.text = l.text WHERE l.text LIKE :which
"""


def run(rig: Rig, quick: bool) -> Measured:
    rounds, events, rows = (3, 40, 10_000) if quick else (3, 300, 50_000)
    url = rig.probe()
    engine = rig.engine(url)
    idle = _one_at_a_time(rig, engine, rounds, events)
    rates, notes = _full(rig, engine, rounds, rows)
    rig.halt("probe", "probe-relay")
    relay, raw = rates["relay"], rates["raw"]
    return Measured(
        NAME,
        TITLE,
        [
            Line("commit to effect, idle, p50", [percentile(one, 0.5) for one in idle], "ms"),
            Line(
                "commit to effect, idle, p99",
                [percentile(one, 0.99) for one in idle],
                "ms",
                goal=Goal(50, False, "ms"),
            ),
            Line("commit to effect, idle, longest", [max(one) for one in idle], "ms"),
            Line("py-amqp publishing, confirms tracked, no table", raw, "/s"),
            Line(f"relay, {number(rows)} rows of {number(SUBJECTS)} subjects", relay, "/s",
                 goal=Goal(5_000, True, "/s")),
            Line("relay beside py-amqp alone", relay, "/s", paired_ratio(relay, raw), "py-amqp"),
        ],
        [f"Idle: {events} events a round, one at a time, after pauses of 20 to 200 ms.", *notes],
    )  # fmt: skip


def _one_at_a_time(rig: Rig, engine: Engine, rounds: int, events: int) -> list[list[float]]:
    client = Client(rig.platform.amqp_url, Signer.from_folder(rig.gateway_keys, "gateway"))
    actor = Actor(uuid.uuid4(), frozenset({Role.STUDENT}), "fr", "cas", "Inès Martin")
    pace = random.Random(1)
    found = []
    try:
        for number in range(-1, rounds):  # the first is to warm up
            which = f"round{number}-"
            told = events if number >= 0 else 20
            for event in range(told):
                client.ask(calls.Record, actor, deadline=10, text=f"{which}{event}")
                time.sleep(pace.uniform(0.02, 0.2))
            times = until(lambda: _times(engine, which, told), 30)  # noqa: B023  (asked at once)
            if number >= 0:
                found.append(times)
    finally:
        client.close()
    return found


def _times(engine: Engine, which: str, told: int) -> list[float]:
    with engine.connect() as connection:
        rows = connection.execute(text(TIMES), {"which": f"{which}%"}).all()
    return [float(row.ms) for row in rows] if len(rows) >= told else []


def _full(rig: Rig, engine: Engine, rounds: int, rows: int) -> tuple[dict[str, list[float]], list[str]]:
    with broker.connect(rig.platform.amqp_url, heartbeat=0) as connection:
        channel = connection.channel()
        _queue(channel)
        with Peer("benchmarks.peers.raw_publisher", amqp_url=rig.platform.amqp_url, body=BODY, queue=QUEUE) as raw:
            used: list[dict[str, float]] = []

            def relay() -> float:
                before = rig.processor_seconds()
                rate = _empty(engine, channel, rows)
                after = rig.processor_seconds()
                used.append({name: after[name] - before[name] for name in ("probe-relay", "broker", "database")})
                return rate

            def publish() -> float:
                rate = raw.ask(120, rows=rows)["rate"]
                _emptied(channel, rows)
                return rate

            found = in_turn({"raw": publish, "relay": relay}, rounds)
        channel.queue_delete(QUEUE)
    shares = ", ".join(f"{name} {used[-1][name] / rows * 1e6:.0f}" for name in used[-1])
    return found, [f"Processor time of one event through the relay, in µs: {shares}."]


def _queue(channel: amqp.Channel) -> None:
    channel.queue_delete(QUEUE)
    channel.queue_declare(QUEUE, durable=True, auto_delete=False, arguments=quorum_arguments(calls.PROBE))
    channel.queue_bind(QUEUE, EXCHANGE, routing_key=KEY)


def _emptied(channel: amqp.Channel, rows: int) -> None:
    """All have arrived, none twice; then the queue is made anew."""
    until(lambda: _depth(channel) >= rows, 10)
    if (depth := _depth(channel)) != rows:
        raise RuntimeError(f"{depth} messages in the queue for {rows} events")
    _queue(channel)


def _depth(channel: amqp.Channel) -> int:
    return channel.queue_declare(QUEUE, passive=True).message_count


def _empty(engine: Engine, channel: amqp.Channel, rows: int) -> float:
    """Rows a second from the commit that makes them visible, its relay waiting, until the last is marked as published."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = '120s'"))
        connection.execute(text(FILL), {"body": BODY, "rows": rows})
        connection.execute(text(f"NOTIFY {WAKE_CHANNEL}"))
    began = time.perf_counter()
    until(lambda: _published(engine), 120)
    took = time.perf_counter() - began
    _emptied(channel, rows)
    return rows / took


def _published(engine: Engine) -> bool:
    with engine.connect() as connection:
        waiting: Any = connection.scalar(text("SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT 1"))
        return waiting is None
