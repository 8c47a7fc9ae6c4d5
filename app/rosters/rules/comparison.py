"""比对: this list against the last one and against what is on record; pure, so that it can be tried by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core.words import Text
from app.rosters.rules import sayings as say
from app.rosters.rules.people_rows import Claim, PersonRow, Term, merge_rows
from app.rosters.rules.places import Gazetteer
from app.rosters.rules.register import Known, Member, Register
from app.rosters.rules.report import Item
from app.rosters.rules.rows import Where


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was refused, and why; ``number`` where it could be read."""

    where: Where
    text: Text
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One person as this list has them: who on record, what differs, what is claimed anew and what no longer."""

    row: PersonRow
    area_code: str
    known: Known | None
    member: Member | None
    marks: str
    changes: dict[str, str]
    begins: tuple[Claim, ...]
    ends: tuple[str, ...]

    @property
    def terms(self) -> str:
        """The claims as the next list is compared with them."""
        return ";".join(sorted(claim.mark for claim in self.row.claims))

    @property
    def is_unchanged(self) -> bool:
        """Whether the list says of this person what it said last time."""
        return self.member is not None and not (self.changes or self.begins or self.ends)


@dataclass(slots=True)
class Outcome:
    """The comparison as a whole."""

    standings: list[Standing] = field(default_factory=list)
    left: list[tuple[Member, Text]] = field(default_factory=list)
    doubtful: list[Item] = field(default_factory=list)
    refused: list[Item] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    villages: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Comparison:
    """Compares the rows of a list with the register, person by person."""

    register: Register
    gazetteer: Gazetteer
    as_of: date
    accept_doubtful: bool = False
    outcome: Outcome = field(default_factory=Outcome)
    _present: set[int] = field(default_factory=set)
    _held: set[int] = field(default_factory=set)
    _ended: dict[int, date] = field(default_factory=dict)
    _namesakes: dict[tuple[str, date | None], Known] = field(default_factory=dict)
    _newcomers: dict[tuple[str, date], str] = field(default_factory=dict)

    def run(
        self, rows: Iterable[PersonRow], *, refused: Sequence[Refusal], villages: Iterable[str]
    ) -> Outcome:
        """Return who is new, changed, unchanged, doubtful or refused, and who has left."""
        self.outcome.villages = set(villages)
        self._namesakes = self.register.namesakes()
        grouped: dict[str, list[PersonRow]] = defaultdict(list)
        for row in rows:
            grouped[row.identity.number].append(row)
        for number, of_one in grouped.items():
            self._judge(number, of_one)
        for refusal in refused:
            self._refuse(refusal)
        self._find_left()
        return self.outcome

    def _judge(self, number: str, rows: list[PersonRow]) -> None:
        known = self.register.by_index.get(self.register.index_of(number))
        row = merge_rows(self._agreeing(rows, known))
        area_code = row.where.area_code or (
            known.area_code if known is not None and not known.foreign else None
        )
        if area_code is None:
            self._refuse(Refusal(row.where, say.NO_VILLAGE, number))
            return
        self.outcome.villages.add(area_code)
        if known is not None and known.gone is not None:
            self._refuse(Refusal(row.where, known.gone, number))
        elif (doubts := self._doubts(row, known)) and not self.accept_doubtful:
            self._doubt(row.where, doubts, known)
        else:
            self._stand(row, area_code, known)

    def _agreeing(self, rows: list[PersonRow], known: Known | None) -> list[PersonRow]:
        """Hold back rows that disagree on the name or village behind one number; the one on record speaks first."""
        if len(rows) == 1:
            return rows
        if known is not None:
            rows = sorted(
                rows, key=lambda row: (row.name != known.name, row.where.area_code != known.area_code)
            )
        first, kept = rows[0], [rows[0]]
        for row in rows[1:]:
            if row.name != first.name:
                self._doubt(row.where, [say.TWO_NAMES.filled(name=first.name, row=first.where.row)], known)
            elif (
                None not in (row.where.area_code, first.where.area_code)
                and row.where.area_code != first.where.area_code
            ):
                village = self.gazetteer.name_of(first.where.area_code)
                self._doubt(row.where, [say.TWO_VILLAGES.filled(village=village, row=first.where.row)], known)
            else:
                kept.append(row)
        return kept

    def _doubts(self, row: PersonRow, known: Known | None) -> list[Text]:
        doubts = list(row.doubts)
        if known is not None:
            if known.foreign:
                return [*doubts, say.FOREIGN]
            if known.name != row.name:
                doubts.append(say.OTHER_NAME.filled(name=known.name))
            return doubts
        namesake = self._namesakes.get(row.key)
        if namesake is not None:
            self._held.add(namesake.id)
            doubts.append(say.OTHER_NUMBER.filled(village=self.gazetteer.name_of(namesake.area_code)))
        elif self._newcomers.setdefault(row.key, row.identity.number) != row.identity.number:
            doubts.append(say.TWO_NUMBERS)
        return doubts

    def _doubt(self, where: Where, doubts: Iterable[Text], known: Known | None) -> None:
        if known is not None:
            self._held.add(known.id)
        for area_code in filter(None, (where.area_code,)):
            self.outcome.villages.add(area_code)
        self.outcome.doubtful.append(self._item(where, say.together(doubts)))

    def _stand(self, row: PersonRow, area_code: str, known: Known | None) -> None:
        standing_claims = tuple(
            claim for claim in row.claims if claim.ends_on is None or claim.ends_on > self.as_of
        )
        if not standing_claims:
            self._end(row, known)
            return
        if known is not None:
            self._present.add(known.id)
        row = PersonRow(row.where, row.identity, row.facts, standing_claims, row.doubts)
        member = self.register.members.get(known.id) if known is not None else None
        marks = self.register.marks_of(row, area_code=area_code)
        changes = self.register.differences(row, known, member, marks) if known is not None else {}
        begins, ends = self._claims(row, member)
        self.outcome.standings.append(Standing(row, area_code, known, member, marks, changes, begins, ends))

    def _end(self, row: PersonRow, known: Known | None) -> None:
        last = max(claim.ends_on for claim in row.claims if claim.ends_on)
        if known is not None and known.id in self.register.members:
            self._ended[known.id] = last
        else:
            place = self._item(row.where, say.ENDED.filled(day=last))
            self.outcome.notes.append(
                Text(f"“{place.sheet}”第 {place.row} 行 ", f"“{place.sheet}” row {place.row} ")
                .joined(Text(row.name, row.name))
                .joined(place.reason, zh="：")
            )

    @staticmethod
    def _claims(row: PersonRow, member: Member | None) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
        if member is None:
            return row.claims, ()
        before = member.claimed
        begins = tuple(claim for claim in row.claims if _is_news(claim, before))
        now = {claim.term.value for claim in row.claims}
        return begins, tuple(term for term in before if term not in now)

    def _refuse(self, refusal: Refusal) -> None:
        where = refusal.where
        self.outcome.refused.append(self._item(where, refusal.text))
        if where.area_code:
            self.outcome.villages.add(where.area_code)
        for member in self._members_meant(refusal):
            if member.person_id not in self._present and member.person_id not in self._held:
                self._held.add(member.person_id)
                self.outcome.doubtful.append(self._item(where, say.ROW_REFUSED, village=member.area_code))

    def _members_meant(self, refusal: Refusal) -> list[Member]:
        if refusal.number is not None:
            known = self.register.by_index.get(self.register.index_of(refusal.number))
            if known is not None:
                return [member for member in (self.register.members.get(known.id),) if member is not None]
        where = refusal.where
        return [
            member
            for member in self.register.members.values()
            if where.name and member.name == where.name and where.area_code in (None, member.area_code)
        ]

    def _find_left(self) -> None:
        for member in self.register.members.values():
            if member.person_id in self._ended:
                self.outcome.left.append((member, say.ENDED.filled(day=self._ended[member.person_id])))
            elif member.person_id in self._present or member.person_id in self._held:
                continue
            elif member.area_code in self.outcome.villages:
                self.outcome.left.append((member, say.LEFT))

    def _item(self, where: Where, reason: Text, *, village: str | None = None) -> Item:
        name = self.gazetteer.name_of(village or where.area_code)
        return Item(where.name, name, where.sheet, where.row, reason)


def _is_news(claim: Claim, before: dict[str, tuple[str, str]]) -> bool:
    """A claim is news where the last list did not have it, or had it from another day. A blank day says nothing."""
    if claim.term.value not in before:
        return True
    return claim.starts_on is not None and before[claim.term.value][0] not in ("", str(claim.starts_on))


def terms_of(claims: Iterable[Claim]) -> list[Term]:
    """Return the terms of some claims."""
    return [claim.term for claim in claims]
