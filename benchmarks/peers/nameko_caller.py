"""Asks a plain nameko service with nameko's own standalone client: a proxy for each thread, since none may be shared."""

from nameko.standalone.rpc import ServiceRpcProxy

from benchmarks.peers.driving import drive, serve


def start(configuration):
    text = configuration["text"]
    proxies = [
        ServiceRpcProxy("plain_echo", {"AMQP_URI": configuration["amqp_url"]}, timeout=10).start()
        for _ in range(configuration["most"])
    ]

    def asking(proxy):
        def call():
            if proxy.echo(text=text) != text:
                raise RuntimeError("not the answer to this question")

        return call

    callers = [asking(proxy) for proxy in proxies]
    return lambda ask: drive(callers[: ask["callers"]], ask["seconds"])


if __name__ == "__main__":
    serve(start)
