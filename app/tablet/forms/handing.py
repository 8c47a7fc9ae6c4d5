"""A file that a tablet gave out, handed in."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from app.core.errors import Refused
from app.tablet.rules.handing import Handed, read_handed
from app.web.forms import Form
from app.web.language import spoken


class HandingForm(Form):
    """The file, and what can be read of it."""

    handed: Handed
    file = FileField(
        _l("平板导出的文件"),
        [FileRequired(_l("请选择平板导出的文件。"))],
        description=_l("在平板的“待传”页按“导出”得到的文件，原样交来，里面是封存的，别人打不开。"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that a file came and that it says which tablet's and whose it is."""
        if not super().validate(extra_validators):
            return False
        try:
            self.handed = read_handed(self.file.data.read())
        except Refused as refused:
            self.file.errors = [refused.text.said_in(spoken())]
            return False
        return True
