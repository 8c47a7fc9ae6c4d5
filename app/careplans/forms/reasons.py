"""The reasons to go on in spite of a warning: asked beside each, kept while nothing about it changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.careplans.forms.fields import Part, a_line
from app.careplans.rules.plan import Acknowledged
from app.careplans.rules.safety import SafetyWarning
from app.core.words import Text
from app.web.language import spoken

ASKED = Text(
    "请写为什么仍要这样开，或者改处方。", "Please write why it is prescribed all the same, or change it."
)


class ReasonForm(Part):
    """Why a plan is written in spite of one warning; ``about`` says which."""

    about = HiddenField()
    reason = a_line(_l("仍要开的理由"))

    def insist(self) -> bool:
        """Ask for the reason where none was given; return whether there is one."""
        if not self.reason.data:
            self.reason.errors = [ASKED.said_in(spoken())]
        return bool(self.reason.data)


def each_once(standing: Iterable[SafetyWarning]) -> tuple[SafetyWarning, ...]:
    """Return every warning once, in its order."""
    return tuple({mark_of(warning): warning for warning in standing}.values())


def reason_lines(
    standing: Iterable[SafetyWarning], *, typed: Iterable[ReasonForm], before: Iterable[Acknowledged]
) -> list[dict[str, Any]]:
    """Return a line for each warning, with the reason typed now or given before."""
    said = {line.about.data: line.reason.data for line in typed}
    known = tuple(before)
    return [
        {"about": mark_of(one), "reason": said.get(mark_of(one)) or one.reason_in(known)} for one in standing
    ]


def mark_of(warning: SafetyWarning) -> str:
    """Return by what a warning is known again: who asks, and about which medicines."""
    return f"{warning.rule.value}:{warning.code}:{warning.about}"
