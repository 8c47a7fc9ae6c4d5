"""单元格: sex, phone, self-care, pressure and the rest, as lists write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import lru_cache

from app.policy.terms import Kind, Mode, Result, SelfCare, Sex

YES = frozenset({"是", "√", "✓", "✔", "有", "1", "1.0", "Y", "YES", "TRUE", "对", "V", "享受", "已"})
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)((?:0\d{2,3})?[2-9]\d{6,7})(?!\d)")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no database keeps what no pen can write
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PRESSURES = (
    re.compile(r"^\D*(\d{2,4})(?:\.0)?(?:mmhg)?[/\\\-—–~,、:;|](\d{2,4})(?:\.0)?(?:mmhg)?\D*$"),
    re.compile(r"高压\D*(\d{2,4})\D*低压\D*(\d{2,4})"),
    re.compile(r"收缩压\D*(\d{2,4})\D*舒张压\D*(\d{2,4})"),
)
_PRESSURE_BACKWARDS = re.compile(r"(?:低压|舒张压)\D*(\d{2,4})\D*(?:高压|收缩压)\D*(\d{2,4})")
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.MEETING, r"人人见面|见面"),
        (Kind.WEEKLY_ROUND, r"巡查|巡诊|周巡|巡访|周随访"),
        (Kind.HYPERTENSION, r"高血压|HYPERTENSION"),
        (Kind.DIABETES, r"糖尿病|DIABETES"),
        (Kind.COPD, r"慢阻肺|阻塞性肺|COPD"),
        (Kind.CORONARY, r"冠心|冠脉|CORONARY"),
        (Kind.STROKE, r"卒中|脑梗|中风|脑出血|脑血管|STROKE"),
        (Kind.HEART_FAILURE, r"心功能不全|心衰|心力衰竭"),
        (Kind.MENTAL_DISORDER, r"精神"),
        (Kind.TUBERCULOSIS, r"结核"),
        (Kind.ELDERLY_CHECK, r"体检|老年人健康|老年"),
        (Kind.DISCHARGE, r"出院"),
        (Kind.REFERRAL_CHECK, r"转诊"),
        (Kind.REFILL, r"续方|配药"),
        (Kind.CROSS_PROVINCE, r"跨省|省外|异地"),
        (Kind.CONTRACT, r"续?签约?"),
        (Kind.GENERAL, r"上门|入户|走访|家访|一般随访|常规随访|普通随访|^随访$|探访"),
    )
)


def text_of(cell: object) -> str:
    """Return what a cell shows: trimmed, half-width, without the apostrophe that only marks text; 5.0 is 5."""
    if type(cell) is str:
        return _tidy(cell)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d")
    return _tidy(str(cell))


@lru_cache(maxsize=65_536)
def _tidy(raw: str) -> str:
    text = raw if raw.isascii() else unicodedata.normalize("NFKC", raw)
    return seen(text).strip().lstrip("'’‘`").strip()


def seen(cell: object) -> str:
    """Return the text of a cell as it stands, without what no pen can write."""
    text = str(cell)
    return text if text.isprintable() else _UNSEEN.sub("", text)


def says_yes(cell: object) -> bool:
    """Return whether a cell ticks what its heading asks."""
    return cell is True or text_of(cell).upper() in YES


def read_sex(cell: object) -> Sex | None:
    """Return the sex a cell tells, None where it tells none."""
    text = text_of(cell).upper()
    if text.startswith("男") or text in ("1", "M", "MALE"):
        return Sex.MALE
    return Sex.FEMALE if text.startswith("女") or text in ("2", "F", "FEMALE") else None


@lru_cache(maxsize=16_384)
def read_phone(text: str) -> str:
    """Return the first mobile number of a cell, else the first landline, else nothing."""
    joined = re.sub(r"(?<=\d)[\s\-—–()]+(?=\d)", "", text)
    for pattern in (_MOBILE, _LANDLINE):
        if match := pattern.search(joined) or pattern.search(text):
            return match.group(1)
    return ""


def read_self_care(cell: object) -> SelfCare | None:
    """Return 自理能力, None where it is not told."""
    text = text_of(cell)
    if not text or text in ("/", "-", "无"):
        return None
    if (
        re.search(r"完全丧失|全失能|全护理|不能自理|无自理|完全不能|全自理丧失|失去", text)
        and "部分" not in text
    ):
        return SelfCare.UNABLE
    if re.search(r"部分|半失能|半自理|半护理|半丧失|轻度|中度", text):
        return SelfCare.PARTLY
    if re.search(r"重度|失能", text) and "未" not in text and "非" not in text:
        return SelfCare.UNABLE
    return SelfCare.ABLE if re.search(r"具备|能自理|自理|可自理|正常|全自理|有", text) else None


def read_pressure(text: str) -> tuple[int, int] | None:
    """Return systolic and diastolic, None for a blank cell; raise ValueError where it is no pressure."""
    plain = "".join(text.split()).lower()
    if plain in ("", "/", "-", "—", "无", "未测"):
        return None
    if match := _PRESSURE_BACKWARDS.search(plain):
        return int(match.group(2)), int(match.group(1))
    for pattern in _PRESSURES:
        if match := pattern.search(plain):
            return int(match.group(1)), int(match.group(2))
    raise ValueError(text)


def read_measure(cell: object) -> float | None:
    """Return the figure of a cell such as 7.2mmol/l, None for a blank one; raise ValueError where there is none."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = text_of(cell)
    if text in ("", "/", "-", "—", "无", "未测"):
        return None
    found = _NUMBER.findall(text.replace(",", "."))
    if len(found) != 1 and not re.match(r"^[^\d]*\d+(\.\d+)?\s*mmol", text, re.IGNORECASE):
        raise ValueError(text)
    return float(found[0])


@lru_cache(maxsize=4096)
def read_mode(text: str) -> Mode | None:
    """Return how the person was met; a bare figure is read as on the national form (1 clinic, 2 home, 3 phone)."""
    if re.search(r"电话|微信|短信|^3$|PHONE", text.upper()):
        return Mode.PHONE
    if re.search(r"视频|VIDEO", text.upper()):
        return Mode.VIDEO
    if re.search(r"家庭|入户|上门|家访|走访|到家|居家|^2$|HOME", text.upper()):
        return Mode.HOME
    return (
        Mode.CLINIC if re.search(r"门诊|来诊|卫生室|就诊|到院|集中|诊室|^1$|CLINIC", text.upper()) else None
    )


@lru_cache(maxsize=4096)
def read_kinds(text: str) -> tuple[tuple[Kind, ...], tuple[str, ...]]:
    """Return the kinds of work a cell names, and the words in it that nobody knows."""
    kinds: dict[Kind, None] = {}
    unknown: list[str] = []
    for part in re.split(r"[、,;；/|+&\n和及与]", "".join(text.split())):
        found = [kind for kind, pattern in _KINDS if pattern.search(part.upper())]
        if len(found) > 1 and Kind.GENERAL in found:
            found.remove(Kind.GENERAL)
        kinds.update(dict.fromkeys(found))
        if part and not found:
            unknown.append(part)
    return tuple(kinds), tuple(unknown)


@lru_cache(maxsize=1024)
def read_result(text: str) -> Result | None:
    """Return 此次随访分类, the gravest where several are written; None where none is."""
    found = []
    if re.search(r"并发症|^4$", text) and "无" not in text:
        found.append(Result.COMPLICATION)
    if re.search(r"不良反应|^3$", text) and "无" not in text:
        found.append(Result.ADVERSE_REACTION)
    if re.search(r"不满意|未控制|不达标|未达标|控制不佳|控制差|不稳定|^2$", text):
        found.append(Result.UNCONTROLLED)
    elif re.search(r"满意|达标|控制良好|控制好|稳定|良好|^1$", text):
        found.append(Result.CONTROLLED)
    return max(found, key=lambda result: result.severity, default=None)
