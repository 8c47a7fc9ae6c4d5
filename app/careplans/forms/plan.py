"""The form of a plan: put together from a plan, taken apart into one, with its faults and warnings beside the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FormField, HiddenField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, Optional

from app.careplans.forms.about import About
from app.careplans.forms.fields import a_line, leaves, some_lines
from app.careplans.forms.health import HealthForm, health_data, health_form
from app.careplans.forms.medicine import MedicineForm, medicine_data
from app.careplans.forms.monitoring import LongTermForm, MonitoringForm, RemoteForm
from app.careplans.forms.places import field_at
from app.careplans.forms.reasons import ReasonForm, each_once, reason_lines
from app.careplans.rules.draft import Draft, starting_fault
from app.careplans.rules.faults import faults_of
from app.careplans.rules.issuing import plan_period_faults
from app.careplans.rules.plan import Plan
from app.careplans.rules.safety import SafetyWarning
from app.careplans.rules.vocabulary import Circumstance, Step
from app.core.words import Text
from app.web.forms import Form, Lines, OneOf, SomeOf, choices_of, flattened
from app.web.language import spoken

MOST_ROWS = 20
LONGEST_NUMBER = 12
LONGEST_TEXT = 1000
STEPS = (Step.DRAFTED, Step.PROPOSED, Step.SIGNED)
BAD_KEY = Text(
    "这一页的编号不对，请重新打开表单。", "The key of this page is not valid; please open the form anew."
)


class PlanForm(Form):
    """Everything one version says; `open_plan_form` gives it the health prescriptions of the catalogue."""

    about: About
    standing: tuple[SafetyWarning, ...] = ()
    health: FormField[HealthForm]
    client_key = HiddenField()
    based_on = HiddenField()
    step = OneOf("", Step, [Optional()], only=STEPS, default=Step.DRAFTED)
    issues = BooleanField(_l("同时按此方开药"))
    stage = a_line(_l("病情分期"), most=80)
    goal = a_line(_l("治疗目标"))
    starts_on = DateField(_l("从哪天起用"), [InputRequired()])
    medicines = Lines(FormField(MedicineForm), _l("用药"), max_entries=MOST_ROWS)
    monitoring = Lines(FormField(MonitoringForm), _l("监测"), max_entries=MOST_ROWS)
    circumstances = SomeOf(_l("用药前要知道的情况（有才选）"), Circumstance)
    long_term = FormField(LongTermForm, _l("长期处方"))
    remote = FormField(RemoteForm, _l("上级医院远程指导"))
    reasons = Lines(FormField(ReasonForm), _l("用药提醒"))
    note = TextAreaField(_l("备注"), [Length(max=LONGEST_TEXT)], filters=[some_lines])

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check each field, then what they say together, then ask a reason for each warning."""
        fine = bool(super().validate(extra_validators))
        fine = self._note(self._own_faults()) and fine
        return fine and self._note(self._plan_faults()) and self.judge(insist=True)

    def lines(self) -> list[MedicineForm]:
        """Return the lines of medicines that say something."""
        return [entry.form for entry in self.medicines if not entry.form.is_blank]

    @cached_property
    def plan(self) -> Plan:
        """The plan as it stands on the form; the reasons stay to be given."""
        shelf = self.about.shelf
        return Plan(
            stage=self.stage.data or "",
            goal=self.goal.data or "",
            medicines=tuple(line.medicine(shelf) for line in self.lines()),
            advice=tuple(advice for advice, _place in self.health.form.placed()),
            monitoring=tuple(line.line() for line in self.measures()),
            circumstances=tuple(one for one in Circumstance if one in (self.circumstances.data or ())),
            long_term=self.long_term.form.value(),
            remote=self.remote.form.value(),
            note=self.note.data or "",
        )

    @property
    def is_whole(self) -> bool:
        """Whether every line says enough to be told as a plan."""
        return all(line.is_whole for line in self.lines())

    @property
    def is_long(self) -> bool:
        """Whether what a long-term prescription asks for is to be filled in."""
        stated = any(
            entry.form.days.data and entry.form.days.data > self.about.usual_days for entry in self.medicines
        )
        return stated or self.long_term.form.value() is not None or bool(self.long_term.errors)

    def add_line(self, part: str) -> None:
        """Add an empty line to the medicines or to what is measured."""
        lines = self._parts().get(part)
        if lines is not None and len(lines.entries) < MOST_ROWS:
            lines.append_entry({"days": self.about.usual_days} if part == "medicines" else {})

    def drop_line(self, line: str) -> None:
        """Take a line out, by the name it has on the page, ``medicines-1``."""
        for lines in self._parts().values():
            lines.entries = [entry for entry in lines.entries if entry.name != line]

    def leave_room(self) -> None:
        """Leave one empty line where there is none at all."""
        for part, lines in self._parts().items():
            if not lines.entries:
                self.add_line(part)

    def judge(self, *, insist: bool = False) -> bool:
        """Set the warnings with their reasons; return whether the plan can be written as it stands."""
        self.standing = each_once(self.about.warnings(self.plan))
        typed = [entry.form for entry in self.reasons]
        self.reasons.process(None, reason_lines(self.standing, typed=typed, before=self.about.acknowledged))
        wanting = [line for _warning, line in self.asked() if insist and not line.insist()]
        return not wanting

    def asked(self) -> list[tuple[SafetyWarning, ReasonForm]]:
        """Return every warning that stands with its line; nothing before the plan was judged."""
        lines = [entry.form for entry in self.reasons] if self.standing else []
        return list(zip(self.standing, lines, strict=True))

    def entry(self) -> Draft:
        """Return what is handed in."""
        assert self.starts_on.data is not None
        given = tuple(warning.acknowledged(line.reason.data or "") for warning, line in self.asked())
        return Draft(
            client_key=UUID(str(self.client_key.data)),
            disease=self.about.disease,
            plan=replace(self.plan, acknowledged=given),
            starts_on=self.starts_on.data,
            based_on_id=self.based_on_id,
            step=self.step_taken,
            issues=bool(self.issues.data) and self.step_taken is Step.SIGNED,
        )

    @property
    def step_taken(self) -> Step:
        """What was pressed: kept, proposed or signed."""
        return self.step.data or Step.DRAFTED

    @property
    def based_on_id(self) -> int | None:
        """The version the form was opened on, None for the first."""
        stated = str(self.based_on.data or "")[:LONGEST_NUMBER]
        return int(stated) if stated.isdecimal() else None

    def faults(self) -> list[tuple[Field | None, str]]:
        """Return every fault with the very field it stands beside; of a medicine, which one it is."""
        whole: list[tuple[Field | None, str]] = [(None, str(fault)) for fault in self.form_errors]
        numbered = {id(leaf): at for at, entry in enumerate(self.medicines, 1) for leaf in leaves(entry)}
        for leaf in (leaf for field in self for leaf in leaves(field)):
            which = _("第 %(n)s 种药，", n=numbered[id(leaf)]) if id(leaf) in numbered else ""
            whole += [(leaf, f"{which}{fault}") for fault in flattened(leaf.errors)]
        return whole

    def _parts(self) -> dict[str, Lines]:
        return {"medicines": self.medicines, "monitoring": self.monitoring}

    def measures(self) -> list[MonitoringForm]:
        """Return the lines of monitoring that say something."""
        return [entry.form for entry in self.monitoring if not entry.form.is_blank]

    def _own_faults(self) -> Iterator[tuple[str, Text]]:
        """Yield what is wrong before there is a plan to judge."""
        with suppress(ValueError):
            UUID(str(self.client_key.data))
            return (yield from self._day_faults())
        yield "plan", BAD_KEY

    def _day_faults(self) -> Iterator[tuple[str, Text]]:
        about, starts_on = self.about, self.starts_on.data
        if starts_on is not None:
            fault = starting_fault(starts_on, today=about.today, born_on=about.born_on)
            yield from [("starts_on", fault)] if fault else ()

    def _plan_faults(self) -> Iterator[tuple[str, Text]]:
        about = self.about
        if (
            self.step_taken is Step.DRAFTED
        ):  # a draft may be unfinished: it is asked of who proposes or signs it
            return
        yield from faults_of(self.plan, shelf=about.shelf)
        yield from plan_period_faults(self.plan, shelf=about.shelf, figures=about.figures, on=about.today)

    def _note(self, faults: Iterator[tuple[str, Text]]) -> bool:
        """Put each fault beside its field, one a field, and return whether there was none."""
        fine = True
        for place, fault in faults:
            fine, field = False, field_at(self, place)
            if field is None:
                self.form_errors.append(fault.said_in(spoken()))
            elif not field.errors:
                field.errors = [fault.said_in(spoken())]
        return fine


def open_plan_form(about: About, **data: Any) -> PlanForm:
    """Return the form for one disease of one person, with the health prescriptions of the catalogue."""
    health = FormField(health_form(about.items), _l("健康处方"))
    opened: type[PlanForm] = type("PlanForm", (PlanForm,), {"about": about, "health": health})
    form = opened(data=data)
    form.circumstances.choices = choices_of(about.circumstances())()
    return form


def plan_data(plan: Plan, about: About) -> dict[str, Any]:
    """Return a plan as the form shows it."""
    return {
        "stage": plan.stage,
        "goal": plan.goal,
        "medicines": [medicine_data(medicine) for medicine in plan.medicines],
        "monitoring": [asdict(line) for line in plan.monitoring],
        "health": health_data(plan.advice, about.items),
        "circumstances": list(about.known_circumstances()),
        "long_term": plan.long_term,
        "remote": plan.remote,
        "note": plan.note,
    }
