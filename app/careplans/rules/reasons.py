"""安全提醒: one thing a plan is asked a reason for, who says so, and the reason as it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.careplans.rules.plan import Acknowledged
from app.core.labels import Labelled
from app.core.words import Text


class Safety(Labelled):
    """安全提醒的类别, the gravest first."""

    ALLERGY = "allergy", "过敏", "Allergy"
    PREGNANCY = "pregnancy", "妊娠哺乳", "Pregnancy or nursing"
    PAIR = "pair", "相互作用", "Interaction"
    CAUTION = "caution", "慎用", "Caution"
    SAME_DRUG = "same-drug", "同一种药", "Same medicine twice"
    SAME_CLASS = "same-class", "同一类药", "Same class twice"
    DOSE_ABOVE = "dose-above", "超过每日用量", "Above the daily range"


@dataclass(frozen=True, slots=True)
class SafetyWarning:
    """One thing to give a reason for: what it is about (names of medicines), the sentence, and who says so.

    ``code`` is the entry of the catalogue that asks, or the drug; ``dated_on`` is missing where the person's own
    record is the source.
    """

    rule: Safety
    code: str
    about: str
    text: Text
    source: str
    dated_on: date | None = None

    def acknowledged(self, reason: str) -> Acknowledged:
        """Return the warning as the plan keeps it, with the reason to go on."""
        return Acknowledged(
            rule=self.rule.value, about=self.about, told=self.text.zh, source=self.source, reason=reason
        )

    def reason_in(self, acknowledged: Iterable[Acknowledged]) -> str:
        """Return the reason given before for this same warning, empty where there was none."""
        told = (self.rule.value, self.about, self.text.zh)
        return next((one.reason for one in acknowledged if (one.rule, one.about, one.told) == told), "")
