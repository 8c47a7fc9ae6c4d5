"""The pages of a pack without anybody on them: rendered once from the very templates of the pages, for many people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from flask import current_app, render_template

from app.core import clock
from app.policy import book
from app.policy.terms import Sex
from app.record.forms import PersonForm
from app.tablet.rules.pack import FormShape
from app.tablet.service.shapes import shapes_of
from app.visits.forms import About, VisitForm, open_form
from app.visits.forms.attempt import AttemptForm
from app.visits.forms.opening import asked_in
from app.visits.queries import Before
from app.visits.rules import Circumstances
from app.visits.rules.contacts import LEFT_IN_PEACE
from app.visits.rules.drugs import ROWS, parts_of
from app.visits.rules.followed import Followed
from app.visits.rules.following import DERIVED
from app.visits.sections import not_yet_on, sections_named
from app.web.language import spoken, text_size

FRAME: Final = "tablet/frame.html"
KEPT: Final = 512
ADULT: Final = 60
NOBODY: Final = SimpleNamespace(
    id=0, name="", sex=Sex.UNKNOWN, born_on=None, version=0, identity_sealed=None, phone_sealed=None
)
NOTHING_BEFORE: Final = Before(None, {}, {})
# A pack is sealed on the tablet and used without a session: no token may be in it.
_TOKEN: Final = re.compile(r'<input[^>]*name="csrf_token"[^>]*>')


def visit_pages(shapes: Mapping[str, FormShape]) -> dict[str, Sequence[str]]:
    """Return the visit forms of some shapes, line by line."""
    # The frame tells whatever else a page looks different by: addresses, settings, files under their hashed names.
    kept = shapes_of(Path(current_app.instance_path), (*_said(), frame_page("tablet/person.html")))
    return kept.of(shapes, draw=lambda name: visit_page(shapes[name]))


def visit_page(shape: FormShape) -> str:
    """Draw the visit form of a shape."""
    form = _blank_form(shape)
    return frame_page(
        "visits/new.html",
        form=form,
        before=NOTHING_BEFORE,
        allergies=(),
        drugs=(),
        plans={"plans": shape.has_plans},
        steps=(),
        others=not_yet_on(form.about.sections),
        script={},
    )


def kept_part(plans: tuple[Followed, ...]) -> str:
    """Return the questions about some plans in force as the form asks them."""
    return _kept_part(plans, _said()) if plans else ""


def attempt_page() -> str:
    """Return the form for a contact that was no visit."""
    return _attempt_page(clock.today(), _said())


def attempt_form(contacts: dict[int, str]) -> AttemptForm:
    """Return that form for somebody with contacts."""
    in_peace = int(book.current().figures.value(LEFT_IN_PEACE, on=clock.today()))
    return AttemptForm(contacts=contacts, in_peace=in_peace)


def edit_page(villages: dict[str, str], *, has_identity: bool, has_phone: bool) -> str:
    """Return the form that changes a record."""
    return _edit_page(tuple(villages.items()), (has_identity, has_phone), _said())


def frame_page(template: str, **shown: Any) -> str:
    """Return a page of the tablet's own."""
    return without_token(
        render_template(template, frame=FRAME, shape=True, staged=True, person=NOBODY, **shown)
    )


def nobodys() -> About:
    """Return what a form for nobody is for."""
    return _about(())


def macros(template: str) -> Any:
    """Return the macros of a template, for the parts of a page that belong to a person."""
    return current_app.jinja_env.get_template(template).module


def without_token(page: str) -> str:
    """Return a page without its form token."""
    return _TOKEN.sub("", page)


def _said() -> tuple[str, int, str]:
    """Return what a page looks different by besides what it shows: language, letter size, the rules in force."""
    return spoken(), text_size(), book.current().fingerprint


def _blank_form(shape: FormShape) -> VisitForm:
    """Return the form with every mark that could stand on it: the tablet takes off what is not somebody's."""
    form = open_form(_about(shape.sections), carried={})
    rows = {part for row in ROWS for part in parts_of(row)}
    form.carried = dict.fromkeys(asked_in(form.about.sections).keys() - rows, "")
    form.carried |= {part: "…" for row in shape.drugs for part in parts_of(row)}
    form.claimed = set() if shape.asks else set(DERIVED)
    return form


def _about(sections: tuple[str, ...], *, plans: tuple[Followed, ...] = ()) -> About:
    today = clock.today()
    circumstances = Circumstances(ADULT, today, book.current().figures, following=plans)
    return About(
        {section: section.kinds for section in sections_named(sections)}, circumstances, today, None, None
    )


@lru_cache(maxsize=KEPT)
def _kept_part(plans: tuple[Followed, ...], _said_in: tuple[str, int, str]) -> str:
    form = open_form(_about((), plans=plans), carried={})
    return render_template("tablet/_kept.html", form=form)


@lru_cache(maxsize=KEPT)
def _attempt_page(_day: object, _said_in: tuple[str, int, str]) -> str:
    return frame_page("visits/attempt.html", form=attempt_form({}), reachable=False, before=())


@lru_cache(maxsize=KEPT)
def _edit_page(
    villages: tuple[tuple[str, str], ...], has: tuple[bool, bool], _said_in: tuple[str, int, str]
) -> str:
    person = SimpleNamespace(**vars(NOBODY) | {"identity_sealed": has[0], "phone_sealed": has[1]})
    shown = {
        "form": PersonForm(villages=dict(villages)),
        "stale": False,
        "known": None,
        "similar": (),
        "ticked": (),
    }
    return without_token(
        render_template("record/edit.html", frame=FRAME, shape=True, staged=True, person=person, **shown)
    )
