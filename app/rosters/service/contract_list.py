"""Contract lists: what a claim opens, renews or closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.people.service import ContractEnd, ContractEntry
from app.rosters.rules.claims import Agreed, Claim
from app.rosters.rules.outcome import Outcome
from app.rosters.service.reading import Roster


def entry_of(roster: Roster, claim: Claim, person_id: int) -> ContractEntry:
    """Return the contract a claim speaks of; one without a day runs from the list's own."""
    agreed = claim.agreed or Agreed()
    return ContractEntry(
        person_id,
        claim.starts_on or roster.order.as_of,
        claim.ends_on,
        agreed.signed_on,
        agreed.team,
        agreed.doctor_name,
        agreed.package,
        roster.order.kind.value,
    )


def endings_of(roster: Roster, outcome: Outcome, ids: Mapping[int, int]) -> Iterator[ContractEnd]:
    """Yield the contracts that end because somebody left the list, or because it names them without one."""
    order = roster.order
    reason = f"{order.kind.zh} {order.as_of} 名单中已无"
    for member, _ in outcome.left:
        yield ContractEnd(member.person_id, order.as_of, reason)
    for standing in outcome.standings:
        if standing.ends:
            yield ContractEnd(ids[id(standing)], order.as_of, reason)
