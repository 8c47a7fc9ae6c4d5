"""Low-income and chronic lists: the comparison, then few statements that write what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.core.errors import Refused
from app.core.words import Text
from app.duties.rules import Enrolment, Leaving
from app.duties.service import enrol_many, withdraw_many
from app.people.rules import PersonEntry
from app.people.service import register_many, revise_many
from app.policy.terms import Category, Condition, SelfCare
from app.rosters.queries import load_details, load_register
from app.rosters.rules import sayings as say
from app.rosters.rules.comparison import Comparison, Outcome, Standing
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.people_rows import Claim, has_benefit
from app.rosters.rules.register import Member
from app.rosters.rules.report import Item, Report
from app.rosters.rules.rows import sex_of
from app.rosters.service.membership import end_memberships, write_memberships
from app.rosters.service.reading import Roster

MOST_LEFT_PERCENT = 10
NAMES_SHOWN = 10


def apply_people(roster: Roster, report: Report, *, import_id: int) -> set[int]:
    """Compare a list with the last one and with the records, write what differs, return whom it touched."""
    order = roster.order
    numbers = [row.identity.number for row in roster.people]
    register = load_register(order.kind, area=order.area, numbers=numbers)
    comparison = Comparison(register, roster.gazetteer, order.as_of, order.accept_doubtful)
    outcome = comparison.run(roster.people, refused=roster.refused, villages=roster.villages)
    _refuse_too_many_left(outcome, list(register.members.values()), confirmed=order.confirm_left)
    _tell(roster, outcome, report)
    return _write(roster, outcome, import_id)


def _write(roster: Roster, outcome: Outcome, import_id: int) -> set[int]:
    order = roster.order
    ids = _write_people(outcome.standings)
    ended = [*_ends(outcome.standings, ids, roster), *_leavings(outcome, roster)]
    touched = withdraw_many(ended)
    touched |= enrol_many([each for standing in outcome.standings for each in _begins(standing, ids, roster)])
    moved = {ids[id(s)] for s in outcome.standings if s.known is None or "area_code" in s.changes}
    news = [(ids[id(s)], s) for s in outcome.standings if not s.is_unchanged]
    write_memberships(news, kind=order.kind, import_id=import_id)
    end_memberships(
        [member.person_id for member, _ in outcome.left], kind=order.kind, on=order.as_of, import_id=import_id
    )
    return touched | moved


def _write_people(standings: Sequence[Standing]) -> dict[int, int]:
    """Open and revise records; return the person's id for each standing."""
    new = [standing for standing in standings if standing.known is None]
    revised = [standing for standing in standings if standing.known is not None and standing.changes]
    ids = {id(standing): standing.known.id for standing in standings if standing.known is not None}
    ids |= {id(s): number for s, number in zip(new, register_many([_entry(s) for s in new]), strict=True)}
    details = load_details([ids[id(standing)] for standing in revised])
    revise_many({ids[id(standing)]: _entry(standing, **details[ids[id(standing)]]) for standing in revised})
    return ids


def _entry(standing: Standing, *, phone: str = "", note: str = "") -> PersonEntry:
    """Return the whole record as it shall stand: what the list says anew over what was there."""
    row, known = standing.row, standing.known
    values: dict[str, Any] = {"name": row.name, "area_code": standing.area_code, **row.facts}
    if known is not None:
        values = {**known.facts, "phone": phone, **standing.changes}
    self_care = SelfCare(values.pop("self_care")) if values["self_care"] else None
    values.pop("self_care", None)
    return PersonEntry(
        identity=row.identity.number,
        sex=sex_of(row.identity),
        born_on=row.identity.born_on,
        self_care=self_care,
        note=note,
        **values,
    )


def _begins(standing: Standing, ids: dict[int, int], roster: Roster) -> Iterator[Enrolment]:
    for claim in standing.begins:
        yield _enrolment(claim, ids[id(standing)], roster)


def _enrolment(claim: Claim, person_id: int, roster: Roster) -> Enrolment:
    order = roster.order
    starts_on = claim.starts_on or order.as_of
    basis = f"{order.kind.zh} {order.as_of} {claim.text}"[:200]
    if isinstance(claim.term, Category):
        return Enrolment(person_id, starts_on, basis, category=claim.term, source_list=order.kind.value)
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


def _refuse_too_many_left(outcome: Outcome, members: Sequence[Member], *, confirmed: bool) -> None:
    counted = sum(member.area_code in outcome.villages for member in members)
    if confirmed or len(outcome.left) * 100 <= counted * MOST_LEFT_PERCENT:
        return
    names = "、".join(member.name for member, _ in outcome.left[:NAMES_SHOWN])
    raise Refused(
        Text(
            "这次名单中少了 {left} 人，占上次 {all} 人的 {percent}%（{names}…）。请核对文件是否完整；确实退出的，"
            "加 --confirm-left 再导入。什么都没有导入。",
            "{left} of the last list's {all} people ({percent}%) are missing ({names}…). Is the file complete? If they did "
            "leave, import again with --confirm-left. Nothing was imported.",
        ).filled(
            left=len(outcome.left), all=counted, percent=round(100 * len(outcome.left) / counted), names=names
        )
    )


def _tell(roster: Roster, outcome: Outcome, report: Report) -> None:
    village_of = roster.gazetteer.name_of
    for standing in outcome.standings:
        where, row = standing.row.where, standing.row
        item = Item(row.name, village_of(standing.area_code), where.sheet, where.row, _reason(standing))
        if standing.member is None:
            report.new.append(item)
        elif standing.is_unchanged:
            report.unchanged += 1
        else:
            report.changed.append(item)
    report.left = [
        Item(m.name, village_of(m.area_code), None, None, _left(m, why)) for m, why in outcome.left
    ]
    report.doubtful, report.refused = outcome.doubtful, outcome.refused
    report.warn(outcome.notes)
    untouched = sorted(village_of(code) for codes in roster.gazetteer.exact.values() for code in codes
                       if code not in outcome.villages)  # fmt: skip
    if untouched:
        text = Text(
            "名单里没有这些村，未作改动：{names}。", "Villages not on the list, left untouched: {names}."
        )
        report.warnings.append(text.filled(names="、".join(untouched)))


def _reason(standing: Standing) -> Text:
    if standing.member is None:
        said = say.JOINED_NEW if standing.known is None else say.JOINED_KNOWN
        return said.filled(terms=say.terms(standing.row.claims))
    if standing.is_unchanged:
        return say.LEFT
    return say.change(standing.changes, standing.begins, standing.ends, old=set(standing.member.claimed))


def _left(member: Member, why: Text) -> Text:
    return why.joined(say.change((), (), member.claimed, old=set()))
