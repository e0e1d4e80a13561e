"""A nameko service as its documentation writes it."""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402

from eventlet import tpool  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.rpc import rpc  # noqa: E402


class PlainEcho:
    name = "plain_echo"

    @rpc
    def echo(self, text):
        return text


def main():
    configuration = json.loads(sys.stdin.readline())
    container = ServiceContainer(
        PlainEcho, {"AMQP_URI": configuration["amqp_url"], "max_workers": configuration["workers"]}
    )
    container.start()
    print(json.dumps({"ready": True}), flush=True)
    tpool.execute(sys.stdin.read)  # until whoever started us goes
    container.stop()


if __name__ == "__main__":
    main()
