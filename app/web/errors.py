"""When something cannot be done: one handler, a calm page in the reader's language, and what to do next."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Final

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.core.errors import NotFound, Refused
from app.core.words import Text
from app.web.kept import page_owner, typed

SENTENCES: Final = {
    400: (
        Text("这个请求看不懂", "This request cannot be read"),
        Text("请回到上一页再试一次。", "Please go back and try again."),
    ),
    403: (
        Text("您的角色不能做这件事", "Your role may not do this"),
        Text(
            "如确需办理，请联系乡镇督导或系统管理员。",
            "If you need it, ask your supervisor or administrator.",
        ),
    ),
    404: (
        Text("没有找到", "Not found"),
        Text(
            "地址有误、内容不存在，或不在您的管理范围内。",
            "The address is wrong, or it is outside your area.",
        ),
    ),
    405: (
        Text("这个页面不能这样打开", "This page cannot be opened like this"),
        Text("请从页面上的按钮进入。", "Please use the buttons on the pages."),
    ),
    409: (
        Text("别人刚刚改过这条记录", "Somebody has just changed this record"),
        Text("请重新打开本页，核对后再保存。", "Please open the page anew and check before saving."),
    ),
    413: (
        Text("发送的内容太大", "What was sent is too large"),
        Text("请把文件拆小后再上传。", "Please split the file and send the parts."),
    ),
    422: (
        Text("还不能保存", "This cannot be saved yet"),
        Text("请按上面的提示改正。", "Please mend what is named above."),
    ),
    429: (
        Text("操作太频繁", "Too many attempts"),
        Text("请稍等片刻再试。", "Please wait a little and try again."),
    ),
    500: (
        Text("系统出错了", "Something went wrong"),
        Text(
            "您的内容没有保存。请再试一次；若仍不行，请告诉系统管理员下面的编号。",
            "Nothing was saved. Try again; if it fails again, tell your administrator the number below.",
        ),
    ),
    503: (
        Text("系统暂时不可用", "The system is not available just now"),
        Text("您的内容没有保存。请过几分钟再试。", "Nothing was saved. Please try again in a few minutes."),
    ),
}
SHOWN_AGAIN: Final = frozenset({400, 401, 409, 422, 429})
BARE: Final = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1><p>{mend}</p><p>{number}</p>"
)

log = logging.getLogger(__name__)


def init(app: Flask) -> None:
    """Answer every refusal and every fault in one manner."""
    app.register_error_handler(Refused, show_refusal)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(Exception, show_fault)
    app.after_request(mark_refused_form)


def show_refusal(refusal: Refused) -> ResponseReturnValue:
    """Show the form again with what was typed and why it was refused; without a form, a page that says so."""
    if refusal.status in SHOWN_AGAIN and g.get("accepted_form") and "refusal" not in g:
        with suppress(
            Refused
        ):  # a view without a page of its own refuses again: the plain page tells it then
            return _shown_again(refusal)
    if isinstance(refusal, NotFound):
        return page(404)
    title, mend = SENTENCES.get(refusal.status, SENTENCES[422])
    return page(refusal.status, title=refusal.text, mend=mend if refusal.status != 422 else None, over=title)


def _shown_again(refusal: Refused) -> Response:
    g.refusal = refusal.text
    view = current_app.view_functions[request.endpoint or ""]
    response = make_response(current_app.ensure_sync(view)(**(request.view_args or {})))
    response.status_code = refusal.status
    return response


def show_http(error: HTTPException) -> ResponseReturnValue:
    """Show what the framework refuses; a redirect stays a redirect."""
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    return page(status)


def show_fault(error: Exception) -> ResponseReturnValue:
    """Log an unforeseen fault under a number, and show only the number."""
    if current_app.testing or current_app.debug:
        raise error
    number = f"{id(error) & 0xFFFFFF:06x}"
    log.error("fault %s at %s", number, request.endpoint, exc_info=error)
    status = 503 if isinstance(error, OperationalError) else 500
    try:
        return page(status, number=number, kept=typed() if page_owner() is not None else None)
    except Exception:  # noqa: BLE001 - the page itself may need what has failed: say it without
        title, mend = SENTENCES[status]
        return BARE.format(title=title, mend=mend, number=number), status


def page(status: int, *, title: Text | None = None, mend: Text | None = None, **shown: object) -> Response:
    """Return the calm page for a status; every absence has the same words."""
    usual = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    g.refused_with = title or usual[0]  # see Form.submitted: for whoever judges without looking at the page
    body = render_template(
        "web/error.html",
        status=status,
        title=title or usual[0],
        mend=mend or (None if title else usual[1]),
        **shown,
    )
    return make_response(body, status)


def mark_refused_form(response: Response) -> Response:
    """Answer 422 where a page was shown again because its form could not be accepted."""
    if response.status_code == 200 and g.get("accepted_form") is False:
        response.status_code = 422
    return response
