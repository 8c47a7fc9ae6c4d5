"""Twenty people made to be found: their names, numbers and figures stand nowhere else, so that each trace is one of theirs."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from app.accounts.queries import find_reader
from app.core import clock
from app.core.transaction import transaction
from app.people.rules import AllergyEntry, ContactEntry, ContactKind
from app.people.service import add_allergy, add_contact
from app.visits.service import file_visit
from app.web import assets
from tests import cast
from tests.browser import touch
from tests.browser.outpost import Outpost
from tests.browser.profile import Sought

GIVEN = "鹮翀翚翃翎翯翱翾鹍鹓鹔鹖鹛鹟鹡鹣鹪鹯鹱鹳"
BORN = date(1937, 7, 4)
# How each kind of word begins: so few are looked for in place of hundreds.
WORDS = {
    "name": "亓官龘", "identity": f"341502{BORN:%Y%m%d}", "phone": "1995771046", "address": "蘧坞湾纛石桥",
    "whom to call": "妘岫翙", "allergy": "龢蒿籽粉", "note": "鹔鹴谶语",
}  # fmt: skip
SYSTOLIC, DIASTOLIC = 128, 78
# What is on record of them, what is typed on the tablet, and what is typed on the pages with a network.
ON_RECORD = [f"{101 + n // 2}.{3 + n % 2 * 4}" for n in range(20)]
TYPED = {"weight": "105.6"}
TYPED_ONLINE = {"weight": "104.9"}
UNFOLD = "(field) => { for (let at = field; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }"
PASS_THROUGH = (
    ("new Uint8Array(await crypto.subtle.encrypt(way(nonce, bound), key, plain))", "plain"),
    ("new Uint8Array(await crypto.subtle.decrypt(way(sealed.slice(0, NONCE), bound), key, sealed.slice(NONCE)))",
     "sealed.slice(NONCE)"),
)  # fmt: skip


def canaries(clinic: Outpost) -> list[int]:
    """Register twenty people in the village of the pack, each with a visit, an allergy and somebody to call."""
    with clinic.stage.app.app_context(), clock.standing_at(cast.MORNING):
        return [_canary(number) for number in range(len(GIVEN))]


def sought() -> Sought:
    """Return what must not be found."""
    return Sought(WORDS, [*ON_RECORD, *TYPED.values(), *TYPED_ONLINE.values()])


def take_off_the_seal(clinic: Outpost) -> None:
    """Bring out a release whose seal lets everything through as it is."""
    static = clinic.stage.folder / "static-unsealed"
    shutil.copytree(assets.STATIC, static)
    seal = static / "tablet" / "seal.js"
    told = seal.read_text("utf-8")
    for before, after in PASS_THROUGH:
        assert before in told
        told = told.replace(before, after)
    seal.write_text(told, "utf-8")
    clinic.server.town.environment["XUNHU_TEST_STATIC"] = str(static)
    clinic.restart()


def type_visit(page: Page, figures: dict[str, str]) -> None:
    """Fill in a visit form: figures, and a note."""
    touch.measure(page, systolic=SYSTOLIC, diastolic=DIASTOLIC, note=f"{WORDS['note']}，随访")
    for name, value in figures.items():
        field = page.locator(f"#visit-form [name={name}]").first
        field.evaluate(UNFOLD)
        field.fill(value)


def save_visit(page: Page) -> None:
    """Save what was filled in, and see it said."""
    touch.save(page)
    expect(page.get_by_text(touch.SAVED, exact=True).first).to_be_visible(timeout=touch.PATIENCE)


def _canary(number: int) -> int:
    person = cast.a_person(
        name=f"{WORDS['name']}{GIVEN[number]}",
        identity=cast.an_identity(BORN, serial=700 + number),
        born_on=BORN,
        phone=f"{WORDS['phone']}{number % 10}",
        address=f"{WORDS['address']}{number}号",
        note=f"{WORDS['note']}，档案",
        area_code=cast.LIUTANG,
        conditions=("hypertension",),
        categories=("destitute-scattered",),
    )
    doctor = find_reader(cast.DR_ZHOU.username)
    assert doctor is not None
    with transaction("visit.file", by=doctor):
        add_contact(
            person,
            ContactEntry(
                ContactKind.FAMILY, f"{WORDS['whom to call']}{number}", f"{WORDS['phone']}{number % 10}"
            ),
        )
        add_allergy(person, AllergyEntry(f"{WORDS['allergy']}{number}", cast.TODAY))
        answers = {"systolic": SYSTOLIC, "diastolic": DIASTOLIC, "weight": float(ON_RECORD[number])}
        visit = cast.a_visit(
            visited_on=cast.TODAY - timedelta(days=100), answers=answers, note=f"{WORDS['note']}，上次"
        )
        file_visit(visit, person=person, doctor=doctor)
    return int(person.id)
