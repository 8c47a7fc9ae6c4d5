"""Blocking a tablet that is lost, and letting it in again. What is stored on it stays sealed there."""

from __future__ import annotations

from app.core import clock
from app.core.errors import Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.tablet.models import Device

BLOCKED = Text("这台平板已经停用。", "This tablet is blocked already.")
NOT_BLOCKED = Text("这台平板没有停用。", "This tablet is not blocked.")


def block_device(device: Device, *, reason: str, by: Actor) -> None:
    """Let a tablet neither send nor take anything from now on."""
    if device.blocked_at is not None:
        raise Refused(BLOCKED)
    device.blocked_at, device.blocked_by, device.block_reason = clock.now(), by.name, reason


def unblock_device(device: Device) -> None:
    """Let a tablet in again; the trail keeps who had blocked it and why it says no more."""
    if device.blocked_at is None:
        raise Refused(NOT_BLOCKED)
    device.blocked_at, device.blocked_by, device.block_reason = None, "", ""
