"""What a supervisor notes about a signal, and what the panel's addresses ask for."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.people.rules import tidy_words
from app.reviews.rules.vocabulary import Judgement, Signal
from app.web.forms import Form, OneOf

LONGEST = 400


class NoteForm(Form):
    """What she found when she looked into it."""

    judgement = OneOf(_l("核对意见"), Judgement, [InputRequired()])
    words = TextAreaField(
        _l("说明（可不填，不要写居民姓名和号码）"),
        [Optional(), Length(max=LONGEST)],
        filters=[tidy_words],
    )


def read_signal(asked: str) -> Signal | None:
    """Return the signal an address names."""
    return next((signal for signal in Signal if signal.value == asked), None)
