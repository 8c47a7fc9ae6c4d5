"""How many logs a township draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import InputRequired, NumberRange, Optional

from app.web.forms import Form


class ShareForm(Form):
    """A share from now on: of one township, of everybody's logs there or of one doctor's."""

    town = SelectField(_l("乡镇"), [InputRequired()])
    doctor = SelectField(_l("哪位医生"), [Optional()])
    percent = IntegerField(
        _l("每 100 条抽几条"),
        [Optional(), NumberRange(min=1, max=100)],
        description=_l("从保存起新登记的随访按新比例抽；以前登记的不变。单个医生留空，即取消单独的比例。"),
    )

    def __init__(
        self, *, towns: Mapping[str, str], doctors: Iterable[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(**options)
        self.town.choices = [SelectChoice(code, name) for code, name in towns.items()]
        self.doctor.choices = [
            SelectChoice("", _("全部医生")),
            *(SelectChoice(str(number), name) for number, name in doctors),
        ]

    @property
    def doctor_id(self) -> int | None:
        """The one doctor it is for, none where it is for all."""
        return int(self.doctor.data) if self.doctor.data else None
