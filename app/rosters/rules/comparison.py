"""比对: this list against the last one and against what is on record; pure, so that it can be tried by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.words import Text
from app.rosters.rules import sayings as say
from app.rosters.rules.claims import Claim
from app.rosters.rules.order import ImportOrder
from app.rosters.rules.outcome import Doubt, Outcome, Refusal, Standing
from app.rosters.rules.people_rows import PersonRow, merge_rows
from app.rosters.rules.places import Gazetteer
from app.rosters.rules.register import Known, Member, Register
from app.rosters.rules.rows import Where


@dataclass(slots=True)
class Comparison:
    """Compares the rows of a list with the register, person by person.

    A ``supplement`` holds only rows that were mended: nobody leaves by it. ``repeated`` are members whose row is the same.
    """

    register: Register
    gazetteer: Gazetteer
    order: ImportOrder
    supplement: bool = False
    repeated: frozenset[int] = frozenset()
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
        self._stay()
        self._namesakes = self.register.namesakes()
        grouped: dict[str | int, list[PersonRow]] = defaultdict(list)
        found: dict[int, Known] = {}
        for row in rows:
            # A record that took over another one answers to two numbers, and is one person all the same.
            on_record = self.register.by_index.get(self.register.index_of(row.identity.number))
            grouped[row.identity.number if on_record is None else on_record.id].append(row)
            if on_record is not None:
                found[on_record.id] = on_record
        for one, of_one in grouped.items():
            self._judge(of_one, found.get(one) if isinstance(one, int) else None)
        for refusal in refused:
            self._refuse(refusal)
        self._find_left()
        return self.outcome

    def _stay(self) -> None:
        """Take those as they are whose row says what it said last time."""
        self.outcome.repeated = set(self.repeated)
        self._present |= self.repeated
        members = self.register.members
        self.outcome.villages.update(members[person_id].area_code for person_id in self.repeated)

    def _judge(self, rows: list[PersonRow], before: Known | None) -> None:
        number, known = rows[0].identity.number, _speaking(before)
        agreeing = self._agreeing(rows, known)
        row = merge_rows(agreeing)
        area_code = row.where.area_code or (
            known.area_code if known is not None and not known.foreign else None
        )
        if area_code is None:
            self._refuse_all(agreeing, say.NO_VILLAGE, number)
            return
        self.outcome.villages.add(area_code)
        if known is not None and known.gone is not None:
            self._refuse_all(agreeing, known.gone, number)
        elif (doubts := self._doubts(row, known)) and not self._is_accepted(row, known):
            self._doubt(row.where, doubts, known, row=row)
        else:
            self._stand(row, area_code, before)

    def _known(self, number: str) -> Known | None:
        """Return who has a number on record."""
        return _speaking(self.register.by_index.get(self.register.index_of(number)))

    def _is_accepted(self, row: PersonRow, known: Known | None) -> bool:
        """Whether somebody confirmed the row; who belongs to another area is asked for there, not confirmed here."""
        foreign = known is not None and known.foreign
        one_by_one = (row.where.sheet, row.where.row) in self.order.accepted and not foreign
        return self.order.accept_doubtful or one_by_one

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

    def _doubt(
        self, where: Where, doubts: Iterable[Text], known: Known | None, *, row: PersonRow | None = None
    ) -> None:
        """Hold a row back. Rows of one number that disagree among themselves must be mended, not confirmed."""
        if known is not None:
            self._held.add(known.id)
        for area_code in filter(None, (where.area_code,)):
            self.outcome.villages.add(area_code)
        decidable = row is not None and not (known is not None and known.foreign)
        self.outcome.doubtful.append(Doubt(where, say.together(doubts), known, row, decidable=decidable))

    def _stand(self, row: PersonRow, area_code: str, before: Known | None) -> None:
        known = _speaking(before)
        standing_claims = tuple(
            claim for claim in row.claims if claim.ends_on is None or claim.ends_on > self.order.as_of
        )
        if not standing_claims:
            self._end(row, known)
            return
        if known is not None:
            self._present.add(known.id)
        if len(standing_claims) < len(row.claims):
            row = replace(row, claims=standing_claims)
        member = self.register.members.get(known.id) if known is not None else None
        marks = self.register.marks_of(row, area_code=area_code)
        changes = self.register.differences(row, known, member, marks) if known is not None else {}
        begins, ends = self._claims(row, member)
        revives = before.id if before is not None and known is None else None
        self.outcome.standings.append(
            Standing(row, area_code, known, member, marks, changes, begins, ends, revives)
        )

    def _end(self, row: PersonRow, known: Known | None) -> None:
        last = max(claim.ends_on for claim in row.claims if claim.ends_on)
        if known is not None and known.id in self.register.members:
            self._ended[known.id] = last
        else:
            where = row.where
            self.outcome.notes.append(
                Text(f"“{where.sheet}”第 {where.row} 行 ", f"“{where.sheet}” row {where.row} ")
                .joined(Text(row.name, row.name))
                .joined(say.ENDED.filled(day=last), zh="：")
            )

    @staticmethod
    def _claims(row: PersonRow, member: Member | None) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
        if member is None:
            return row.claims, ()
        before = member.claimed
        begins = tuple(claim for claim in row.claims if claim.is_news(before))
        now = {claim.term.value for claim in row.claims}
        return begins, tuple(term for term in before if term not in now)

    def _refuse_all(self, rows: Iterable[PersonRow], text: Text, number: str) -> None:
        """Refuse every row of one person: each must come back mended."""
        for row in rows:
            self._refuse(Refusal(row.where, text, number))

    def _refuse(self, refusal: Refusal) -> None:
        where = refusal.where
        self.outcome.refused.append(refusal)
        if where.area_code:
            self.outcome.villages.add(where.area_code)
        for member in self._members_meant(refusal):
            if member.person_id not in self._present and member.person_id not in self._held:
                self._held.add(member.person_id)
                self.outcome.doubtful.append(Doubt(where, say.ROW_REFUSED, village=member.area_code))

    def _members_meant(self, refusal: Refusal) -> list[Member]:
        if refusal.number is not None:
            known = self._known(refusal.number)
            if known is not None:
                return [member for member in (self.register.members.get(known.id),) if member is not None]
        where = refusal.where
        return [
            member
            for member in self.register.members.values()
            if where.name and member.name == where.name and where.area_code in (None, member.area_code)
        ]

    def _find_left(self) -> None:
        """Find who is missing; a list that knows a village only by one merged into it tells of part of its people."""
        partly = self.outcome.villages & self.gazetteer.partly_told if not self.supplement else set()
        told_whole = self.outcome.villages - partly
        self.outcome.notes += [
            say.PARTLY_TOLD.filled(village=self.gazetteer.name_of(code)) for code in sorted(partly)
        ]
        for member in self.register.members.values():
            if member.person_id in self._ended:
                self.outcome.left.append((member, say.ENDED.filled(day=self._ended[member.person_id])))
            elif member.person_id in self._present or member.person_id in self._held:
                continue
            elif member.area_code in told_whole and not self.supplement:
                self.outcome.left.append((member, say.LEFT))


def _speaking(known: Known | None) -> Known | None:
    """Return a record as it is compared with: one that was withdrawn speaks for nobody."""
    return None if known is not None and known.withdrawn else known
