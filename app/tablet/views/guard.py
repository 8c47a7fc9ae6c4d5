"""What a tablet's own scripts may ask without a form token: a page of this site alone can send what is asked for here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec
from urllib.parse import urlsplit

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.tablet.queries.devices import is_blocked
from app.tablet.rules.batch import read_uuid
from app.web.session import csrf

HEADER: Final = "X-Xunhu-Tablet"
DEVICE: Final = "X-Xunhu-Device"
UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
P = ParamSpec("P")


def from_tablet(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Take a view's requests from the tablet's scripts only, who hold no form token; it stands below ``needs``.

    No page of another site can send the header without asking first, and nobody here says yes to that. A tablet that was
    blocked is told so and given nothing.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not _is_own():
            return jsonify(xunhu=1, fault="foreign"), 400
        if _is_shut_out():
            return jsonify(xunhu=1, fault="blocked"), 403
        return view(*args, **kwargs)

    csrf.exempt(guarded)
    return guarded


def _is_own() -> bool:
    """Tell whether a page of this very site sent the request, as far as its browser says."""
    if request.headers.get(HEADER) != "1":
        return False
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    return request.method not in UNSAFE


def _is_shut_out() -> bool:
    """Tell whether the tablet that asks was blocked; one that says no number is not known yet."""
    device_id = read_uuid(request.headers.get(DEVICE))
    return device_id is not None and is_blocked(device_id)
