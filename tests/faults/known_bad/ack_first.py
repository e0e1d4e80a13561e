"""notifications that acknowledges a message before it has had its effect."""

from runtime import launch  # isort: skip  - it makes the process green, so it comes first

import eventlet

from runtime import entrypoints
from runtime.consumer import Hearing
from runtime.settings import from_environment
from services.notifications.service import NotificationsService


def acknowledge_first(self, body, message):
    message.ack()
    message.ack = lambda *_, **__: None
    message.requeue = lambda *_, **__: None
    handle_as_nameko_does(self, body, message)


class Slow(Hearing):
    """So that a kill often falls between the two."""

    def effect(self, event, react):
        eventlet.sleep(0.1)
        super().effect(event, react)


handle_as_nameko_does = entrypoints.Consumer.handle_message
entrypoints.Consumer.handle_message = acknowledge_first
NotificationsService.hearing = Slow
if __name__ == "__main__":
    launch.run(NotificationsService, from_environment())
