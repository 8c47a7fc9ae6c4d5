"""What may befall a request on its way between the browser and the server."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

PATIENCE_SECONDS = 60
END_OF_HEAD = b"\r\n\r\n"
PORTAL = "<!doctype html><title>Wi-Fi</title><h1>欢迎使用本店无线网络，请先登录</h1>"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a request on its way; without anything it passes."""

    name: str = "none"
    # How many bytes get through before the line is cut: of what is sent, of what comes back.
    request_cut_at: int | None = None
    reply_cut_at: int | None = None
    bytes_a_second: int | None = None
    seconds_before: float = 0.0
    # What the line itself answers; the server is not asked.
    answer: bytes | None = None
    gate: Gate | None = None


class Gate:
    """Holds requests: `reached` says that one stands there, `open()` lets them on."""

    def __init__(self, *, answered: bool) -> None:
        self.answered = answered  # the server has answered already, and only its answer is held
        self.reached = threading.Event()
        self._open = threading.Event()

    def open(self) -> None:
        """Let whatever stands here pass."""
        self._open.set()

    def stop(self, *, answered: bool) -> None:
        """Stand before the gate if it stands at this place."""
        if answered is self.answered:
            self.reached.set()
            self._open.wait(PATIENCE_SECONDS)


def request_cut(after: int) -> Fault:
    """Cut the line after so many bytes of the request."""
    return Fault("request cut", request_cut_at=after)


def reply_cut(after: int = 0) -> Fault:
    """Let the server do its work and lose its answer after so many bytes."""
    return Fault("reply cut", reply_cut_at=after)


def slow(bytes_a_second: int) -> Fault:
    """Let everything pass at so many bytes a second."""
    return Fault("slow", bytes_a_second=bytes_a_second)


def late(seconds: float) -> Fault:
    """Hold everything back for a while."""
    return Fault("late", seconds_before=seconds)


def held(gate: Gate) -> Fault:
    """Hold requests or answers at a gate."""
    return Fault("held", gate=gate)


def unplugged() -> Fault:
    """Let nothing pass."""
    return Fault("unplugged", request_cut_at=0)


def answered(status: int, body: str = "<!doctype html><p>.", **heads: str) -> Fault:
    """Answer with a status of one's own, as something on the way does."""
    content = body.encode()
    lines = [
        f"HTTP/1.1 {status} Because",
        "Content-Type: text/html; charset=utf-8",
        "Cache-Control: no-store",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in heads.items()]
    lines += [f"Content-Length: {len(content)}", "Connection: close"]
    return Fault(f"answered {status}", answer="\r\n".join(lines).encode() + END_OF_HEAD + content)


def portal() -> Fault:
    """Answer as the portal of a hotel does: a page of its own, with all good wishes and a 200."""
    return replace(answered(200, PORTAL), name="portal")


def redirected(to: str) -> Fault:
    """Send the browser elsewhere."""
    return replace(answered(302, Location=to), name="redirected")


# What leaves everything on the tablet, whoever may be at fault.
NO_ANSWERS = (unplugged(), portal(), answered(503))
