"""Forms of the account pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from app.accounts.rules import LONGEST
from app.web.forms import Form
from app.web.language import LANGUAGES


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
