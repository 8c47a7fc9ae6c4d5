"""What is known of a resident as a plain value, read strictly from a form or a row. No database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.core.errors import Refused
from app.core.identity import BadIdentity, read_identity, tidy_number
from app.core.labels import Labelled
from app.core.names import clean_name
from app.core.words import Text
from app.policy.terms import Condition, SelfCare, Sex

PHONE_DIGITS = range(7, 13)
CHINA_MOBILE = re.compile(r"86(1\d{10})")
CHRONIC = frozenset(Condition) - {Condition.TWO_DISEASES_HYPERTENSION, Condition.TWO_DISEASES_DIABETES}


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Everything a page or a list states about one resident; the identity number is valid or None."""

    identity: str | None
    name: str
    sex: Sex
    born_on: date | None
    area_code: str
    phone: str = ""
    group_name: str = ""
    address: str = ""
    head_name: str = ""
    kinship: str = ""
    self_care: SelfCare | None = None
    insurance: str = ""
    doctor_name: str = ""
    note: str = ""
    registered_place: str = ""


class Sensitive(NamedTuple):
    """What is sealed at rest, opened; both may be empty."""

    identity: str
    phone: str


class PersonState(Labelled):
    """居民状态: where a resident is."""

    HERE = "here", "在村", "Here"
    AWAY = "away", "外出", "Away"
    MOVED = "moved", "迁出", "Moved away"
    DIED = "died", "去世", "Died"
    LOST = "lost", "失访", "Lost to follow-up"


class ContactKind(Labelled):
    """联系人: how somebody stands to the resident they can be called about."""

    GUARDIAN = "guardian", "监护人", "Guardian"
    FAMILY = "family", "家属", "Family"
    NEIGHBOUR = "neighbour", "邻居", "Neighbour"
    CADRE = "cadre", "村干部", "Village cadre"
    OTHER = "other", "其他", "Other"


class Severity(Labelled):
    """How badly somebody reacted."""

    MILD = "mild", "轻", "Mild"
    SEVERE = "severe", "重（休克、喉头水肿等）", "Severe (shock, laryngeal oedema)"
    UNKNOWN = "unknown", "不清楚", "Not known"


class ServiceLevel(Labelled):
    """四级分类 of the whole population served (金医保发〔2023〕19号 五(二))."""

    HEALTHY = "healthy", "健康人群", "Healthy"
    SUB_HEALTH = "sub-health", "亚健康人群", "Sub-health"
    TWO_DISEASES = "two-diseases", "两病人群", "Two diseases"
    CHRONIC = "chronic", "慢性病患者", "Chronic patient"

    @property
    def service(self) -> Text:
        """The care the document asks for each group."""
        return _SERVICE[self]


_SERVICE = {
    ServiceLevel.HEALTHY: Text("健康教育，倡导健康生活方式", "Health education"),
    ServiceLevel.SUB_HEALTH: Text("积极干预，定期复测", "Intervention and re-measuring"),
    ServiceLevel.TWO_DISEASES: Text("纳入两病门诊保障", "Two-diseases outpatient scheme"),
    ServiceLevel.CHRONIC: Text("建档随访，个性化管理", "Record, follow-up, a plan of their own"),
}


class BadEntry(Refused):
    """What was stated about a resident cannot be kept; ``field`` names the place."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(text)
        self.field = field


def read_entry(
    *, identity: object, name: object, area_code: str, today: date | None = None, **stated: Any
) -> PersonEntry:
    """Return the entry, or raise `BadEntry` naming the field and the mend.

    Without an identity number sex and birth date must be stated; with one they come from the number.
    """
    cleaned = clean_name(name)
    if not cleaned:
        raise BadEntry("name", Text("请填写姓名。", "Please enter the name."))
    number, sex, born_on = _who(identity, stated, today or date.max)
    return PersonEntry(
        identity=number,
        name=cleaned,
        sex=sex,
        born_on=born_on,
        area_code=area_code,
        phone=read_phone(stated.get("phone")),
        self_care=_self_care(stated.get("self_care")),
        **{field: _words(stated.get(field)) for field in PLAIN},
    )


PLAIN = (
    "group_name",
    "address",
    "head_name",
    "kinship",
    "insurance",
    "doctor_name",
    "note",
    "registered_place",
)


def _who(identity: object, stated: dict[str, Any], today: date) -> tuple[str | None, Sex, date | None]:
    sex, born_on = stated.get("sex"), stated.get("born_on")
    if not _words(identity):
        if not isinstance(born_on, date):
            raise BadEntry(
                "identity",
                Text(
                    "请填写身份证号；没有身份证的，请填出生日期。",
                    "Enter the identity number, or the birth date where there is none.",
                ),
            )
        if born_on > today:
            raise BadEntry(
                "born_on",
                Text("出生日期还没到，请核对。", "The birth date lies in the future; please check."),
            )
        if sex in (None, "", Sex.UNKNOWN):
            raise BadEntry(
                "sex", Text("没有身份证号的，请选性别。", "Without an identity number, choose the sex.")
            )
        return None, Sex(sex), born_on
    try:
        read = read_identity(identity, today=today)
    except BadIdentity as bad:
        raise BadEntry("identity", bad.text) from bad
    return read.number, Sex(read.sex), read.born_on


def read_phone(raw: object) -> str:
    """Return the first number of a cell, digits only (with a leading zero kept); an empty string where there is none."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    for part in re.split(r"[/、,，;；]|\s{2,}", str(raw or "")):
        digits = re.sub(r"\D", "", tidy_number(part))
        if abroad := CHINA_MOBILE.fullmatch(digits):
            return abroad[1]
        if len(digits) in PHONE_DIGITS:
            return digits
    return ""


def service_level(conditions: Iterable[Condition], *, at_risk: bool = False) -> ServiceLevel:
    """Return which of the four groups somebody belongs to by the conditions they have."""
    held = set(conditions)
    if held & CHRONIC:
        return ServiceLevel.CHRONIC
    if held:
        return ServiceLevel.TWO_DISEASES
    return ServiceLevel.SUB_HEALTH if at_risk else ServiceLevel.HEALTHY


def age_on(born_on: date | None, day: date) -> int | None:
    """Return the age in whole years, None where the birth date is not known."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def mask_phone(phone: str) -> str:
    """Return a phone number with its middle hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


def _self_care(value: Any) -> SelfCare | None:
    if not value or isinstance(value, SelfCare):
        return value or None
    return SelfCare(value)


def _words(value: object) -> str:
    return " ".join("".join(c for c in str(value or "") if c.isprintable() or c.isspace()).split())
