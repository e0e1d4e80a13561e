"""A service whose every answer takes 100 ms longer, as if each waited for something slow."""

from runtime import launch  # isort: skip  - it makes the process green, so it comes first

import sys

import eventlet

from runtime import service
from runtime.settings import from_environment

DELAY = 0.1
answer_at_once = service._answer


def answer_later(*arguments, **options):
    eventlet.sleep(DELAY)
    return answer_at_once(*arguments, **options)


if __name__ == "__main__":
    service._answer = answer_later
    launch.run(launch.service_class(sys.argv[1]), from_environment())
