"""What a browser says of itself, as its owner would call the device. Pure."""

from __future__ import annotations

import re

_LONGEST_READ = 400
# The first that fits is the name: most browsers also call themselves by the names of those they were made from.
_BROWSERS = (
    ("WeChat", r"MicroMessenger/(\d{1,4})"),
    ("DingTalk", r"DingTalk/(\d{1,4})"),
    ("QQ Browser", r"M?QQBrowser/(\d{1,4})"),
    ("UC Browser", r"UC?Browser/(\d{1,4})"),
    ("Quark", r"Quark/(\d{1,4})"),
    ("Huawei Browser", r"HuaweiBrowser/(\d{1,4})"),
    ("Mi Browser", r"MiuiBrowser/(\d{1,4})"),
    ("Vivo Browser", r"VivoBrowser/(\d{1,4})"),
    ("OPPO Browser", r"HeyTapBrowser/(\d{1,4})"),
    ("Samsung Internet", r"SamsungBrowser/(\d{1,4})"),
    ("360", r"(?:QihooBrowser|360SE|360EE)(?:/(\d{1,4}))?"),
    ("Edge", r"Edg(?:e|A|iOS)?/(\d{1,4})"),
    ("Opera", r"OPR/(\d{1,4})"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d{1,4})"),
    ("Chrome", r"(?:Chrome|CriOS|Chromium)/(\d{1,4})"),
    ("Safari", r"Version/(\d{1,4})[^ ]* (?:Mobile/\w+ )?Safari/"),
)
_SYSTEMS = (
    ("HarmonyOS", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("iPad", r"iPad"),
    ("iPhone", r"iPhone"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def device_of(user_agent: str) -> str:
    """Return browser and system, such as ``Chrome 126 · Android``; an empty text where the browser does not say."""
    said = user_agent[:_LONGEST_READ]
    system = next((name for name, pattern in _SYSTEMS if re.search(pattern, said)), "")
    return " · ".join(part for part in (_browser(said), system) if part)


def _browser(said: str) -> str:
    for name, pattern in _BROWSERS:
        if found := re.search(pattern, said):
            return f"{name} {found[1]}" if found[1] else name
    return ""
