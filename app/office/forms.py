"""Forms of the account pages, and what may be asked of the outbox."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import InputRequired, Length

from app.accounts.rules import LONGEST
from app.core.errors import Refused
from app.core.words import Text
from app.outbox.rules import LONGEST_ADDRESS, Settling, Tray
from app.web.forms import Form
from app.web.language import LANGUAGES

LAST_PAGE = 10_000


class SignInForm(Form):
    """User name and password."""

    username = StringField(
        _l("用户名"),
        [InputRequired(), Length(max=80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("密码"), [InputRequired(), Length(max=LONGEST)], render_kw={"autocomplete": "current-password"}
    )

    def entry(self) -> tuple[str, str]:
        """Return the user name and the password as typed."""
        return self.username.data or "", self.password.data or ""


class LanguageForm(Form):
    """The language of somebody's pages and letters."""

    language = RadioField(
        _l("语言（页面和邮件）"),
        [InputRequired()],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )

    def entry(self) -> str:
        """Return the language."""
        return str(self.language.data)


class AddressForm(Form):
    """The address somebody's letters go to."""

    address = StringField(
        _l("邮箱地址"),
        [Length(max=LONGEST_ADDRESS)],
        description=_l("每天早上有任务时发一封提醒，只有数字，没有居民的姓名和号码。留空则不发。"),
        render_kw={
            "autocomplete": "email",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )

    def entry(self) -> str:
        """Return the address as typed."""
        return self.address.data or ""


def read_tray(asked: Mapping[str, str]) -> Tray:
    """Return the tray asked for, the waiting letters by default."""
    return next((tray for tray in Tray if tray.value == asked.get("tray")), Tray.WAITING)


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1


def read_settling(asked: Mapping[str, str]) -> Settling:
    """Return what was decided about a letter."""
    for settling in Settling:
        if settling.value == asked.get("action"):
            return settling
    raise Refused(
        Text("请选择怎样处理这封信。", "Please choose what to do with this letter."),
    )
