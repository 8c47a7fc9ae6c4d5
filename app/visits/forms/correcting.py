"""Why a visit is corrected."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length, Optional

from app.visits.forms.fields import LONGEST_LINE, tidy
from app.web.forms import Form


class CorrectionForm(Form):
    """The reason why what was filed is mended; it stays with the version that is struck.

    Its author may leave it out on the day of filing.
    """

    correction_reason = StringField(
        _l("更正原因"),
        [Length(max=LONGEST_LINE)],
        filters=[tidy],
        description=_l("例如：血压填反、记错日期、漏填用药。原来的记录保留，划线显示。"),
    )

    def __init__(self, *, reason_needed: bool, **options: Any) -> None:
        super().__init__(**options)
        asked = self.correction_reason
        asked.validators = [DataRequired() if reason_needed else Optional(), *asked.validators]
        if not reason_needed:
            asked.description = _l("当天由本人更正，可以不写；不写记为“当日修改”。原来的记录保留，划线显示。")
