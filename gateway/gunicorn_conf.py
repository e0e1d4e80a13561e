"""How gunicorn runs the site: threads, because a page waits for services and not for the processor."""

import os

bind = os.environ.get("IPRO_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("IPRO_WEB_WORKERS", "1"))
threads = int(os.environ.get("IPRO_WEB_THREADS", "40"))
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 0
accesslog = None
forwarded_allow_ips = os.environ.get("IPRO_PROXY", "127.0.0.1")


def post_worker_init(worker):
    """Logs and, when asked for, metrics: after the fork, since threads do not survive one."""
    from gateway import tracing

    tracing.start_worker()


def worker_exit(server, worker):
    """Give the broker its connection back at once."""
    from gateway import rpc

    rpc.close()
