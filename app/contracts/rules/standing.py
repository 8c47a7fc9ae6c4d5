"""签约状态: how somebody stands with the family doctor, and which part of a list is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from app.contracts.rules.coverage import KeyGroup
from app.core.labels import Labelled


class Standing(Labelled):
    """签约状态: how a resident stands on a day. The newest contract speaks for those without one that runs."""

    SIGNED = "signed", "已签约", "Signed"
    UNSIGNED = "unsigned", "未签约（含到期、解约）", "Not signed (run out and dissolved included)"
    ENDING_30 = "ending-30", "30 天内到期", "Ends within 30 days"
    ENDING_60 = "ending-60", "60 天内到期", "Ends within 60 days"
    ENDING_90 = "ending-90", "90 天内到期", "Ends within 90 days"
    EXPIRED = "expired", "已到期未续", "Run out, not renewed"
    DISSOLVED = "dissolved", "已解约", "Dissolved"
    NEVER = "never", "从未签约", "Never signed"


ENDING = {Standing.ENDING_30: 30, Standing.ENDING_60: 60, Standing.ENDING_90: 90}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which residents a list shows; what was not asked for does not narrow it."""

    standing: Standing | None = None
    village: str | None = None
    group: KeyGroup | None = None
    doctor: str | None = None
