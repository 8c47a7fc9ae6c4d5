"""Scripts as they travel: without the comments that say what they are for, line for line what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

CAST: Final = re.compile(r"/\*\* @type \{[^*]*\} \*/ ?")


def lean(script: str) -> str:
    """Return a script without lines of comment, casts of types and indentation; what it does is untouched.

    Comments stand on lines of their own in this house, so no grammar is needed: only text between backticks, which
    may run over lines, is left exactly as it is.
    """
    return "".join(f"{line}\n" for line in _lines(script))


def _lines(script: str) -> Iterator[str]:
    in_comment = in_text = False
    for line in script.splitlines():
        kept = line if in_text else CAST.sub("", line).strip()
        if in_comment or (not in_text and kept.startswith("/*")):
            _, closed, kept = kept.partition("*/")
            in_comment, kept = not closed, kept.strip()
        if in_text or (kept and not kept.startswith("//")):
            yield kept
            in_text ^= kept.count("`") % 2 == 1
