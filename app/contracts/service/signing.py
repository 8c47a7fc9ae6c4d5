"""签约: one resident's contract signed, renewed, dissolved with a coded reason, or taken back as a mistake."""

from __future__ import annotations

from app.contracts.queries import term_limits
from app.contracts.rules import (
    Closing,
    Renewal,
    Signing,
    packages_in_words,
    refuse_ending,
    refuse_packages,
    refuse_term,
)
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.people.models import Contract, Person
from app.people.queries import find_running_contract, list_contracts, whereabouts_of
from app.people.rules import GONE, CloseReason, ContractSpan

CLOSED = Text("这份协议已经结束，不能再改。", "This contract is closed already.")


def sign(person: Person, signing: Signing, *, by: Actor) -> Contract:
    """Sign with a family-doctor team. Nobody has two contracts at a time."""
    _hold(person)
    _refuse_gone(person)
    _refuse_signed(person, signing)
    refuse_packages(signing.packages)
    _refuse_term(signing)
    contract = Contract(
        person_id=person.id,
        team=signing.team,
        team_id=signing.team_id,
        doctor_name=signing.doctor_name,
        package=packages_in_words(signing.packages),
        packages=[package.value for package in signing.packages],
        signed_on=signing.signed_on,
        starts_on=signing.starts_on,
        ends_on=signing.ends_on,
        by_name=by.name,
        created_at=clock.now(),
    )
    db.session.add(contract)
    db.session.flush()
    return contract


def renew(contract: Contract, renewal: Renewal, *, by: Actor) -> Contract:
    """Let a contract go on with the same team, doctor and packages; the one before ends as it was agreed."""
    person = db.session.get_one(Person, contract.person_id)
    _hold(person)
    _refuse_gone(person)
    _hold_open(contract)
    _refuse_term(renewal)
    _refuse_overlap(contract, renewal)
    fresh = Contract(**same_terms(contract), **_span(renewal), by_name=by.name, created_at=clock.now())
    contract.closed_on = min(renewal.starts_on, contract.ends_on or renewal.starts_on)
    contract.close_code, contract.close_reason = CloseReason.RENEWED, CloseReason.RENEWED.zh
    db.session.add(fresh)
    db.session.flush()
    return fresh


def dissolve(contract: Contract, closing: Closing) -> None:
    """Dissolve a contract from a day, with the reason as the ledgers code it."""
    _hold_open(contract)
    refuse_ending(closing.on, starts_on=contract.starts_on, today=clock.today())
    contract.closed_on = closing.on
    contract.close_code, contract.close_reason = closing.code, closing.words[:200]
    db.session.flush()


def withdraw_contract(contract: Contract, *, reason: str) -> None:
    """Take back a contract that was entered by mistake; the one it renewed runs on as before."""
    person = db.session.get_one(Person, contract.person_id)
    _hold(person)
    db.session.refresh(contract, with_for_update=True)
    contract.withdrawn = True
    contract.close_code, contract.close_reason = CloseReason.CORRECTED, reason.strip()[:200]
    db.session.flush()
    newest = next(iter(list_contracts(person.id)), None)
    if newest is not None and newest.close_code is CloseReason.RENEWED:
        newest.closed_on, newest.close_code, newest.close_reason = None, None, ""
        db.session.flush()


def same_terms(contract: Contract) -> dict[str, object]:
    """Return what a renewed contract has in common with the one before."""
    names = ("person_id", "team", "team_id", "doctor_name", "package")
    return {name: getattr(contract, name) for name in names} | {"packages": list(contract.packages or ())}


def _span(renewal: Renewal) -> dict[str, object]:
    return {
        "signed_on": clock.today(),
        "starts_on": renewal.starts_on,
        "ends_on": renewal.ends_on,
    }


def _hold(person: Person) -> None:
    db.session.refresh(person, with_for_update=True)


def _hold_open(contract: Contract) -> None:
    """Hold a contract until the deed ends, and refuse what somebody closed meanwhile."""
    db.session.refresh(contract, with_for_update=True)
    if contract.closed_on is not None or contract.withdrawn:
        raise Conflict(CLOSED)


def _refuse_gone(person: Person) -> None:
    state = whereabouts_of(person).state_on(clock.today())
    if state in GONE:
        raise Refused(
            Text(
                "{name}已登记为“{state}”，不能签约。登记有误的，请先更正。",
                "{name} is on record as “{state}” and cannot sign. If that is wrong, put it right first.",
            ).filled(name=person.name, state=state)
        )


def _refuse_signed(person: Person, signing: Signing) -> None:
    """Refuse a second contract while one runs on the day the new one begins, or is agreed on for later."""
    running = find_running_contract(person.id, day=signing.starts_on)
    later = (each for each in list_contracts(person.id) if each.closed_on is None)
    ahead = (each for each in later if each.starts_on > signing.starts_on)
    if (held := running or next(ahead, None)) is not None:
        raise Refused(
            Text(
                "{name}已有协议（{since} 起{until}）。要接着签，请用“续签”；签错了的，请先“更正”。",
                "{name} has a contract (from {since}{until}). Renew it, or take it back if it is a mistake.",
            ).filled(name=person.name, since=held.starts_on, until=_until(held))
        )


def _until(contract: Contract) -> Text:
    if contract.ends_on is None:
        return Text("", "")
    return Text("，{day} 到期", ", until {day}").filled(day=contract.ends_on)


def _refuse_overlap(contract: Contract, renewal: Renewal) -> None:
    agreed = ContractSpan(contract.starts_on, contract.ends_on)
    if renewal.starts_on <= contract.starts_on or (contract.ends_on and agreed.runs_on(renewal.starts_on)):
        raise Refused(
            Text(
                "续签应从原协议到期以后开始，请核对起始日。",
                "A renewal begins after the contract before it has ended; please check its first day.",
            )
        )


def _refuse_term(span: Signing | Renewal) -> None:
    shortest, longest = term_limits(on=clock.today())
    refuse_term(span, shortest=shortest, longest=longest)
