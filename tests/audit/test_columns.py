"""The trail in words: every column somebody may change is called what the page calls it, not what the database does."""

from __future__ import annotations

import pytest

from app.audit.columns import COLUMNS, SILENT
from app.audit.models import Audited
from app.audit.tables import TABLES
from app.audit.vocabulary import told
from app.core.db import db
from app.core.words import Text


def test_every_column_of_an_audited_record_has_a_word_or_keeps_the_books(app):
    audited = [mapper for mapper in db.Model.registry.mappers if issubclass(mapper.class_, Audited)]

    columns = {attr.key for mapper in audited for attr in mapper.column_attrs}
    tables = {mapper.local_table.name for mapper in audited}

    assert columns == set(COLUMNS) | SILENT
    assert tables == set(TABLES)
    assert not SILENT & set(COLUMNS)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"changed": ["last_sign_in_at"]}, Text("", "")),
        ({"changed": ["address", "version"]}, Text("改动 住址", "changed address")),
        ({"changed": ["withdrawn", "withdrawn_at"]}, Text("改动 撤回", "changed withdrawn")),
        ({"record": "person_drug", "id": 3, "new": True}, Text("用药、新建", "drug, new")),
        ({"changed": ["never_heard_of"]}, Text("改动 never_heard_of", "changed never_heard_of")),
    ],
)
def test_an_entry_is_told_in_words(details, words):
    assert told(details) == words
