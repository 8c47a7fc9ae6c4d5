"""What may befall a letter on its way to the server of the model, and its answer on the way back."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.tablet.model.clinic import Clinic, Death, Reply

PORTAL = "<!doctype html><title>Wi-Fi</title><h1>欢迎使用本店无线网络</h1>"
PAGE = "text/html"
# A server that was copied badly, or a proxy with ideas of its own, may say any of these.
STATUSES = (401, 403, 404, 409, 413, 429, 500, 502)
KEPT = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls one letter."""

    name: str
    # The server does its work before the answer goes astray.
    arrives: bool = False
    reply: Reply | None = None
    death: Death | None = None


PASS = Fault("pass", arrives=True)
FAULTS = (
    Fault("request cut"),
    Fault("reply cut", arrives=True),
    Fault("portal", reply=Reply(200, PORTAL, PAGE)),
    Fault("portal for the answer", arrives=True, reply=Reply(200, PORTAL, PAGE)),
    Fault("nothing in it", arrives=True, reply=Reply(200, "{}")),
    Fault("redirect", reply=Reply(302, "", PAGE, "/welcome")),
    Fault("half the answer", arrives=True),
    Fault("at once twice", arrives=True),
    *(Fault(f"answered {status}", reply=Reply(status, "<p>.", PAGE)) for status in STATUSES),
    *(Fault(f"did, but {status}", arrives=True, reply=Reply(status, "<p>.", PAGE)) for status in (413, 504)),
    *(
        Fault(f"dies {'after' if counts else 'before'} commit {commit}", death=Death(commit, counts))
        for commit in range(1, 6)
        for counts in (False, True)
    ),
)


@dataclass
class Line:
    """The line of one tablet: whose cookie goes along, what comes next on it, and what went over it."""

    clinic: Clinic
    cookie: str = ""
    coming: list[Fault] = field(default_factory=list)
    letters: list[tuple[str, str]] = field(default_factory=list)

    def carry(self, letter: str) -> Reply | None:
        """Carry a letter to the server and its answer back; None where the line was cut."""
        fault = self.coming.pop(0) if self.coming else PASS
        self.letters = [*self.letters[1 - KEPT :], (letter, self.cookie)]
        if fault.death is not None:
            answer = self.clinic.ask(letter, self.cookie, death=fault.death)
            self.clinic.restart()
            return answer
        if not fault.arrives:
            return fault.reply
        answers = self._twice(letter) if fault.name == "at once twice" else [self._ask(letter)]
        return self._back(fault, answers[0])

    def again(self, number: int) -> None:
        """Deliver a letter that went over the line before, whoever is signed in by now."""
        if self.letters:
            letter, cookie = self.letters[number % len(self.letters)]
            self.clinic.ask(letter, self.cookie if number % 2 else cookie)

    def _ask(self, letter: str) -> Reply | None:
        return self.clinic.ask(letter, self.cookie)

    def _twice(self, letter: str) -> Sequence[Reply | None]:
        answers: list[Reply | None] = []
        threads = [
            threading.Thread(target=lambda: answers.append(self._ask(letter)), daemon=True) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def _back(self, fault: Fault, answer: Reply | None) -> Reply | None:
        if fault.name == "reply cut":
            return None
        if fault.name == "half the answer" and answer is not None:
            return Reply(answer.status, answer.body[: len(answer.body) // 2], answer.type, answer.location)
        return fault.reply or answer
