"""Why a visit is struck."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.visits.forms.fields import LONGEST_LINE, tidy
from app.web.forms import Form


class VoidForm(Form):
    """The reason why a visit does not count, such as having been filed on the wrong person."""

    reason = StringField(_l("作废原因"), [DataRequired(), Length(max=LONGEST_LINE)], filters=[tidy])
