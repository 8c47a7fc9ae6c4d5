"""对照: what is on record and what the list says, side by side; numbers are masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from app.core.identity import mask_identity
from app.core.words import Text, day_text
from app.people.rules import mask_phone
from app.policy.terms import SelfCare
from app.rosters.rules import sayings as say
from app.rosters.rules.claims import Claim
from app.rosters.rules.outcome import Standing
from app.rosters.rules.people_rows import PersonRow
from app.rosters.rules.register import FACTS, Known, Member
from app.rosters.rules.report import NOTHING, Side

VillageName = Callable[[str | None], str]
IDENTITY = Text("身份证号", "identity number")
BORN_ON = Text("出生日期", "birth date")


def sides_of(standing: Standing, *, phone: str, village: VillageName) -> Iterator[Side]:
    """Yield what a list changes of a person, or all it says of a new one; ``phone`` is the one on record, in plain."""
    known = standing.known
    if known is None:
        yield from _said(standing.row, standing.area_code, village)
    else:
        for fact, value in standing.changes.items():
            old = phone if fact == "phone" else known.facts.get(fact, "")
            yield Side(say.FACT_NAMES[fact], _fact(fact, old, village), _fact(fact, value, village))
    before = standing.member.claimed if standing.member is not None else {}
    for claim in standing.begins:
        if (term := claim.term.value) in before:
            yield Side(claim.term.text, _span(*before[term]), _claimed(claim))
        else:
            yield _stated(claim.term.text, _claimed(claim))
    for term in standing.ends:
        yield Side(say.term_of(term).text, _span(*before[term]), NOTHING)


def sides_of_leaving(member: Member) -> Iterator[Side]:
    """Yield what somebody who left no longer holds."""
    for term, said in member.claimed.items():
        yield Side(say.term_of(term).text, _span(*said), NOTHING)


def sides_of_doubt(
    row: PersonRow, known: Known | None, *, identity: str, phone: str, village: VillageName
) -> Iterator[Side]:
    """Yield a doubtful row beside the record it may speak of, so that somebody can decide."""
    facts = {} if known is None else known.facts | {"phone": phone}
    yield Side(IDENTITY, _plain(mask_identity(identity)), _plain(mask_identity(row.identity.number)))
    born_on = known.born_on if known is not None else None
    yield Side(BORN_ON, _day(born_on), _day(row.identity.born_on))
    said = {"name": row.name, "area_code": row.where.area_code or "", **row.facts}
    for fact in FACTS:
        if said[fact]:
            yield Side(
                say.FACT_NAMES[fact],
                _fact(fact, facts.get(fact, ""), village),
                _fact(fact, said[fact], village),
            )
    for claim in row.claims:
        yield Side(claim.term.text, NOTHING, _claimed(claim))


def _day(day: date | None) -> Text:
    return NOTHING if day is None else day_text(day)


def _said(row: PersonRow, area_code: str, village: VillageName) -> Iterator[Side]:
    yield Side(IDENTITY, NOTHING, _plain(mask_identity(row.identity.number)))
    for fact, value in ({"area_code": area_code} | row.facts).items():
        if value:
            yield _stated(say.FACT_NAMES[fact], _fact(fact, value, village))


def _fact(fact: str, value: str, village: VillageName) -> Text:
    if fact == "phone":
        return _plain(mask_phone(value))
    if fact == "area_code":
        return _plain(village(value) if value else "")
    return SelfCare(value).text if fact == "self_care" and value else _plain(value)


@lru_cache(maxsize=4096)
def _claimed(claim: Claim) -> Text:
    span = _span(str(claim.starts_on or ""), str(claim.ends_on or ""))
    agreed = claim.agreed
    parts = [part for part in (agreed.team, agreed.doctor_name, agreed.package) if part] if agreed else []
    said = _plain("，".join(parts) if parts else "")
    return span.joined(said, zh="，" if span.zh and parts else "", en=", " if span.en and parts else "")


@lru_cache(maxsize=4096)
def _span(starts_on: str = "", ends_on: str = "", *rest: str) -> Text:
    """Return since when and until when a list says something holds; without a day, that it does."""
    since, until = (_day(date.fromisoformat(day) if day else None) for day in (starts_on, ends_on))
    if until.zh:
        said = (
            Text("{since}至{until}", "{since} to {until}") if since.zh else Text("至{until}", "until {until}")
        )
        return said.filled(since=since, until=until)
    return Text("{since}起", "since {since}").filled(since=since) if since.zh else NOTHING


@lru_cache(maxsize=8192)
def _stated(label: Text, new: Text) -> Side:
    """Return what is said for the first time; of a whole village the same sides are shown again and again."""
    return Side(label, NOTHING, new)


@lru_cache(maxsize=8192)
def _plain(said: str) -> Text:
    return Text(said, said)
