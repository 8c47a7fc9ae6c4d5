"""The feed's key: shown once, kept as a hash, renewed and revoked."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import User
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.schedule.models import FeedToken
from app.schedule.queries import find_feed, find_feed_owner
from app.schedule.service import renew_feed, revoke_feed


def renewed(doctor):
    with transaction("feed.renew", by=doctor):
        return renew_feed(doctor.id)


def test_a_key_opens_its_doctors_feed_and_is_not_kept(dr_li):
    token = renewed(dr_li)

    kept = db.session.scalars(sa.select(FeedToken.token_hash)).all()
    assert len(token) == 43
    assert find_feed_owner(token).id == dr_li.id
    assert token not in "".join(kept)


def test_a_renewed_or_revoked_key_opens_nothing(dr_li):
    first, second = renewed(dr_li), renewed(dr_li)

    assert find_feed_owner(first) is None
    assert find_feed_owner(second) is not None
    with transaction("feed.revoke", by=dr_li):
        assert revoke_feed(dr_li.id) == 1
    assert find_feed_owner(second) is None
    assert find_feed(dr_li.id) is None


def test_a_closed_account_has_no_feed(dr_li):
    token = renewed(dr_li)

    with transaction("account.close", by=COMMAND_LINE):
        db.session.get(User, dr_li.id).active = False

    assert find_feed_owner(token) is None
