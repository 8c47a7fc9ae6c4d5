"""What the policy says, open to everybody who has signed in."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.core.errors import NotFound
from app.office.views.door import bp
from app.policy import book
from app.web.session import needs


@bp.get("/policy")
@needs(Right.READ_POLICY)
def policy() -> ResponseReturnValue:
    """List the documents this deployment works by."""
    return render_template("office/policy.html", book=book.current())


@bp.get("/policy/<pack>")
@needs(Right.READ_POLICY)
def policy_pack(pack: str) -> ResponseReturnValue:
    """Show one document: its articles and what carries each out, its rules and its figures."""
    rulebook = book.current()
    if (shown := rulebook.pack(pack)) is None:
        raise NotFound
    return render_template("office/policy_pack.html", book=rulebook, pack=shown)
