"""The reason for which a tablet is blocked, or a task is closed without being filed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.forms import Form

LONGEST_BLOCK, LONGEST_CLOSING = 200, 400


def _tidy(typed: object) -> object:
    return typed.strip() if isinstance(typed, str) else typed


class BlockForm(Form):
    """Why a tablet is blocked."""

    reason = StringField(_l("停用原因"), [DataRequired(), Length(max=LONGEST_BLOCK)], filters=[_tidy])


class ClosingForm(Form):
    """Why what was recorded on a tablet is not filed."""

    reason = TextAreaField(
        _l("不再入档的原因"),
        [DataRequired(), Length(max=LONGEST_CLOSING)],
        filters=[_tidy],
        description=_l("例如：已由别人登记；人认错了，已另外补录。"),
    )
