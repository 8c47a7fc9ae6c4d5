"""The answer to a warning."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.indicators.forms.plans import LONGEST
from app.people.rules import tidy_words
from app.web.forms import Form


class AnswerWarningForm(Form):
    """What a unit says to a warning."""

    answer = TextAreaField(
        _l("原因和打算"),
        [DataRequired(), Length(max=LONGEST)],
        description=_l("只写工作，不写居民的姓名和号码。"),
        render_kw={"rows": 4},
    )
    beside = BooleanField(_l("同一单位本季度的其余预警也这样答复"))

    def entry(self) -> tuple[str, bool]:
        """Return the answer, and whether it is for the unit's other warnings of the quarter too."""
        return tidy_words(self.answer.data), bool(self.beside.data)
