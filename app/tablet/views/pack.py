"""What a tablet takes along for the day: its people, and the pages they are filled in on."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.queries import list_villages
from app.accounts.reader import Reader
from app.accounts.rights import Right
from app.accounts.scope import covers
from app.audit.service import note, note_read
from app.core import clock
from app.core.transaction import transaction
from app.supplies.queries import count_open, out_of_stock
from app.tablet.queries.pack import Taken, read_people
from app.tablet.rules.pack import FORMAT, MOST_PEOPLE
from app.tablet.views.boards import boards
from app.tablet.views.door import bp
from app.tablet.views.facts import Packing, edit_name
from app.tablet.views.guard import from_tablet
from app.tablet.views.shapes import attempt_page, edit_page, frame_page, nobodys, visit_pages
from app.tablet.views.visitfacts import told_of_all
from app.web.language import spoken
from app.web.session import needs, signed_in

# Of a line of 3 MB the last tenth costs as much as all the others together.
LEVEL: Final = 6


@bp.post("/tablet/pack")
@needs(Right.WRITE_CARE)
@from_tablet
def take_pack() -> ResponseReturnValue:
    """Give out the day's pack of some villages; that each record was read goes into the trail first."""
    reader = signed_in()
    asked = _asked(reader)
    if not asked:
        return jsonify(xunhu=1, fault="no-village"), 422
    day = clock.today()
    people = read_people(asked, reader=reader, day=day, most=MOST_PEOPLE)
    if people is None:
        return jsonify(xunhu=1, fault="too-many", most=MOST_PEOPLE), 422
    body = json.dumps(_pack(people, asked, reader), ensure_ascii=False, separators=(",", ":")).encode()
    ids = [one.person.id for one in people]
    with transaction("tablet.pack", by=reader):
        note("device", None, details={"villages": asked, "people": len(ids)})
        for person_id in ids:
            note_read("person", person_id, by=reader)
    return _zipped(body)


def _asked(reader: Reader) -> list[str]:
    """Return the villages asked for that are the reader's."""
    sent = request.get_json(silent=True)
    codes = sent.get("villages") if isinstance(sent, dict) else None
    known = [code for code in codes if isinstance(code, str)] if isinstance(codes, list) else []
    villages = {village.code for village in list_villages(reader.areas)}
    return sorted(code for code in set(known) & villages if covers(reader.areas, code))


def _pack(people: Sequence[Taken], asked: Sequence[str], reader: Reader) -> dict[str, Any]:
    villages = {village.code: village.name for village in list_villages(reader.areas)}
    ids = [one.person.id for one in people]
    packing = Packing(reader, clock.today(), villages, out_of_stock(ids) if count_open(reader.areas) else {})
    parts = {f"person {one.person.id}": packing.facts(one) for one in people}
    index = [packing.listed(one) for one in people]
    lines = packing.shared.lines
    shapes = {name: lines.put(page) for name, page in _pages(packing, asked).items()}
    shapes |= {name: lines.take(page) for name, page in visit_pages(packing.shared.shapes).items()}
    boards_ = {f"board {monday}": lines.put(page) for monday, page in boards(asked, reader).items()}
    known = {
        "day": str(packing.day),
        "people": index,
        "villages": {code: villages[code] for code in asked},
        "told": told_of_all(nobodys()),
        "visits": {name: list(shape.sections) for name, shape in packing.shared.shapes.items()},
        "boards": sorted(boards_),
    }
    return {
        "xunhu": 1,
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "day": str(packing.day),
        "villages": list(asked),
        "people": len(people),
        "language": spoken(),
        "parts": {"index": known, "shapes": shapes | boards_, "lines": lines.all} | parts,
    }


def _pages(packing: Packing, asked: Sequence[str]) -> Mapping[str, str]:
    """Return every page without anybody on it, by the name the facts call it."""
    villages = dict(packing.villages)
    chosen = {code: villages[code] for code in asked}
    pages = {
        "work": frame_page("tablet/list.html", is_work=True, villages=chosen),
        "people": frame_page("tablet/list.html", is_work=False, villages=chosen),
        "person": frame_page("tablet/person.html"),
        "attempt": attempt_page(),
    }
    for has in ((a, b) for a in (False, True) for b in (False, True)):
        pages[edit_name(*has)] = edit_page(villages, has_identity=has[0], has_phone=has[1])
    return pages


def _zipped(body: bytes) -> Response:
    response = Response(gzip.compress(body, LEVEL, mtime=0), mimetype="application/json")
    response.headers["Content-Encoding"] = "gzip"
    # How much there is once unpacked: a script that reads along sees no other size.
    response.headers["X-Xunhu-Size"] = str(len(body))
    response.headers["Cache-Control"] = "no-store"
    return response
