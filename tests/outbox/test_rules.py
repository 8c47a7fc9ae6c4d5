from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.outbox.rules import MailFolder, MailServer, is_address, pause_after, read_mail_url, read_sender


def test_pauses_grow_to_an_hour_and_no_further():
    assert [pause_after(attempts) for attempts in (1, 2, 3, 4, 90)] == [
        timedelta(minutes=minutes) for minutes in (5, 15, 60, 60, 60)
    ]


@pytest.mark.parametrize(
    "address",
    [
        "li@xunhu.example",
        "li.xiu-lan+x@mail.hospital.cn",
        "13800138000@139.com",
        "x_y@a-b.co",
        "a@xn--fiq228c.cn",
    ],
)
def test_a_mail_address_is_known_as_one(address):
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "li", "li@", "@xunhu.cn", "li@xunhu", "li xiulan@xunhu.cn", "li@xun hu.cn", "李@xunhu.cn", "li@巡护.cn",
        "li@@xunhu.cn", "li@xunhu..cn", ".li@xunhu.cn", "li.@xunhu.cn", "li@-xunhu.cn", "li@xunhu.cn.", "li@1.2.3.4",
        "li@xunhu.cn,wang@xunhu.cn", "li@xunhu.cn\nBcc: all@xunhu.cn", "<li@xunhu.cn>", "a" * 65 + "@xunhu.cn",
        "li@" + "a" * 64 + ".cn", "li@" + ".".join(["abcdefgh"] * 30) + ".cn", "13800138000",
    ],
)  # fmt: skip
def test_what_is_no_mail_address_is_not_taken_for_one(address):
    assert not is_address(address)


@pytest.mark.parametrize(
    ("setting", "means"),
    [
        ("", MailFolder(Path("mailbox"))),
        ("maildir:/var/xunhu", MailFolder(Path("/var/xunhu"))),
        ("smtp://mail", MailServer("mail", 25)),
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525)),
        ("smtps://a%40b.cn:p%40ss%2Fw%3A@smtp.b.cn", MailServer("smtp.b.cn", 465, True, "a@b.cn", "p@ss/w:")),
    ],
)
def test_the_mail_setting_is_read(setting, means):
    assert read_mail_url(setting) == means


@pytest.mark.parametrize(
    "setting",
    ["mail.b.cn", "http://mail", "smtp://", "smtp://mail:port", "smtp://m/p", "maildir:", "smtp://m:70000"],
)
def test_a_mail_setting_that_means_nothing_is_refused(setting):
    with pytest.raises(ValueError, match=r"\w"):
        read_mail_url(setting)


def test_a_password_does_not_show_where_the_setting_is_printed():
    assert "secret" not in repr(read_mail_url("smtps://li:secret@mail"))


@pytest.mark.parametrize(
    ("setting", "mail", "public_url", "sender"),
    [
        ("巡护 <x@h.cn>", "", "https://xunhu.cn", "巡护 <x@h.cn>"),
        ("", "smtps://li%40qq.com:p@smtp.qq.com", "https://xunhu.cn", "li@qq.com"),
        ("", "smtp://mail", "https://xunhu.cn:8443", "xunhu@xunhu.cn"),
        ("", "smtp://mail", "http://127.0.0.1:8000", "xunhu@localhost"),
    ],
)
def test_letters_come_from_whom_the_server_takes_them(setting, mail, public_url, sender):
    assert read_sender(setting, mail=read_mail_url(mail), public_url=public_url) == sender


@pytest.mark.parametrize("setting", ["xunhu", "x@", "x@h.cn\nBcc: y@h.cn", "<x>"])
def test_a_sender_that_is_no_address_is_refused(setting):
    with pytest.raises(ValueError, match="address"):
        read_sender(setting, mail=MailServer("m", 25), public_url="")
