"""Whose word is taken for where a request comes from: that of the reverse proxies named in `IPRO_PROXY`, and no other's."""

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix


class BelievedProxies:
    """WSGI: `X-Forwarded-For` and `-Proto` count when the caller is a believed proxy; anybody could write them otherwise.

    `named` are addresses or networks, or `*` for all, apart by commas. A socket in the file system has no address: it is ours.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], named: str) -> None:
        self._plain = app
        self._forwarded = ProxyFix(app, x_for=1, x_proto=1)
        names = [name.strip() for name in named.split(",") if name.strip()]
        self._all = "*" in names
        self._networks = [ipaddress.ip_network(name, strict=False) for name in names if name != "*"]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        chosen = self._forwarded if self.believes(environ.get("REMOTE_ADDR") or "") else self._plain
        return chosen(environ, start_response)

    def believes(self, peer: str) -> bool:
        if self._all or not peer:
            return True
        try:
            address = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)
