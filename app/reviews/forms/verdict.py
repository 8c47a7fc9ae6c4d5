"""A verdict on one log, and what somebody says about it, as their pages ask for them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.reviews.rules.dialogue import VerdictEntry
from app.reviews.rules.vocabulary import ReturnReason, Verdict
from app.web.forms import Form, OneOf

LONGEST = 400


def _tidy(typed: object) -> object:
    return typed.strip() if isinstance(typed, str) else typed


class VerdictForm(Form):
    """Accept, return with a reason, or ask for a call-back; the buttons say which."""

    verdict = OneOf(_l("审核结论"), Verdict, [InputRequired()])
    reason = OneOf(_l("为什么退回"), ReturnReason, [Optional()])
    comment = TextAreaField(
        _l("给医生的意见"),
        [Optional(), Length(max=LONGEST)],
        filters=[_tidy],
        description=_l("医生会在首页和随访记录上看到。"),
    )
    seen = HiddenField()
    opened_at = HiddenField()

    def entry(self) -> VerdictEntry:
        """Return the verdict as a plain value."""
        return VerdictEntry(
            self.verdict.data,
            self.reason.data,
            self.comment.data or "",
            _instant(self.opened_at.data or ""),
            int(seen) if (seen := self.seen.data or "0").isdecimal() else 0,
        )


class RemarkForm(Form):
    """What a doctor or a supervisor says about a log."""

    words = TextAreaField(_l("答复"), [DataRequired(), Length(max=LONGEST)], filters=[_tidy])


def _instant(typed: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
