from __future__ import annotations

import pytest

from app.accounts.rules import device_of

ANDROID = "Mozilla/5.0 (Linux; Android 13; M2105K81AC) AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{ANDROID} Chrome/126.0.0.0 Safari/537.36", "Chrome 126 · Android"),
        (
            f"{ANDROID} Version/4.0 Chrome/89.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/18.2",
            "Mi Browser 18 · Android",
        ),
        (f"{ANDROID} Chrome/86.0 Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0.49", "WeChat 8 · Android"),
        (f"{ANDROID} Chrome/99.0 HuaweiBrowser/14.0.5 Mobile Safari/537.36", "Huawei Browser 14 · Android"),
        (f"{WINDOWS} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0", "Edge 120 · Windows"),
        (f"{WINDOWS} Chrome/86.0 Safari/537.36 QIHU 360SE", "360 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128 · Linux"),
        (f"{MAC} Version/17.5 Safari/605.1.15", "Safari 17 · macOS"),
        (f"{IPAD} Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17 · iPad"),
        (
            "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 ArkWeb/4.1",
            "Chrome 114 · HarmonyOS",
        ),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_would_name_it(user_agent, device):
    assert device_of(user_agent) == device


def test_a_browser_that_says_too_much_does_not_overflow_the_column():
    assert len(device_of("Windows " + "MicroMessenger/" + "9" * 5_000)) <= 80
    assert len(device_of(f"{WINDOWS} MicroMessenger/{'9' * 300}")) <= 80
