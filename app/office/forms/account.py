"""Forms of signing in and of one's own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import InputRequired, Length

from app.accounts.rules import LONGEST
from app.outbox.rules import LONGEST_ADDRESS
from app.web.forms import Form
from app.web.kept import MOST_BYTES
from app.web.language import LANGUAGES

LONGEST_CODE = 40
LONGEST_DRAFT = 300
# What a page keeps at most, sealed: a third longer, with room for the seal.
LONGEST_KEPT = MOST_BYTES * 4 // 3 + 200
_DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class KeepingForm(Form):
    """What stands at the door: it passes on the form that was kept for somebody whose session was over."""

    kept = HiddenField(validators=[Length(max=LONGEST_KEPT)])

    def kept_form(self) -> str:
        """Return the form that was kept, sealed; empty where none was."""
        return self.kept.data or ""


class SignInForm(KeepingForm):
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


class CodeForm(KeepingForm):
    """A code of the generator, or one of the recovery codes."""

    code = StringField(
        _l("验证码"),
        [Length(max=LONGEST_CODE)],
        description=_l("验证器此刻显示的 6 位数字。"),
        render_kw=_DIGITS,
    )
    recovery = StringField(
        _l("恢复码"),
        [Length(max=LONGEST_CODE)],
        description=_l("纸上的 16 位，每个只能用一次；短横可以不输。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def entry(self) -> str:
        """Return the code as typed."""
        return self.code.data or self.recovery.data or ""


class SetUpForm(Form):
    """The first code of a new generator; the sealed secret goes along with it."""

    draft = HiddenField(validators=[Length(max=LONGEST_DRAFT)])
    code = StringField(
        _l("验证码"),
        [InputRequired(), Length(max=LONGEST_CODE)],
        description=_l("验证器此刻显示的 6 位数字。"),
        render_kw=_DIGITS,
    )

    def entry(self) -> str:
        """Return the code as typed."""
        return self.code.data or ""


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
