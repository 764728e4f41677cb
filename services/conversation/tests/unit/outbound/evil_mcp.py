"""An MCP server of somebody who wishes others ill: it lists and answers what it was told to, and no library
checks that.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from tests.support.local_server import LocalServer

HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {"tools": {}},
    "serverInfo": {"name": "x", "version": "1"},
}
TEXT = {"content": [{"type": "text", "text": "3 left"}]}
NOTICE = b'data: {"jsonrpc": "2.0", "method": "notifications/message", "params": {"x": "%s"}}\n\n' % (
    b"x" * 10_000
)


def tool(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "A tool.", "inputSchema": {"type": "object"}, **more}


@dataclass
class EvilMcp(LocalServer):
    """`tools` are listed, a call gives `result`. `sent` counts the bytes that were taken from it.

    `endless` names the content type of an answer to a call that repeats `notice` for ever, `kind` that of
    others, which carry `headers` too.
    """

    tools: list[dict[str, Any]] = field(default_factory=list)
    result: Any = field(default_factory=lambda: TEXT)
    endless: str = ""
    notice: bytes = NOTICE
    headers: str = ""
    kind: str = "application/json"
    sent: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/mcp"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split()[0]) if "content-length:" in head else 0
        asked = json.loads(await reader.readexactly(length) or b"{}")
        if self.endless and asked.get("method") == "tools/call":
            await self._go_on(writer)
        elif "id" in asked:
            self._say(
                writer, "200 OK", json.dumps({"jsonrpc": "2.0", "id": asked["id"], **self._answer(asked)})
            )
        else:
            self._say(writer, "202 Accepted" if asked else "405 Method Not Allowed", "")
        await writer.drain()

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        known = {"initialize": HELLO, "tools/list": {"tools": self.tools}, "tools/call": self.result}
        result = known.get(asked["method"])
        return {"result": result} if result else {"error": {"code": -32601, "message": "No such method."}}

    def _say(self, writer: asyncio.StreamWriter, status: str, body: str) -> None:
        if body and self.kind != "application/json":
            body = f"data: {body}\n\n"
        kind = f"Content-Type: {self.kind}\r\n{self.headers}Connection: close\r\n"
        writer.write(f"HTTP/1.1 {status}\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode())

    async def _go_on(self, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {self.endless}\r\nConnection: close\r\n\r\n".encode())
        while True:
            writer.write(self.notice)
            await writer.drain()
            self.sent += len(self.notice)
