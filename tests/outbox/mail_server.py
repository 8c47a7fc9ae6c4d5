"""A real mail server for the tests, on a free port, that answers as it is told to and counts what reached it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from app.outbox.rules import MailServer


@dataclass
class PostOffice:
    """What the server does with a letter, and every letter whose content reached it, whatever it answered."""

    port: int
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    dies_after_data: bool = False
    silent_after_data: float = 0.0
    hangs_up_at_quit: bool = False
    received: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def server(self) -> MailServer:
        """Where it answers."""
        return MailServer("127.0.0.1", self.port)

    @property
    def url(self) -> str:
        """Its address as the setting writes it."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        """The letters that reached it, as a mail program reads them."""
        return [message_from_bytes(content, policy=policy.default) for _, content in self.received]

    @property
    def counted(self) -> Counter[str]:
        """How often each letter reached it, by its number."""
        return Counter(str(message["Message-ID"]) for message in self.messages)

    async def handle_RCPT(  # noqa: N802 - the server calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take the receiver or answer what was prepared."""
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the server calls it so
        """Take the letter in; then answer, hang up or say nothing."""
        answer = self.data.pop(0) if self.data else "250 taken in"
        if answer.startswith("250"):
            self.received.append((envelope.rcpt_tos[0], envelope.content))
        if self.dies_after_data:
            server.transport.abort()
        await asyncio.sleep(self.silent_after_data)
        return answer

    async def handle_QUIT(self, server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802 - the server calls it so
        """Say farewell, or hang up without a word."""
        if self.hangs_up_at_quit:
            server.transport.abort()
        return "221 Bye"


@contextmanager
def open_office(**options: Any) -> Iterator[PostOffice]:
    """Run a mail server for the length of a block."""
    office = PostOffice(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port, server_hostname="mail", **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@contextmanager
def scripted(*answers: bytes) -> Iterator[MailServer]:
    """Run a server that says these lines one after the other to a single caller, then hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        caller, _ = listener.accept()
        with caller, caller.makefile("rb") as heard:
            for number, answer in enumerate(answers):
                if number:
                    heard.readline()
                caller.sendall(answer + b"\r\n")

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    with listener:
        yield MailServer("127.0.0.1", listener.getsockname()[1])
    thread.join(5)


def free_port() -> int:
    """Return a port on which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
