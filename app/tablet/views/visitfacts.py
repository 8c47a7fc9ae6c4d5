"""What is laid into the shape of a visit form for one resident: the same parts, by the same macros, as on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from markupsafe import escape

from app.core import clock
from app.core.labels import Labelled
from app.tablet.queries.pack import Taken
from app.tablet.rules.pack import FormShape
from app.tablet.views.shapes import kept_part
from app.tablet.views.shared import Shared
from app.visits.forms import About, script_data
from app.visits.forms.opening import standing_from_the_start, taken_along
from app.visits.rules.drugs import ROWS, as_planned, drug_words, with_prescribed
from app.visits.rules.entry import Answers
from app.visits.rules.questions import plain
from app.visits.views.door import circumstances_on, conditions_in
from app.visits.views.opened import about_of, mode_of, prescribed_in, steps_in
from app.visits.views.plans import followed, show_plans
from app.web.filters import say

Entries = list[tuple[str, str]]
OPENED: Final = "visits/_opened.html"


def visit_facts(one: Taken, shared: Shared) -> dict[str, Any]:
    """Return what a resident's visit form holds besides its shape, which is noted among the others."""
    about = _about(one)
    prescribed = prescribed_in(about)
    carried = taken_along(about, with_prescribed(prescribed, one.before.answers))
    shape = FormShape(
        tuple(section.name for section in about.sections),
        tuple(row for row in ROWS if drug_words(row, carried) is not None),
        bool(one.versions),
        about.asks_of_medicine,
    )
    shared.shapes[shape.name] = shape
    standing = standing_from_the_start(about, as_planned(prescribed), carried=carried)
    mode = mode_of(one.before, one.duties, today=about.today)
    return {
        "shape": shape.name,
        "places": shared.lines.each(_places(one, about, carried, shared=shared)),
        "told": shared.told(about),
        "carried": carried,
        "values": entries({"mode": mode, **standing}),
        "opened": sorted(about.opened),
    }


def told_of_all(about_nobody: About) -> dict[str, Any]:
    """Return what the script of the form is told whoever it is for."""
    return {name: told for name, told in script_data(about_nobody).items() if name != "sections"}


def entries(values: Mapping[str, object]) -> Entries:
    """Return values as a form would send them; what is not there is left out."""
    return [(name, written) for name, value in values.items() if (written := _written(value))]


def _written(value: object) -> str:
    if isinstance(value, Labelled):
        return str(value.value)
    if isinstance(value, int | float):
        return plain(value)
    return "" if value is None else str(value)


def _about(one: Taken) -> About:
    circumstances = circumstances_on(
        one.person,
        one.before,
        clock.today(),
        following=map(followed, one.versions),
        held=conditions_in(one.held),
    )
    return about_of(one.person, circumstances, one.duties)


def _places(one: Taken, about: About, carried: Answers, *, shared: Shared) -> Iterator[tuple[str, str]]:
    yield "heading", shared.draw(OPENED, "who", one.person, about.circumstances.age)
    yield "known", _known(one, about, shared)
    yield "kept", kept_part(about.plans)
    yield "steps", shared.draw(OPENED, "step_lines", steps_in(about, one.duties))
    for row in ROWS:
        if (words := drug_words(row, carried)) is not None:
            yield f"drug{row}", escape(say(words))


def _known(one: Taken, about: About, shared: Shared) -> str:
    told = ""
    if one.known.allergies or one.known.drugs:
        told = shared.draw("visits/_cautions.html", "cautions", one.known.allergies, one.known.drugs)
    if one.versions:
        shelf = shared.shelf(one.person.area_code)
        plans = show_plans(one.versions, one.person, about.circumstances, shelf=shelf)
        told += f'<div class="group">{shared.draw("visits/_plans.html", "agreed", plans)}</div>'
    return told + shared.draw(OPENED, "last_visit", one.before.last)
