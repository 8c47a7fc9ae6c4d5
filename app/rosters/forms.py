"""Forms of the roster pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields import Field as Entry
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core import clock
from app.core.regions import Level, level_of
from app.rosters.rules.fields import Field
from app.rosters.rules.kinds import NEEDS, USED, ListKind
from app.rosters.rules.layout import TOGETHER
from app.rosters.service.drafts import Upload
from app.web.forms import Form, Lines, OneFrom
from app.web.language import spoken

EARLIEST_YEAR = 2000
MOST_HEADINGS = 300


def not_ahead(_form: Form, field: Entry) -> None:
    """Refuse a day that is not here yet, or long before lists were kept like this."""
    if field.data is not None and field.data.year < EARLIEST_YEAR:
        raise ValidationError(_("年份不对，请核对。"))
    if field.data is not None and field.data > clock.today():
        raise ValidationError(_("这一天还没到，请填今天或以前的日期。"))


class UploadForm(Form):
    """A file of another office: which list, for where, as of which day, from whom."""

    kind = OneFrom(_l("是哪种名单"), ListKind, [InputRequired()], only=tuple(NEEDS), blank=_l("请选择"))
    area = SelectField(_l("哪个乡镇或村的名单"), [InputRequired()])
    as_of = DateField(_l("名单截至哪一天"), [InputRequired(), not_ahead])
    sender = StringField(
        _l("哪个单位给的"),
        [Optional(), Length(max=80)],
        render_kw={"list": "senders", "autocomplete": "off"},
        description=_l("同一单位的表头只需核对一次，下次自动认得。"),
    )
    file = FileField(
        _l("表格文件"),
        [FileRequired(_l("请选择一个表格文件。"))],
        render_kw={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"},
        description=_l("可以是 .xlsx、.xls、.ods 或 .csv。原样上传，不用改表头。"),
    )

    def __init__(self, *, areas: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.area.choices = [SelectChoice(code, _indented(code, name)) for code, name in areas.items()]

    def entry(self) -> Upload:
        """Return the file as it was handed in."""
        day = self.as_of.data
        assert isinstance(day, date)
        file = self.file.data
        name, content = file.filename or "", file.read()
        return Upload(
            self.kind.data, str(self.area.data), day, (self.sender.data or "").strip(), name, content
        )


class MeaningsForm(Form):
    """What the headings mean that nobody knows, one choice for each."""

    meanings = Lines(SelectField(""), max_entries=MOST_HEADINGS)

    def __init__(
        self, asked: Sequence[Mapping[str, Any]], *, kind: ListKind, given: Mapping[str, str]
    ) -> None:
        super().__init__(data={"meanings": [given.get(one["heading"], one["guess"]) for one in asked]})
        self._asked = asked
        choices = [SelectChoice("", _("用不到这一列")), *_fields(kind)]
        for entry, one in zip(self.meanings, asked, strict=False):
            entry.choices = choices
            entry.label.text = _(
                "“%(heading)s”（%(sheet)s）是什么", heading=one["heading"], sheet=one["sheet"]
            )
            entry.description = (
                _("例如：%(samples)s", samples="、".join(one["samples"])) if one["samples"] else ""
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse two columns of one sheet that are said to mean the same."""
        if not super().validate(extra_validators) or len(self.meanings) != len(self._asked):
            return False
        said = [(one["sheet"], entry.data) for entry, one in zip(self.meanings, self._asked, strict=True)]
        doubled = {
            key
            for key, times in Counter(said).items()
            if times > 1 and key[1] and Field(key[1]) not in TOGETHER
        }
        for entry, key in zip(self.meanings, said, strict=True):
            if key in doubled:
                others = [
                    one["heading"] for one, other in zip(self._asked, said, strict=True) if other == key
                ]
                entry.errors = [
                    _("%(headings)s 不能都是“%(field)s”，请只留一列。", headings="、".join(f"“{h}”" for h in others),
                      field=Field(key[1]).text.said_in(spoken()))
                ]  # fmt: skip
        return not doubled

    def entry(self) -> dict[str, Field | None]:
        """Return the meaning of each heading, None for what the list does not need."""
        return {
            one["heading"]: Field(entry.data) if entry.data else None
            for entry, one in zip(self.meanings, self._asked, strict=True)
        }


class DecideForm(Form):
    """Whether a doubtful line, or every one of them, is applied."""

    choice = RadioField(
        _l("决定"), [InputRequired()], choices=[SelectChoice("accept", ""), SelectChoice("hold", "")]
    )
    line = IntegerField(_l("哪一条"), [Optional()])


class ApplyForm(Form):
    """The word to apply a reviewed list."""

    confirm_left = BooleanField(_l("确认这些人已退出"))


class ConfirmForm(Form):
    """The word to do what the page has said in full."""


def _indented(code: str, name: str) -> str:
    return f"　{name}" if level_of(code) is Level.VILLAGE else name


def _fields(kind: ListKind) -> list[SelectChoice]:
    used = [field for field in Field if field in USED[kind]]
    return [SelectChoice(field.value, field.text.said_in(spoken())) for field in used]
