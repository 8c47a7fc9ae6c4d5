"""Histories of three tablets and one server, in which anything may go wrong at any step and nothing typed may be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Protocol
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.accounts.reader import Reader
from tests.tablet.model.clinic import Clinic
from tests.tablet.model.double import Form, Row
from tests.tablet.model.line import FAULTS, Line
from tests.tablet.sending import a_round_form, a_visit_form, an_attempt_form, an_edit_form

TABLETS, DOCTORS = 3, 2
# What was sent is kept on the tablets for fourteen days: a copy older than that is more than anybody is promised.
KEPT_COPIES = timedelta(days=13)
JUMPS = (timedelta(minutes=1), timedelta(hours=13), timedelta(days=4), timedelta(days=15))
ASTRAY = (timedelta(), timedelta(minutes=-40), timedelta(days=30), timedelta(days=-400))
INBOX = "SELECT uuid, author_id, state FROM inbox_item"
EFFECTS = (
    "SELECT client_key, doctor_id FROM visit UNION ALL SELECT client_key, doctor_id FROM contact_attempt"
)
REVISED = """SELECT subject_id, actor_id FROM audit_entry
WHERE action = 'person.revise' AND subject = 'person' AND actor_id IS NOT NULL"""

tablets = st.integers(0, TABLETS - 1)
doctors = st.integers(0, DOCTORS - 1)
kinds = st.sampled_from(("visit", "attempt", "round", "edit"))
people = st.integers(0, 5)
troubles = st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3)
steps = st.none() | st.integers(0, 8)


class Tablet(Protocol):
    """What the model asks of a tablet, be it a browser or not."""

    line: Line
    device: UUID
    astray: timedelta

    def set_up(self, doctor: Reader) -> None: ...

    def is_set_up(self, doctor: Reader) -> bool: ...

    def reopen(self) -> None: ...

    def capture(self, form: Form) -> list[UUID]: ...

    def sync(self, doctor: Reader, steps: int | None = None) -> str: ...

    def rows(self) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Something a doctor was told is kept."""

    uuid: UUID
    tablet: int
    form: Form


class Model(RuleBasedStateMachine):
    """Three tablets, two doctors, one server."""

    clinic: ClassVar[Clinic]
    doctors: ClassVar[list[Reader]]
    hand_out: ClassVar[Callable[[Clinic, Line], Any]]

    def __init__(self) -> None:
        super().__init__()
        self.clinic.begin()
        self.kept: dict[UUID, Kept] = {}
        self.lines = [Line(self.clinic) for _ in range(TABLETS)]
        self.tablets: list[Tablet] = [type(self).hand_out(self.clinic, line) for line in self.lines]
        self.working: list[Reader] = [self.doctors[0]] * TABLETS
        # Who has not spoken to the server on which tablet since it was set back.
        self.stale: set[tuple[int, int]] = set()
        self.last_form: dict[int, Form] = {}
        self.balances = False

    @initialize(who=st.lists(doctors, min_size=TABLETS, max_size=TABLETS))
    def the_tablets_are_set_up(self, who: list[int]) -> None:
        for tablet, doctor in enumerate(who):
            self.working[tablet] = self.doctors[doctor]
            self.lines[tablet].cookie = self.clinic.tokens[self.doctors[doctor].id]
            self.tablets[tablet].set_up(self.doctors[doctor])

    @rule(tablet=tablets, forms=st.lists(st.tuples(kinds, people), min_size=1, max_size=3))
    def capture(self, tablet: int, forms: list[tuple[str, int]]) -> None:
        author = self.working[tablet]
        for kind, person in forms:
            if self.tablets[tablet].is_set_up(author):
                self._keep(tablet, self._form(author, kind, self.clinic.people[person]))

    @rule(tablet=tablets, forms=st.lists(st.tuples(kinds, people), min_size=1, max_size=2))
    def capture_and_sync(self, tablet: int, forms: list[tuple[str, int]]) -> None:
        self.capture(tablet, forms)
        self._sync(tablet)

    @rule(tablet=tablets, form=st.tuples(kinds, people), coming=troubles, steps=steps)
    def capture_and_sync_badly(
        self, tablet: int, form: tuple[str, int], coming: list[Any], steps: int | None
    ) -> None:
        self.capture(tablet, [form])
        self.sync_badly(tablet, coming, steps)

    @rule(tablet=tablets)
    def sync(self, tablet: int) -> None:
        self._sync(tablet)

    @rule(tablet=tablets, coming=troubles, steps=steps)
    def sync_badly(self, tablet: int, coming: list[Any], steps: int | None) -> None:
        self.lines[tablet].coming = list(coming)
        self._sync(tablet, steps)
        self.lines[tablet].coming = []

    @rule(tablet=tablets, saves=st.booleans())
    def save_once_more_or_close_the_tab(self, tablet: int, saves: bool) -> None:
        if not saves:
            self.tablets[tablet].reopen()
            return
        form = self.last_form.get(tablet)
        here = [row.uuid for row in self.tablets[tablet].rows()]
        if form is not None and form.key in here and self.tablets[tablet].is_set_up(form.author):
            assert self.tablets[tablet].capture(form) == []

    @rule(tablet=tablets, number=st.integers(0, 11))
    def deliver_a_letter_once_more(self, tablet: int, number: int) -> None:
        self.lines[tablet].again(number)

    @rule(tablet=tablets, doctor=doctors, signs_in=st.booleans())
    def another_doctor(self, tablet: int, doctor: int, signs_in: bool) -> None:
        if signs_in:
            self._enter(tablet, self.doctors[doctor])
        elif self.tablets[tablet].is_set_up(self.doctors[doctor]):
            self.working[tablet] = self.doctors[doctor]

    @rule(doctor=doctors, tablet=tablets, what=st.sampled_from(("sign out", "close", "block", "unblock")))
    def the_office_acts(self, doctor: int, tablet: int, what: str) -> None:
        if what == "sign out":
            self.clinic.sign_out(self.doctors[doctor])
        elif what == "close":
            self.clinic.close(self.doctors[doctor])
        else:
            self.clinic.block(self.tablets[tablet].device, blocked=what == "block")

    @rule(what=st.sampled_from(("restart", "copy", "copy", "judge")))
    def the_server_goes_on(self, what: str) -> None:
        {"restart": self.clinic.restart, "copy": self.clinic.copy, "judge": self.clinic.judge}[what]()

    @rule(number=st.integers(0, 3), by_command=st.booleans())
    def set_the_server_back(self, number: int, by_command: bool) -> None:
        path, at = self.clinic.copies[-1 - number % len(self.clinic.copies)]
        if self.clinic.now - at > KEPT_COPIES:
            return
        self.stale = {(tablet, doctor.id) for tablet in range(TABLETS) for doctor in self.doctors}
        (self.clinic.restore if by_command else self.clinic.set_back)(path)

    @rule(by=st.sampled_from(JUMPS), tablet=tablets, astray=st.none() | st.sampled_from(ASTRAY))
    def time_passes_or_a_clock_jumps(self, by: timedelta, tablet: int, astray: timedelta | None) -> None:
        if astray is None:
            self.clinic.pass_time(by)
        else:
            self.tablets[tablet].astray = astray

    @rule(person=people, what=st.sampled_from(("died", "moved")))
    def somebody_is_gone_meanwhile(self, person: int, what: str) -> None:
        self.clinic.befall(self.clinic.people[person], what)

    @invariant()
    def everything_is_accounted_for(self) -> None:
        self.balances = False
        self.clinic.pass_time()
        told, effects, revised = self.clinic.rows(INBOX, EFFECTS, REVISED)
        inbox = [(UUID(uuid), author, state) for uuid, author, state in told]
        rows = [(number, row) for number, tablet in enumerate(self.tablets) for row in tablet.rows()]
        self._nothing_is_lost(inbox, rows)
        self._nothing_is_there_twice(inbox, rows)
        self._nobody_has_what_is_another_s(inbox, rows)
        self._what_is_filed_is_on_record_once(inbox, effects, Counter(revised))
        self.balances = True

    def teardown(self) -> None:
        if self.balances:
            self.all_faults_end()

    def all_faults_end(self) -> None:
        """Let everybody sign in on every tablet and send: then everything is on the server, once."""
        for tablet in self.tablets:
            tablet.astray = timedelta()
            self.clinic.block(tablet.device, blocked=False)
        for number, author in sorted(
            {(number, row.author) for number, tablet in enumerate(self.tablets) for row in tablet.rows()}
        ):
            (doctor,) = (one for one in self.doctors if one.id == author)
            self._enter(number, doctor)
            assert self._sync(number) == "done"
        self.clinic.pass_time(timedelta(minutes=2))
        self.clinic.judge()
        self.everything_is_accounted_for()
        inbox = {UUID(uuid): state for uuid, _, state in self.clinic.rows(INBOX)[0]}
        assert set(inbox) == set(self.kept), "not everything arrived"
        assert set(inbox.values()) <= {"filed", "to-mend"}, inbox
        waiting = [row for tablet in self.tablets for row in tablet.rows() if row.state == "waiting"]
        assert not waiting

    def _enter(self, number: int, doctor: Reader) -> None:
        self.working[number] = doctor
        self.lines[number].cookie = self.clinic.sign_in(doctor)
        if not self.tablets[number].is_set_up(doctor):
            self.tablets[number].set_up(doctor)

    def _keep(self, number: int, form: Form) -> None:
        numbers = self.tablets[number].capture(form)
        assert len(numbers) == 1, "a form saved by two touches at once was said to be kept twice"
        for uuid in numbers:
            self.kept[uuid] = Kept(uuid, number, form)
            self.last_form[number] = form

    def _sync(self, number: int, steps: int | None = None) -> str:
        doctor = self.working[number]
        outcome = self.tablets[number].sync(doctor, steps)
        if outcome == "done":
            self.stale.discard((number, doctor.id))
        return outcome

    def _form(self, author: Reader, kind: str, person: int) -> Form:
        day, key = self.clinic.now.date().isoformat(), uuid4()
        number = len(self.kept)
        if kind == "visit":
            return _form_of(
                author, kind, person, a_visit_form(visited_on=day, client_key=str(key), note=f"{number}")
            )
        if kind == "attempt":
            return _form_of(author, kind, person, an_attempt_form(tried_on=day, client_key=str(key)))
        if kind == "round":
            return _form_of(
                author, kind, person, a_round_form(person, visited_on=day, **{f"k{person}": str(key)})
            )
        return _form_of(author, kind, person, an_edit_form(name="张桂一", address=f"南头 {number} 号"))

    def _nothing_is_lost(self, inbox: list[tuple[UUID, int, str]], rows: list[tuple[int, Row]]) -> None:
        received = {uuid for uuid, *_ in inbox}
        seen = received | {row.uuid for _, row in rows}
        assert seen == set(self.kept), f"lost {set(self.kept) - seen}, nobody's {seen - set(self.kept)}"
        for number, row in rows:
            if row.state == "sent" and (number, row.author) not in self.stale:
                assert row.uuid in received, f"called sent, and the server lacks it: {row}"

    def _nothing_is_there_twice(
        self, inbox: list[tuple[UUID, int, str]], rows: list[tuple[int, Row]]
    ) -> None:
        for found in (Counter(uuid for uuid, *_ in inbox), Counter(row.uuid for _, row in rows)):
            assert not [uuid for uuid, times in found.items() if times > 1]

    def _nobody_has_what_is_another_s(
        self, inbox: list[tuple[UUID, int, str]], rows: list[tuple[int, Row]]
    ) -> None:
        assert all(self.kept[uuid].form.author.id == author for uuid, author, _ in inbox)
        assert all(self.kept[row.uuid].form.author.id == row.author for _, row in rows)
        assert all(self.kept[row.uuid].tablet == number for number, row in rows)

    def _what_is_filed_is_on_record_once(
        self, inbox: list[tuple[UUID, int, str]], effects: list[Any], revised: Counter[Any]
    ) -> None:
        assert all(self.kept[UUID(key)].form.author.id == doctor for key, doctor in effects)
        known = Counter(UUID(key) for key, _ in effects)
        filed = {uuid for uuid, _, state in inbox if state == "filed"}
        received = {uuid for uuid, *_ in inbox}
        assert set(known) <= received and all(times == 1 for times in known.values())
        edits = {uuid for uuid in received if self.kept[uuid].form.kind == "edit"}
        assert filed - edits <= set(known), "told to be filed, but not on record"
        assert Counter(map(self._edited, filed & edits)) <= revised <= Counter(map(self._edited, edits))

    def _edited(self, uuid: UUID) -> tuple[int, int]:
        form = self.kept[uuid].form
        return form.person, form.author.id


def _form_of(author: Reader, kind: str, person: int, fields: dict[str, str]) -> Form:
    key = fields.get(f"k{person}") or fields.get("client_key")
    return Form(author, kind, person, tuple(fields.items()), UUID(key) if key else None)
