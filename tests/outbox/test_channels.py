from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from app.outbox.channels import Folder, Outcome, channel_for
from app.outbox.rules import MailFolder, MailServer
from app.outbox.smtp import Smtp


def test_a_letter_is_one_whole_file_in_the_folder(tmp_path, envelope):
    delivery = Folder(tmp_path / "mailbox").deliver(envelope)

    assert delivery.outcome is Outcome.DELIVERED
    (laid,) = (tmp_path / "mailbox" / "new").iterdir()
    assert message_from_bytes(laid.read_bytes(), policy=policy.default)["Message-ID"] == envelope.message_id
    assert not list((tmp_path / "mailbox" / "tmp").iterdir())


def test_the_same_letter_twice_is_one_file(tmp_path, envelope):
    outcomes = {Folder(tmp_path).deliver(envelope).outcome for _ in range(2)}

    assert outcomes == {Outcome.DELIVERED}
    assert len(list((tmp_path / "new").iterdir())) == 1


def test_a_folder_that_cannot_be_written_delays(tmp_path, envelope):
    (tmp_path / "mailbox").write_text("in the way")

    assert Folder(tmp_path / "mailbox").deliver(envelope).outcome is Outcome.NO_SERVER


def test_the_setting_chooses_the_channel(tmp_path):
    assert channel_for(MailFolder(Path("mailbox")), instance=tmp_path) == Folder(tmp_path / "mailbox")
    assert channel_for(MailFolder(Path("/var/m")), instance=tmp_path) == Folder(Path("/var/m"))
    assert channel_for(MailServer("m", 25), instance=tmp_path) == Smtp(MailServer("m", 25))
