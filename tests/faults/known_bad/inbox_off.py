"""notifications that takes every message for a new one."""

from runtime import launch  # isort: skip  - it makes the process green, so it comes first

import dataclasses
import uuid

from runtime.consumer import Hearing
from runtime.settings import from_environment
from services.notifications.service import NotificationsService


class Forgetful(Hearing):
    def effect(self, event, react):
        super().effect(dataclasses.replace(event, id=str(uuid.uuid4())), react)


NotificationsService.hearing = Forgetful
if __name__ == "__main__":
    launch.run(NotificationsService, from_environment())
