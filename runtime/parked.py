"""`python -m runtime.parked SERVICE [list | show ID | replay ID... | replay --all]`: what could not be handled.

A replayed message goes back to the queue it came from, its attempts at nought; its line stays, with the time.
"""

import json
from typing import Any

import amqp
import click
import psycopg2
from psycopg2.extras import NamedTupleCursor
from rich.console import Console
from rich.table import Table

from contracts.vocabulary import Service
from runtime import broker, topology
from runtime.relay import dsn
from runtime.settings import from_environment


def _rows(where: str = "TRUE", *values: Any) -> list[Any]:
    connection = psycopg2.connect(dsn(from_environment().database_url), connect_timeout=5)
    try:
        with connection, connection.cursor(cursor_factory=NamedTupleCursor) as cursor:
            cursor.execute(f"SELECT * FROM parked WHERE {where} ORDER BY id", values)  # noqa: S608 - constants only
            return cursor.fetchall()
    finally:
        connection.close()


@click.group(help=__doc__)
@click.argument("service", type=click.Choice([str(s) for s in Service]))
def main(service: str) -> None:
    """The database is this service's DATABASE_URL."""


@main.command("list")
def list_() -> None:
    table = Table("id", "parked at", "queue", "reason", "attempts", "replayed at")
    for row in _rows():
        table.add_row(
            str(row.id),
            f"{row.parked_at:%Y-%m-%d %H:%M:%S}",
            row.queue,
            row.reason[:80],
            str(row.attempts),
            f"{row.replayed_at:%Y-%m-%d %H:%M:%S}" if row.replayed_at else "",
        )
    Console().print(table)


@main.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    for row in _rows("id = %s", number):
        click.echo(json.dumps(row._asdict(), indent=2, default=str, ensure_ascii=False))
        return
    raise SystemExit(f"nothing is parked under {number}")


@main.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that was not replayed yet.")
def replay(numbers: tuple[int, ...], everything: bool) -> None:
    if not numbers and not everything:
        raise SystemExit("say which: numbers, or --all")
    rows = _rows("replayed_at IS NULL") if everything else _rows("id = ANY(%s)", list(numbers))
    click.echo(f"{replay_rows(rows)} put back")


def replay_rows(rows: list[Any]) -> int:
    """Confirmed by the broker one by one, then marked: a crash in between replays it twice, and the inbox forgets one."""
    settings = from_environment()
    outlet = topology.retry_exchange(topology.DELAYS[0])  # a service may not publish to a queue directly
    done = 0
    connection = psycopg2.connect(dsn(settings.database_url), connect_timeout=5)
    try:
        with broker.connect(settings.amqp_url) as amqp_connection:
            channel = amqp_connection.channel()
            for row in rows:
                message = amqp.Message(
                    row.body, content_type="application/json", content_encoding="utf-8", delivery_mode=2
                )
                channel.basic_publish_confirm(message, outlet, row.queue, mandatory=True, confirm_timeout=5)
                with connection, connection.cursor() as cursor:
                    cursor.execute("UPDATE parked SET replayed_at = now() WHERE id = %s", [row.id])
                done += 1
    finally:
        connection.close()
    return done


if __name__ == "__main__":
    main()
