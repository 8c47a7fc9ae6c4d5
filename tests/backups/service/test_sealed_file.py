"""What was cut, altered, exchanged or sealed elsewhere is refused with a sentence, and no database is touched."""

from __future__ import annotations

import random
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.backups.service import check_backup, restore_backup
from app.backups.service.restoring import Terms
from app.backups.service.sealed_file import LENGTH_BYTES
from app.core import sealing
from app.core.errors import Refused
from tests.backups.conftest import plain_tables

CUTS, FLIPS = 20, 50


@pytest.fixture
def refused(made, sqlite_target, tmp_path):
    """Write content in place of the backup; return with which sentence it is refused."""

    def _refused(content, *, only_checked=False):
        path = tmp_path / "spoilt.backup"
        path.write_bytes(content)
        with pytest.raises(Refused) as refusal:
            check_backup(path, beside=tmp_path, migrate=None)
        if not only_checked:
            with pytest.raises(Refused):
                restore_backup(
                    path, into=sqlite_target, migrate=plain_tables, terms=Terms(accept_damage=True)
                )
            assert not Path(sqlite_target.database).exists()
        return refusal.value.text.zh

    return _refused


def test_a_cut_backup_is_refused_wherever_it_ends(made, refused):
    content = made.path.read_bytes()
    places = [len(content) * part // CUTS for part in range(1, CUTS)] + [len(content) - 1]

    told = {place: refused(content[:place], only_checked=bool(place % 3)) for place in places}

    assert [place for place, text in told.items() if "不完整" not in text] == []


def test_a_single_altered_bit_is_found_wherever_it_is(made, refused):
    content, dice = made.path.read_bytes(), random.Random(20260520)
    places = [*range(0, 14, 4), 40, 80, *(dice.randrange(len(content)) for _ in range(FLIPS - 6))]

    for number, place in enumerate(places):
        spoilt = bytearray(content)
        spoilt[place] ^= 1 << dice.randrange(8)

        assert refused(bytes(spoilt), only_checked=bool(number % 5)), place


def test_parts_that_were_exchanged_doubled_or_left_out_are_found(made, refused):
    opening, parts = _parts(made.path.read_bytes())
    assert len(parts) > 10
    exchanged = [*parts[:3], parts[4], parts[3], *parts[5:]]
    doubled = [*parts[:5], parts[4], *parts[5:]]
    without = [*parts[:5], *parts[6:]]
    longer = [*parts, parts[-1]]

    told = [refused(opening + b"".join(each)) for each in (exchanged, doubled, without, longer)]

    assert all("被改动或损坏" in text for text in told)


def test_parts_of_another_backup_are_found(made, refused, tmp_path):
    from app.backups.service import make_backup

    opening, parts = _parts(made.path.read_bytes())
    _other, foreign = _parts(make_backup(tmp_path / "other").path.read_bytes())

    assert "被改动或损坏" in refused(opening + b"".join([*parts[:2], foreign[2], *parts[3:]]))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "是空文件"),
        (b"PK\3\4 something else", "不是巡护的备份"),
        (b"SQLite format 3\0" + b"\0" * 100, "不是巡护的备份"),
        (b"XUNHU-BACKUP\n", "不完整"),
        (b"XUNHU-BACKUP\n{}\n", "被改动或损坏"),
    ],
)
def test_what_is_no_backup_is_told_so(refused, content, sentence):
    assert sentence in refused(content)


def test_another_format_is_told_so(made, refused):
    assert "第 9 版" in refused(made.path.read_bytes().replace(b'"format":1', b'"format":9', 1))


@contextmanager
def keys_in_use(app, setting):
    """Let other data keys be the ones in use for the length of a block."""
    before = app.extensions["keyring"]
    app.config["XUNHU_DATA_KEYS"] = setting
    sealing.init(app)
    try:
        yield
    finally:
        app.extensions["keyring"] = before


def test_without_its_key_it_does_not_open(app, made, refused):
    content = made.path.read_bytes()
    with keys_in_use(app, "k2:" + "C" * 42 + "A=;index:" + "B" * 42 + "A="):
        assert "密钥 k1" in refused(content)


def test_under_another_index_key_nothing_is_restored(app, made, refused):
    content = made.path.read_bytes()
    with keys_in_use(app, "k1:" + "A" * 43 + "=;index:" + "D" * 42 + "A="):
        assert "检索密钥" in refused(content)


def test_an_older_key_in_the_ring_still_opens_it(app, made, tmp_path):
    with keys_in_use(app, "k2:" + "C" * 42 + "A=,k1:" + "A" * 43 + "=;index:" + "B" * 42 + "A="):
        assert check_backup(made.path, beside=tmp_path, migrate=plain_tables).damage == []


def _parts(content):
    """Return what stands before the sealed parts, and the parts with their lengths."""
    at = content.index(b"\n", content.index(b"\n") + 1) + 1
    opening, parts = content[:at], []
    while at < len(content):
        end = at + LENGTH_BYTES + int.from_bytes(content[at : at + LENGTH_BYTES])
        parts.append(content[at:end])
        at = end
    return opening, parts
