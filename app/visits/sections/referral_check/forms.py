"""The fields of the check after a referral."""

from __future__ import annotations

from app.visits.forms import ask
from app.visits.sections.referral_check.rules import ADVICE, OUTCOME


class Fields:
    """What became of it."""

    referral_outcome = ask(OUTCOME)
    referral_advice = ask(ADVICE)
