"""A hall with a few trial pages, to see how it treats whatever a room may do."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Blueprint, Flask, flash, render_template_string
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app import create_app
from app.core.errors import Conflict, NotFound, Refused
from app.core.words import Text
from app.policy.terms import Mode, Sex
from app.web.forms import Form, OneFrom, OneOf, SomeOf
from app.web.session import open_to_all

SETTINGS = {
    "SECRET_KEY": "of-the-tests",
    "XUNHU_DATA_KEYS": "k1:" + "A" * 43 + "=;index:" + "B" * 42 + "A=",
}
PAGE = """{% extends "layout.html" %}{% from "_macros.html" import errors, text, number, chips, select, csrf with context %}
{% block title %}试{% endblock %}{% block content %}<form method="post">{{ csrf() }}{{ errors(form) }}{{ text(form.name) }}
{{ number(form.systolic, "mmHg") }}{{ chips(form.mode) }}{{ chips(form.modes) }}{{ select(form.sex) }}</form>{% endblock %}"""
trial = Blueprint("trial", __name__)


class TrialForm(Form):
    """A form with one field of each sort."""

    name = StringField("姓名", [InputRequired(), Length(max=4)], description="写全名")
    systolic = IntegerField("收缩压", [InputRequired(), NumberRange(60, 260)])
    mode = OneOf("方式", Mode, [InputRequired()], only=[Mode.HOME, Mode.PHONE])
    modes = SomeOf("几种方式", Mode)
    sex = OneFrom("性别", Sex, blank="请选择")


@trial.route("/trial/form", methods=["GET", "POST"])
@open_to_all
def form() -> ResponseReturnValue:
    """A form whose service refuses one name."""
    filled = TrialForm()
    if filled.submitted():
        if filled.name.data == "拒绝":
            raise Refused(Text("这个名字不行。", "Not this name."))
        if filled.name.data == "冲突":
            raise Conflict(Text("别人刚改过。", "Somebody changed it."))
        flash("存好了", "success")
        return str(filled.data)
    return render_template_string(PAGE, form=filled)


@trial.post("/trial/deed")
@open_to_all
def deed() -> ResponseReturnValue:
    """A button of another page: it has none of its own to be shown again."""
    TrialForm().submitted()
    raise Conflict(Text("别人刚改过。", "Somebody changed it."))


@trial.get("/trial/absent")
@open_to_all
def absent() -> ResponseReturnValue:
    """What lies outside the reader's area."""
    raise NotFound


@trial.get("/trial/broken")
@open_to_all
def broken() -> ResponseReturnValue:
    """A fault nobody foresaw."""
    raise ZeroDivisionError


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application with the trial pages, and its token check on, as people meet it."""
    folder: Path = tmp_path_factory.mktemp("hall")
    database = f"sqlite:///{folder / 'hall.sqlite3'}"
    app = create_app(SETTINGS | {"XUNHU_INSTANCE": str(folder), "SQLALCHEMY_DATABASE_URI": database})
    app.register_blueprint(trial)
    return app


@pytest.fixture
def visitor(hall: Flask) -> FlaskClient:
    """A browser that has not signed in."""
    return hall.test_client()
