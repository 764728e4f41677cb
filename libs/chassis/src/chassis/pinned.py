"""Connections to the address that was checked, and to no other."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import httpcore
from httpcore import AsyncNetworkBackend, AsyncNetworkStream

from chassis.public_addresses import is_public

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
Judge = Callable[[Address], bool]


class Closed(Exception):
    """This host leads into a network that is not public."""


class Unknown(Exception):
    """Nobody knows this host."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, by the system's resolver. Raises Unknown."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unknown(host) from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class PinnedBackend(AsyncNetworkBackend):
    """Resolves a host once for each connection, refuses it when any address is closed, and dials the number.

    TLS is still asked for the host's name: that happens above, with the name of the URL.
    `opened` hosts (`name:port`) are dialled unchecked: what an operator opened on purpose.
    """

    def __init__(
        self,
        *,
        opened: frozenset[str] = frozenset(),
        resolve: Resolve = resolve,
        judge: Judge = is_public,
        network: AsyncNetworkBackend | None = None,
    ) -> None:
        self._opened = opened
        self._resolve = resolve
        self._judge = judge
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        async with asyncio.timeout(timeout):
            addresses = await self._resolve(host, port)
        if f"{host}:{port}" not in self._opened and not all(map(self._may, addresses)):
            raise Closed(host)
        failure: Exception = Unknown(host)
        for address in addresses[:4]:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    def _may(self, address: str) -> bool:
        return self._judge(ip_address(address.partition("%")[0]))
