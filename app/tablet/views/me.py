"""Who is signed in, asked by a tablet that is being set up: what it needs before it can keep anything."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.accounts.queries import list_villages
from app.accounts.rights import Right
from app.backups.queries import find_epoch
from app.core import clock
from app.core.transaction import transaction
from app.tablet.service.keys import PublicKey, find_public_key, make_key
from app.tablet.views.door import bp
from app.tablet.views.guard import from_tablet
from app.web.language import spoken
from app.web.session import needs, signed_in


@bp.get("/tablet/me")
@needs(Right.WRITE_CARE)
@from_tablet
def me() -> ResponseReturnValue:
    """Tell a tablet whose it is to be: the doctor, her villages, and the key that what she records is sealed to."""
    doctor = signed_in()
    key = _key()
    return jsonify(
        xunhu=1,
        author=doctor.id,
        name=doctor.name,
        username=doctor.username,
        language=spoken(),
        villages=[{"code": village.code, "name": village.name} for village in list_villages(doctor.areas)],
        key={"id": key.id, "public": key.public},
        epoch=find_epoch(),
        now=clock.now().isoformat(),
    )


def _key() -> PublicKey:
    """Return the key tablets seal to; the first tablet of all has it made."""
    known = find_public_key()
    if known is not None:
        return known
    with transaction("sync.key", by=signed_in()):
        return make_key()
