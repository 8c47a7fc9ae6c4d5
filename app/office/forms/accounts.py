"""Forms of the accounts: opening one, mending it, giving it areas, and one's own password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import EqualTo, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.queries import Place, Wanted
from app.accounts.reader import Role
from app.accounts.rules import LONGEST, Standing, Step
from app.accounts.service import NewAccount
from app.core.errors import Refused
from app.core.words import Text
from app.outbox.rules import LONGEST_ADDRESS
from app.web.forms import Form, OneOf, choices_of
from app.web.sought import LONGEST as LONGEST_SOUGHT
from app.web.sought import sought

LONGEST_NAME = 40
FIND = "find"
_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class EditAccountForm(Form):
    """The name and the mail address of an account."""

    full_name = StringField(_l("姓名"), [InputRequired(), Length(max=LONGEST_NAME)])
    email = StringField(
        _l("邮箱地址（可以不填）"),
        [Length(max=LONGEST_ADDRESS)],
        description=_l("提醒邮件发到这里，只有数字，没有居民的姓名和号码。"),
        render_kw=_PLAIN | {"inputmode": "email"},
    )

    def mended(self) -> tuple[str, str]:
        """Return the name and the address as typed."""
        return self.full_name.data or "", self.email.data or ""


class NewAccountForm(EditAccountForm):
    """Everything a new account needs; its first password is made by the machine."""

    username = StringField(
        _l("用户名"),
        [InputRequired(), Length(max=LONGEST_NAME)],
        description=_l("登录时输入，开通后不能改：2 至 40 个字母、数字、汉字或 . _ - @。"),
        render_kw=_PLAIN,
    )
    role = OneOf(_l("角色"), Role, [InputRequired()])
    find = StringField(_l("查找区域"), [Length(max=LONGEST_SOUGHT)], render_kw={"autocomplete": "off"})
    sought_before = HiddenField()
    areas = SelectMultipleField(
        _l("管理区域"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, *, places: Sequence[Place], roles: Sequence[Role], **options: Any) -> None:
        super().__init__(**options)
        self.areas.choices = [SelectChoice(place.code, _placed(place)) for place in places]
        self.role.choices = choices_of(roles)()

    def searches(self, action: str | None) -> bool:
        """Return whether areas are looked for: by the button, or because the words changed and Enter was pressed."""
        return self.is_submitted() and (
            action == FIND or (self.find.data or "") != (self.sought_before.data or "")
        )

    def entry(self, *, password: str) -> NewAccount:
        """Return the account as it was filled in, with the password that is told once."""
        return NewAccount(
            self.username.data or "",
            self.role.data,
            tuple(self.areas.data or ()),
            password,
            full_name=self.full_name.data or "",
            email=self.email.data,
            must_change=True,
        )


class AccountAreaForm(Form):
    """One more area for an account, for good or through a day."""

    code = RadioField(_l("区域"), [InputRequired()], choices=[])
    until = DateField(
        _l("管到哪一天为止（不填则长期）"),
        [Optional()],
        description=_l("例如顶岗、进修期间：那一天过完自动结束。"),
    )

    def __init__(self, *, places: Sequence[Place], **options: Any) -> None:
        super().__init__(**options)
        self.code.choices = [SelectChoice(place.code, _placed(place)) for place in places]


class PasswordForm(Form):
    """One's own password: the present one, and another one twice. By their names nothing keeps them with a form."""

    old_password = PasswordField(
        _l("现在的密码"),
        [InputRequired(), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        _l("新密码"), [InputRequired(), Length(max=LONGEST)], render_kw={"autocomplete": "new-password"}
    )
    again_password = PasswordField(
        _l("再输一遍新密码"),
        [InputRequired(), EqualTo("new_password", _l("两遍新密码不一样，请重新输入。"))],
        render_kw={"autocomplete": "new-password"},
    )

    def entry(self) -> tuple[str, str]:
        """Return the present password and the new one as typed."""
        return self.old_password.data or "", self.new_password.data or ""


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """Return which accounts the list shall show."""
    role = next((role for role in Role if role.value == asked.get("role")), None)
    standing = next((one for one in Standing if one.value == asked.get("standing")), None)
    return Wanted(sought(asked), role, standing)


def read_step(asked: Mapping[str, str]) -> Step:
    """Return what shall be done to the door of an account."""
    for step in Step:
        if step.value == asked.get("step"):
            return step
    raise Refused(Text("请选择怎样处理这个账户。", "Please choose what to do with this account."))


def _placed(place: Place) -> str:
    return f"{place.above} · {place.name}" if place.above else place.name
