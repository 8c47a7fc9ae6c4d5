"""One line of the monitoring prescription, and the two boxes a long or a guided prescription asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField
from wtforms.validators import Optional

from app.careplans.forms.fields import Figure, Part, a_line
from app.careplans.forms.steps import gone_by
from app.careplans.rules.plan import LongTerm, Monitoring, Remote
from app.careplans.rules.vocabulary import Measured, Measurer, Per
from app.web.forms import OneFrom

LONGEST_NAME = 80


class MonitoringForm(Part):
    """What is measured, how often, what it should be, and who measures; a line that names nothing is none."""

    measured = OneFrom(_l("测什么"), Measured, [Optional()], blank=_l("不测"))
    times = Figure(_l("几次"), whole=True)
    per = OneFrom(_l("多久"), Per, [Optional()], default=Per.WEEK)
    target = a_line(_l("目标"), most=LONGEST_NAME)
    by = OneFrom(_l("谁来测"), Measurer, [Optional()], default=Measurer.PATIENT)

    @property
    def is_blank(self) -> bool:
        """Whether the line names nothing to measure."""
        return self.measured.data is None and not self.measured.errors

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Ask how often; a line left blank asks for nothing."""
        fine = super().validate(extra_validators)
        if fine and not self.is_blank and self.times.data is None:
            self.times.errors = [_("请填测几次，例如 1。")]
        return not self.errors

    def line(self) -> Monitoring:
        """Return the line as a plain value."""
        return Monitoring(
            self.measured.data,
            self.times.data or 0,
            self.per.data or Per.WEEK,
            self.target.data or "",
            self.by.data or Measurer.PATIENT,
        )


class LongTermForm(Part):
    """What is asked over four weeks: assessed, taught, noted, signed for."""

    assessment = a_line(_l("病情评估（稳定、依从性好的依据）"))
    taught = BooleanField(_l("已教会本人或家人怎么用药、怎么自测、什么情况要来"))
    note = a_line(_l("病历里怎么记的"))
    signed_by = a_line(_l("谁签字同意（本人或监护人姓名）"), most=LONGEST_NAME)

    def value(self) -> LongTerm | None:
        """Return what was filled in, None where nothing was."""
        said = LongTerm(
            self.assessment.data or "",
            bool(self.taught.data),
            self.note.data or "",
            self.signed_by.data or "",
        )
        return said if any((said.assessment, said.taught, said.note, said.signed_by)) else None


class RemoteForm(Part):
    """The guidance of the lead hospital a plan is written under, where there was one."""

    hospital = a_line(_l("牵头医院"), most=LONGEST_NAME)
    doctor = a_line(_l("指导医生"), most=LONGEST_NAME)
    on = DateField(_l("哪天"), [Optional(), gone_by])

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Ask for all three or none: a guidance without a name or a day proves nothing."""
        fine = super().validate(extra_validators)
        if fine and 0 < sum(bool(field.data) for field in self) < len(self._fields):
            for field in self:
                field.errors = [] if field.data else [_("远程指导要写全：医院、医生和日期。")]
        return not self.errors

    def value(self) -> Remote | None:
        """Return the guidance, None where there was none."""
        if self.on.data is None:
            return None
        return Remote(self.hospital.data or "", self.doctor.data or "", self.on.data)
