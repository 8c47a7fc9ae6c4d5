"""文字雷同: one long remark in many houses. Short set phrases, and one remark for all people of a house, are honest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from app.reviews.rules.facts import Found, Limits, Log, found_in, houses_of, reaches
from app.reviews.rules.vocabulary import Signal

_NO_LETTER: Final = re.compile(r"[\W_]+")


def letters_of(words: str) -> str:
    """Return a remark without signs and spaces, so that these do not tell two apart."""
    return _NO_LETTER.sub("", words).casefold()


def find_same_words(logs: Sequence[Log], limits: Limits) -> Found | None:
    """Return the logs whose long remark stands in many houses alike, where most long remarks of the month do."""
    by_words: dict[str, list[Log]] = defaultdict(list)
    for log in logs:
        letters = letters_of(log.words)
        if len(letters) >= limits["same-words.letters"]:
            by_words[letters].append(log)
    long = sum(len(each) for each in by_words.values())
    alike = [each for each in by_words.values() if houses_of(each) >= limits["same-words.times"]]
    same = [log for each in alike for log in each]
    if not same or not reaches(len(same), long, percent=limits["same-words.percent"]):
        return None
    return found_in(Signal.SAME_WORDS, same, among=long, told={"texts": len(alike)})
