"""Forms of the office: a module for each of its pages."""

from __future__ import annotations

from app.office.forms.account import AddressForm, CodeForm, LanguageForm, SetUpForm, SignInForm
from app.office.forms.outbox import read_page, read_settling, read_tray

__all__ = [
    "AddressForm",
    "CodeForm",
    "LanguageForm",
    "SetUpForm",
    "SignInForm",
    "read_page",
    "read_settling",
    "read_tray",
]
