"""How a tablet stands: who used it, what it last told of itself, and what of that needs somebody's attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.core.words import Text
from app.tablet.rules.clocks import disagree

# As long as a tablet opens without the server; one that is silent for longer is locked, or lost.
QUIET = timedelta(days=7)
MINUTE, HOUR, DAY = 60, 3600, 86400
FAST = Text("时钟快 {much}", "clock {much} fast")
SLOW = Text("时钟慢 {much}", "clock {much} slow")
SPANS = (
    (DAY, Text("{n} 天", "{n} days")),
    (HOUR, Text("{n} 小时", "{n} hours")),
    (MINUTE, Text("{n} 分钟", "{n} minutes")),
)


@dataclass(frozen=True, slots=True)
class Use:
    """What a tablet told of itself when one of its users last reached the server."""

    user_name: str
    last_at: datetime
    waiting: int
    release: int
    # Seconds ahead of the server; negative where behind.
    clock_ahead: int
    persisted: bool | None
    packed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A tablet with its users, the one who used it last first."""

    id: UUID
    label: str
    user_name: str
    set_up_at: datetime
    uses: tuple[Use, ...]
    blocked_at: datetime | None = None
    blocked_by: str = ""
    block_reason: str = ""

    @property
    def waiting(self) -> int:
        """How many items it was still to send, as it told last."""
        return sum(use.waiting for use in self.uses)

    @property
    def last_at(self) -> datetime:
        """When it was last heard of."""
        return max((use.last_at for use in self.uses), default=self.set_up_at)

    def is_quiet(self, at: datetime) -> bool:
        """Return whether it has not been heard of for so long that it no longer opens without the server."""
        return at - self.last_at > QUIET

    def quiet_days(self, at: datetime) -> int:
        """Return for how many whole days it has not been heard of."""
        return (at - self.last_at).days


def clock_text(ahead: int, *, most_minutes: float) -> Text | None:
    """Return by how much a clock is wrong; None where it is right enough."""
    if not disagree(ahead, most_minutes=most_minutes):
        return None
    seconds = max(abs(ahead), MINUTE)
    size, span = next((size, span) for size, span in SPANS if seconds >= size)
    return (FAST if ahead > 0 else SLOW).filled(much=span.filled(n=seconds // size))
