"""A service that has no business: it shows what the chassis does. `python -m tests.probe.service` launches it."""

import eventlet
from sqlalchemy import func, select

from contracts.errors import MoveRefused
from runtime import (
    launch,  # first: it makes the process green
    topology,
)
from runtime.consumer import TryLater
from runtime.service import Service, command, query, reaction
from runtime.settings import from_environment
from tests.probe import calls
from tests.probe.model import Heard, Line


class ProbeService(Service):
    name = calls.PROBE
    seen: dict[str, int] = {}

    @query(calls.Echo)
    def echo(self, work, ask):
        return ask["text"]

    @query(calls.Wait)
    def wait(self, work, ask):
        eventlet.sleep(ask["milliseconds"] / 1000)
        return str(work.actor.id)

    @query(calls.Break)
    def break_(self, work, ask):
        if ask["how"] == "refusal":
            raise MoveRefused("because", figure=3)
        if ask["how"] == "not_json":
            return object()
        raise RuntimeError("secret detail in /some/path")

    @command(calls.Record)
    def record(self, work, ask):
        work.session.add(Line(text=ask["text"]))
        work.announce(
            calls.LineRecorded, subject=ask["text"], aggregate_version=1, text=ask["text"], secret="inside only"
        )
        if ask["pause"]:
            eventlet.sleep(ask["pause"] / 1000)
        if ask["fail"]:
            raise MoveRefused("asked_to_fail")
        return work.session.scalar(select(func.count()).where(Line.text == ask["text"]))

    @reaction(calls.LineRecorded)
    def on_line_recorded(self, work, event):
        text = event.data["text"]
        self.seen[text] = self.seen.get(text, 0) + 1
        if text.startswith("poison"):
            raise RuntimeError("this message cannot be handled")
        if text.startswith("early") and self.seen[text] < 3:
            raise TryLater("not yet")
        work.session.add(Heard(text=text))


if __name__ == "__main__":
    SETTINGS = from_environment()
    topology.declare_all(SETTINGS.amqp_url, ProbeService.name)
    launch.run(ProbeService, SETTINGS)
