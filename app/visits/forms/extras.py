"""Photos, a signature and the place on the visit form: hidden fields that its script fills, each checked by what it is."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.visits.rules.extras import (
    BAD_PLACE,
    FIELDS,
    MANNERS,
    PLACE,
    Extras,
    read_extras,
    read_picture,
    read_place,
)
from app.web.forms import Form
from app.web.language import spoken


class PictureField(HiddenField):
    """One photo or the signature, as a data address."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no picture of its kind; one that was never taken is none."""
        what, _ = FIELDS[self.name]
        if self.data and read_picture(self.data, what) is None:
            raise ValidationError(MANNERS[what].fault.said_in(spoken()))


class PlaceField(HiddenField):
    """The place as “latitude,longitude,metres”."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no place on earth; one that was never noted is none."""
        if self.data and read_place(self.data) is None:
            raise ValidationError(BAD_PLACE.said_in(spoken()))


class ExtrasForm(Form):
    """What may hang on a visit besides its answers."""

    photo_1 = PictureField(_l("第一张照片"))
    photo_2 = PictureField(_l("第二张照片"))
    signature = PictureField(_l("签名"))
    place = PlaceField(_l("地点"))

    def extras(self) -> Extras:
        """Return what hangs on the visit as a plain value."""
        return read_extras({name: self[name].data or "" for name in (*FIELDS, PLACE)})
