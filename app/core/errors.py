"""What the application refuses, with a sentence for the person in front of it."""

from __future__ import annotations

from app.core.words import Text


class Refused(Exception):
    """A deed that cannot be done: a status for the browser and a sentence that names the place and the mend."""

    status = 422

    def __init__(self, text: Text, *, status: int | None = None) -> None:
        super().__init__(text.zh)
        self.text = text
        if status is not None:
            self.status = status


class NotFound(Refused):
    """Absent, or foreign to the reader: the two are told the same way."""

    status = 404

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or Text("没有找到，或不在您的管理范围内。", "Not found, or outside your area."))


class Forbidden(Refused):
    """The reader's role does not include the deed."""

    status = 403

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or Text("您的角色不能做这件事。", "Your role may not do this."))


class Conflict(Refused):
    """Somebody else changed the record meanwhile."""

    status = 409
