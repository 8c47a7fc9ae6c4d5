"""`python -m tests.browser.villager NAME DOCTOR CONDITIONS CATEGORIES`: one more villager of a doctor's, owed a visit long since.

Prints the number of the record.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from sqlalchemy import func, select

from tests.browser.serving import House
from tests.house import ROOT

BORN = date(1970, 1, 1)


def add_villager(
    house: House,
    name: str,
    *,
    doctor: str = "li",
    conditions: tuple[str, ...] = ("hypertension",),
    categories: tuple[str, ...] = (),
) -> int:
    """Put a villager into a running application and return the number of the record."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.villager", name, doctor, ",".join(conditions), ",".join(categories)],
        cwd=ROOT, env=house.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout)


def main() -> None:
    """Register and enrol the villager."""
    from app import create_app
    from app.accounts.queries import find_reader
    from app.core.db import db
    from app.people.models import Person
    from tests import cast

    name, username, conditions, categories = sys.argv[1:]
    with create_app().app_context():
        doctor = find_reader(username)
        assert doctor is not None
        serial = db.session.scalar(select(func.count(Person.id))) or 0  # nobody else's number
        villager = cast.a_person(
            name=name,
            identity=cast.an_identity(BORN, serial=serial),
            phone=f"139{serial:08d}",
            area_code=doctor.areas[0],
            born_on=BORN,
            conditions=tuple(filter(None, conditions.split(","))),
            categories=tuple(filter(None, categories.split(","))),
        )
        sys.stdout.write(str(villager.id))


if __name__ == "__main__":
    main()
