"""A resident's history: what was done, held, said and taken, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.accounts.reader import Reader
from app.core.clock import local
from app.core.words import Text
from app.duties.queries import list_excuses, list_lines
from app.duties.rules import OTHER, OTHER_ID, LineRow, lines_as_told
from app.people.models import Person, PersonCondition
from app.people.queries import (
    list_allergies,
    list_categories,
    list_conditions,
    list_contacts,
    list_contracts,
    list_drugs,
    list_states,
)
from app.people.rules import hidden_kinds, may_read_of
from app.policy import book
from app.record.rules import ListPage, Part, Past
from app.visits.queries import list_attempts, list_corrections

A_PAGE = 30


def read_history(person: Person, part: Part, *, reader: Reader, number: int) -> ListPage:
    """Return one page of one part of a resident's history, without what only those who treat may read."""
    first = (number - 1) * A_PAGE
    rows = _rows(person, part, reader)
    return ListPage(number, A_PAGE, rows[first : first + A_PAGE], len(rows) > first + A_PAGE)


def _rows(person: Person, part: Part, reader: Reader) -> Sequence[object]:
    if part is Part.DUTIES:
        return shown_lines(list_lines(person.id), reader=reader)
    parts = {
        Part.ENROLMENTS: _enrolments,
        Part.STATES: _states,
        Part.CONTACTS: _contacts,
        Part.DETAILS: _details,
    }
    return sorted(parts[part](person, reader), key=lambda past: past.since, reverse=True)


def shown_lines(lines: Sequence[LineRow], *, reader: Reader) -> list[LineRow]:
    """Return the closed lines as a reader may know them."""
    return lines_as_told(lines, untold=hidden_kinds(reader.role), rules=book.current().all_rules)


def rule_names() -> dict[str, Text]:
    """Return what the rules are called that lines were closed under; what is not told has a name of its own."""
    return {OTHER_ID: OTHER} | {rule.id: rule.name for rule in book.current().all_rules.values()}


def read_conditions(person_id: int, *, reader: Reader) -> list[PersonCondition]:
    """Return the diseases of a resident that a reader may read of."""
    return [
        ill
        for ill in list_conditions(person_id)
        if may_read_of(reader.role, ill.condition, words=f"{ill.original_text} {ill.basis}")
    ]


def _enrolments(person: Person, reader: Reader) -> Iterator[Past]:
    for held in list_categories(person.id):
        yield Past(held.category.text, held.started_on, held.ended_on, held.basis)
    for ill in read_conditions(person.id, reader=reader):
        yield Past(ill.condition.text, ill.started_on, ill.ended_on, ill.basis)
    for contract in list_contracts(person.id):
        parties = (contract.team, contract.doctor_name, contract.package)
        yield Past(
            Text("家庭医生签约", "Family-doctor contract"),
            contract.starts_on,
            contract.closed_on or contract.ends_on,
            " · ".join(part for part in parties if part),
            contract.close_reason,
        )


def _states(person: Person, _reader: Reader) -> Iterator[Past]:
    for state in list_states(person.id):
        told = " · ".join(part for part in (state.note, state.by_name) if part)
        yield Past(state.state.text, state.from_on, state.until_on, told)
    for absence in list_excuses(person.id):
        what = Text("暂缓：{reason}", "Excused: {reason}").filled(reason=absence.reason)
        yield Past(what, absence.from_on, absence.return_on, absence.note)


def _contacts(person: Person, reader: Reader) -> Iterator[Past]:
    """Yield how the resident was tried without being met, and which visits were mended."""
    for attempt in list_attempts(person.id):
        what = Text("{way}：{outcome}", "{way}: {outcome}").filled(way=attempt.way, outcome=attempt.outcome)
        through = Text("（{name}）", "({name})").filled(name=attempt.through) if attempt.through else None
        told = " · ".join(part for part in (attempt.note, attempt.doctor_name) if part)
        yield Past(what.joined(through) if through else what, attempt.tried_on, attempt.return_on, told)
    untold = hidden_kinds(reader.role)
    for correction, struck in list_corrections(person.id):
        what = Text("更正 {day} 的随访", "Correction of the visit of {day}").filled(day=struck.visited_on)
        hidden = untold & {*struck.all_kinds, *correction.all_kinds}
        who = Text(struck.voided_by_name, struck.voided_by_name)
        why = who if hidden else struck.why_struck.joined(who, zh=" · ", en=" · ")
        yield Past(what, local(correction.filed_at).date(), told=why)


def _details(person: Person, _reader: Reader) -> Iterator[Past]:
    for ended in (False, True):
        for contact in list_contacts(person.id, ended=ended):
            what = Text("联系人：{name}（{kind}）", "Contact: {name} ({kind})")
            until = local(contact.ended_at).date() if contact.ended_at else None
            since = local(contact.created_at).date()
            named = what.filled(name=contact.name, kind=contact.kind)
            yield Past(named, since, until, contact.note, contact.end_reason)
        for allergy in list_allergies(person.id, ended=ended):
            named = Text("过敏：{name}", "Allergy: {name}").filled(name=allergy.substance)
            until = local(allergy.ended_at).date() if allergy.ended_at else None
            yield Past(named, allergy.noted_on, until, allergy.reaction, allergy.end_reason)
        for drug in list_drugs(person.id, ended=ended):
            named = Text("用药：{name}", "Medicine: {name}").filled(name=drug.name)
            taken = " ".join(part for part in (drug.dose, drug.frequency) if part)
            yield Past(named, drug.started_on, drug.ended_on, taken, drug.end_reason)
