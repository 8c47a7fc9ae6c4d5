"""Lists of people: the comparison, then few statements that write what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.core.errors import Refused
from app.duties.rules import Enrolment, Leaving
from app.duties.service import enrol_many, withdraw_many
from app.people.rules import PersonEntry
from app.people.service import close_many, open_many, register_many, revise_many, revive_many
from app.policy.terms import Category, Condition, SelfCare
from app.rosters.queries import Details, load_details
from app.rosters.rules.claims import Claim, has_benefit
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.outcome import Outcome, Standing
from app.rosters.rules.report import Report
from app.rosters.rules.rows import sex_of
from app.rosters.service.comparing import compare, refuse_other_than_expected, too_many_left
from app.rosters.service.contract_list import endings_of, entry_of
from app.rosters.service.journal import Journal
from app.rosters.service.membership import end_memberships, write_memberships, write_row_marks
from app.rosters.service.reading import Roster
from app.rosters.service.telling import tell


def apply_people(roster: Roster, report: Report, *, import_id: int) -> set[int]:
    """Compare a list with the last one and with the records, write what differs, return whom it touched."""
    compared = compare(roster)
    refuse_other_than_expected(roster.order, compared.digest if roster.order.expected else "")
    if (missing := too_many_left(compared)) is not None and not roster.order.confirm_left:
        raise Refused(missing)
    tell(roster, compared.outcome, report)
    return _write(roster, compared.outcome, import_id)


def _write(roster: Roster, outcome: Outcome, import_id: int) -> set[int]:
    kind = roster.order.kind
    journal = Journal(import_id, kind, _concerned(outcome))
    ids = _write_people(outcome.standings)
    touched = (
        _write_contracts(roster, outcome, ids) if kind is ListKind.CONTRACTS else _enrol(roster, outcome, ids)
    )
    moved = {ids[id(s)] for s in outcome.standings if s.known is None or "area_code" in s.changes}
    news = [(ids[id(s)], s) for s in outcome.standings if not s.is_unchanged]
    write_memberships(news, kind=kind, import_id=import_id)
    write_row_marks([s for s in outcome.standings if s.is_unchanged], kind=kind)
    left = [member.person_id for member, _ in outcome.left]
    end_memberships(left, kind=kind, on=roster.order.as_of, import_id=import_id)
    journal.close({person_id for person_id, _ in news} | set(left))
    return touched | moved


def _concerned(outcome: Outcome) -> set[int]:
    """Return the records on which something will be written, as far as they exist."""
    before = (
        s.known.id if s.known is not None else s.revives for s in outcome.standings if not s.is_unchanged
    )
    return {person_id for person_id in before if person_id} | {member.person_id for member, _ in outcome.left}


def _write_people(standings: Sequence[Standing]) -> dict[int, int]:
    """Open, open again and revise records; return the person's id for each standing."""
    new = [standing for standing in standings if standing.known is None and standing.revives is None]
    again = {s.revives: s for s in standings if s.revives is not None}
    revised = [standing for standing in standings if standing.known is not None and standing.changes]
    ids = {id(standing): standing.known.id for standing in standings if standing.known is not None}
    ids |= {id(standing): person_id for person_id, standing in again.items()}
    ids |= {id(s): number for s, number in zip(new, register_many([_entry(s) for s in new]), strict=True)}
    revive_many({person_id: _entry(standing) for person_id, standing in again.items()})
    details = load_details([ids[id(standing)] for standing in revised])
    revise_many({ids[id(standing)]: _entry(standing, details[ids[id(standing)]]) for standing in revised})
    return ids


def _entry(standing: Standing, details: Details | None = None) -> PersonEntry:
    """Return the whole record as it shall stand: what the list says anew over what was there."""
    row, known = standing.row, standing.known
    values: dict[str, Any] = {"name": row.name, "area_code": standing.area_code, **row.facts}
    # A record keeps its own number: the list may know the resident by that of one merged into it.
    who: dict[str, Any] = {
        "identity": row.identity.number,
        "sex": sex_of(row.identity),
        "born_on": row.identity.born_on,
    }
    if known is not None and details is not None:
        who = details._asdict()
        values = {**known.facts, "phone": who.pop("phone"), **standing.changes}
        who["identity"] = who["identity"] or row.identity.number
    said = values.pop("self_care")
    return PersonEntry(self_care=SelfCare(said) if said else None, **who, **values)


def _write_contracts(roster: Roster, outcome: Outcome, ids: dict[int, int]) -> set[int]:
    close_many(list(endings_of(roster, outcome, ids)))
    begun = [(standing, claim) for standing in outcome.standings for claim in standing.begins]
    open_many([entry_of(roster, claim, ids[id(standing)]) for standing, claim in begun])
    return set()


def _enrol(roster: Roster, outcome: Outcome, ids: dict[int, int]) -> set[int]:
    touched = withdraw_many([*_ends(outcome.standings, ids, roster), *_leavings(outcome, roster)])
    return touched | enrol_many([each for s in outcome.standings for each in _begins(s, ids, roster)])


def _begins(standing: Standing, ids: dict[int, int], roster: Roster) -> Iterator[Enrolment]:
    for claim in standing.begins:
        yield _enrolment(claim, ids[id(standing)], roster)


def _enrolment(claim: Claim, person_id: int, roster: Roster) -> Enrolment:
    order = roster.order
    starts_on = claim.starts_on or order.as_of
    basis = f"{order.kind.zh} {order.as_of} {claim.text}"[:200]
    if isinstance(claim.term, Category):
        return Enrolment(person_id, starts_on, basis, category=claim.term, source_list=order.kind.value)
    assert isinstance(claim.term, Condition)
    return Enrolment(
        person_id,
        starts_on,
        basis,
        condition=claim.term,
        benefit_from=starts_on if has_benefit(claim.term) else None,
        original_text=claim.text,
        source_list=order.kind.value,
    )


def _ends(standings: Sequence[Standing], ids: dict[int, int], roster: Roster) -> Iterator[Leaving]:
    """End what the list no longer says of somebody, and what it now dates otherwise before that begins anew."""
    for standing in standings:
        before = standing.member.claimed if standing.member is not None else {}
        again = [claim.term.value for claim in standing.begins if claim.term.value in before]
        for term in (*standing.ends, *again):
            yield _leaving(ids[id(standing)], term, roster, "名单有变")


def _leavings(outcome: Outcome, roster: Roster) -> Iterator[Leaving]:
    for member, _ in outcome.left:
        for term in member.claimed:
            yield _leaving(member.person_id, term, roster, "名单中已无")


def _leaving(person_id: int, term: str, roster: Roster, why: str) -> Leaving:
    order = roster.order
    reason = f"{order.kind.zh} {order.as_of} {why}"
    if order.kind is ListKind.LOW_INCOME:
        return Leaving(person_id, order.as_of, reason, category=Category(term))
    # A list that drops somebody ends the benefit; the disease ends only by a doctor's deed.
    return Leaving(person_id, order.as_of, reason, condition=Condition(term), benefit=True)
