"""Why a visit is corrected."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.visits.forms.fields import LONGEST_LINE, tidy
from app.web.forms import Form


class CorrectionForm(Form):
    """The reason why what was filed is mended; it stays with the version that is struck."""

    correction_reason = StringField(
        _l("更正原因"),
        [DataRequired(), Length(max=LONGEST_LINE)],
        filters=[tidy],
        description=_l("例如：血压填反、记错日期、漏填用药。原来的记录保留，划线显示。"),
    )
