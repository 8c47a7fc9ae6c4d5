"""Who stands behind a version in force: whoever proposed it, and the doctor who signed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.careplans.rules.standing import StepRow, Version
from app.careplans.rules.telling import based_on
from app.careplans.rules.vocabulary import Step


@dataclass(frozen=True, slots=True)
class Signatures:
    """A version with the names under it; nobody proposed what the signer wrote alone."""

    version: Version
    proposed: StepRow | None

    @property
    def signed_by(self) -> str:
        """Return who signed."""
        return self.version.signed_by

    @property
    def signed_on(self) -> date | None:
        """Return the day of the signature."""
        return self.version.signed_on


def signatures_of(version: Version, versions: Sequence[Version]) -> Signatures:
    """Return the names under a version; a proposal the signer revised is still its proposer's."""
    steps = (step for each in _written_from(version, versions) for step in reversed(each.steps))
    return Signatures(version, next((step for step in steps if step.step is Step.PROPOSED), None))


def _written_from(version: Version, versions: Sequence[Version]) -> Iterator[Version]:
    """Yield a version and those it was written from, back to the one that was in force before."""
    at: Version | None = version
    while at is not None and (at is version or at.signed is None):
        yield at
        at = based_on(at, versions)
