"""比对结果: what a comparison came to, before it is told or written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from app.core.words import Text
from app.rosters.rules import sayings as say
from app.rosters.rules.claims import Claim
from app.rosters.rules.people_rows import PersonRow
from app.rosters.rules.register import Known, Member
from app.rosters.rules.rows import Where


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was refused, and why; ``number`` where it could be read."""

    where: Where
    text: Text
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row held back, and why; ``village`` where the row does not tell it. Only a decidable one may be accepted."""

    where: Where
    text: Text
    known: Known | None = None
    row: PersonRow | None = None
    village: str | None = None
    decidable: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """One person as this list has them: who on record, what differs, what is claimed anew and what no longer.

    ``revives`` is the record of somebody whom an import opened that was taken back: it is used again.
    """

    row: PersonRow
    area_code: str
    known: Known | None
    member: Member | None
    marks: str
    changes: dict[str, str]
    begins: tuple[Claim, ...]
    ends: tuple[str, ...]
    revives: int | None = None

    @property
    def terms(self) -> str:
        """The claims as the next list is compared with them."""
        return ";".join(sorted(claim.mark for claim in self.row.claims))

    @property
    def is_unchanged(self) -> bool:
        """Whether the list says of this person what it said last time."""
        return self.member is not None and not (self.changes or self.begins or self.ends)

    @property
    def lacks_doctor(self) -> bool:
        """Whether neither the list nor the record names a responsible doctor."""
        on_record = self.known.facts.get("doctor_name") if self.known is not None else ""
        return not (self.row.facts.get("doctor_name") or on_record)


@dataclass(slots=True)
class Outcome:
    """The comparison as a whole; ``repeated`` are those whose row says to the letter what the last list said."""

    standings: list[Standing] = field(default_factory=list)
    left: list[tuple[Member, Text]] = field(default_factory=list)
    doubtful: list[Doubt] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    villages: set[str] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """The outcome in one word: two comparisons that would write and say the same have the same."""
        said = [
            [_standing(standing) for standing in self.standings if not standing.is_unchanged],
            sorted(self.repeated.union(s.known.id for s in self.standings if s.is_unchanged and s.known)),
            [[member.person_id, member.terms, why.zh] for member, why in self.left],
            [[doubt.where.sheet, doubt.where.row, doubt.text.zh] for doubt in self.doubtful],
            [[refusal.where.sheet, refusal.where.row, refusal.text.zh] for refusal in self.refused],
        ]
        return digest_of(said)


def digest_of(said: object) -> str:
    """Return a digest of plain values."""
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()


def _standing(standing: Standing) -> list[object]:
    known = standing.known.id if standing.known is not None else standing.revives
    begins = [claim.mark for claim in standing.begins]
    said = [standing.row.identity.number, standing.area_code, known, standing.member is None]
    return [*said, sorted(standing.changes.items()), begins, standing.ends]


def has_left(member: Member, why: Text) -> Text:
    """Return why somebody left, and what they no longer hold."""
    return why.joined(say.change((), (), member.claimed, old=set()))
