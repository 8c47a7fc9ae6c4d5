"""The definitions: what each number counts, over which days, by whose word. A number that is not here is shown nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.core.errors import NotFound
from app.core.words import Text
from app.indicators.rules.vocabulary import Better, Span, Unit
from app.policy.thresholds import Figures

STANDARD = Text(
    "国家基本公共卫生服务规范（第三版）", "National standard of basic public health services, 2017"
)
CLINICAL = Text("WS/T 872—2025", "WS/T 872—2025")
LUAN = Text("六医保〔2024〕24号", "Lu'an Medical Insurance [2024] No. 24")
JINAN = Text("金医保发〔2023〕19号", "Jin'an Medical Insurance [2023] No. 19")
CONTRACTS = Text("国卫基层发〔2022〕10号", "NHC Primary Care [2022] No. 10")
OWN = Text("本系统设置", "Setting of this system")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number: what stands above and below the line, the days it counts, and the article that asks for it."""

    id: str
    name: Text
    numerator: Text
    denominator: Text
    span: Span
    unit: Unit
    better: Better
    source: Text
    pack: str
    article: str


INDICATORS: Final = (
    Indicator(
        "management",
        Text("慢病管理率", "Managed chronic patients"),
        Text("其中本年做过该病种随访的", "Of these, followed up for that disease this year"),
        Text(
            "月末在册的八组病种患者，按人按病种计",
            "Patients of the eight groups at month's end, by person and disease",
        ),
        *(Span.YEAR, Unit.PEOPLE, Better.HIGHER, JINAN, "jinan-district-2023-19", "3(3)"),
    ),
    Indicator(
        "standard-management",
        Text("规范管理率", "Managed to the standard"),
        Text(
            "其中近 12 个月随访天数达到规范次数的（高血压、糖尿病只计面对面；纳入不满一年的按月折算）",
            "Of these, followed up on as many days of the last 12 months as the standard asks (hypertension and diabetes: "
            "face to face; pro rata where on record for less than a year)",
        ),
        Text(
            "本年已管理的高血压、糖尿病、慢阻肺患者",
            "Patients with hypertension, diabetes or COPD managed this year",
        ),
        *(Span.YEAR, Unit.PEOPLE, Better.HIGHER, STANDARD, "national", "hypertension"),
    ),
    Indicator(
        "pressure-control",
        Text("血压控制率（2017 考核口径）", "Blood pressure controlled (assessment of 2017)"),
        Text(
            "其中本年末次随访血压低于考核控制值的（随测量当日年龄而定）；没有血压值的算未控制",
            "Of these, last pressure of the year below the assessment's limits for the age that day; none is not controlled",
        ),
        Text("本年已管理的高血压患者", "Patients with hypertension managed this year"),
        *(Span.YEAR, Unit.PEOPLE, Better.HIGHER, STANDARD, "national", "hypertension"),
    ),
    Indicator(
        "pressure-control-clinical",
        Text("血压达标率（2025 临床口径）", "Blood pressure on target (clinical standard of 2025)"),
        Text(
            "其中本年末次随访血压达到测量当日临床目标的（随当日施行的标准和年龄而定）；没有血压值的算未达标",
            "Of these, last pressure of the year within the clinical aim in force that day for that age; no pressure is not "
            "on target",
        ),
        Text("本年已管理的高血压患者", "Patients with hypertension managed this year"),
        *(Span.YEAR, Unit.PEOPLE, Better.HIGHER, CLINICAL, "national", "hypertension-clinical"),
    ),
    Indicator(
        "glucose-control",
        Text("血糖控制率", "Blood glucose controlled"),
        Text(
            "其中本年末次随访空腹血糖低于控制值的；没有空腹血糖值的算未控制",
            "Of these, last fasting glucose of the year below the limit; no fasting value is not controlled",
        ),
        Text("本年已管理的糖尿病患者", "Patients with diabetes managed this year"),
        *(Span.YEAR, Unit.PEOPLE, Better.HIGHER, STANDARD, "national", "diabetes"),
    ),
    Indicator(
        "on-time",
        Text("按时随访率", "Followed up on time"),
        Text("其中在到期日前完成的", "Of these, done by the day they were due"),
        Text(
            "当月到期的随访任务，暂缓和撤销的除外",
            "Follow-ups due in the month, but for excused and withdrawn ones",
        ),
        *(Span.MONTH, Unit.DUTIES, Better.HIGHER, JINAN, "jinan-district-2023-19", "5(2)"),
    ),
    Indicator(
        "weekly-round",
        Text("每周巡查完成率", "Weekly rounds made"),
        Text("其中在当周上门巡查过的", "Of these, seen at home within the week"),
        Text("周日落在当月的每人每周巡查", "Rounds owed to each person for each week that ends in the month"),
        *(Span.MONTH, Unit.DUTIES, Better.HIGHER, LUAN, "luan-2024-24", "5"),
    ),
    Indicator(
        "campaign",
        Text("人人见面进度", "Everybody met in the first quarter"),
        Text("其中本年一季度已当面见过的", "Of these, met in person in this year's first quarter"),
        Text("一季度应见面的低收入人口", "Low-income people to be met in the first quarter"),
        *(Span.YEAR, Unit.PEOPLE, Better.HIGHER, LUAN, "luan-2024-24", "3"),
    ),
    Indicator(
        "contract-coverage",
        Text("签约覆盖率", "Covered by a family-doctor contract"),
        Text("其中月末签约有效的", "Of these, with a contract in force at month's end"),
        Text("月末在册的居民", "Residents on record at month's end"),
        *(Span.END, Unit.PEOPLE, Better.HIGHER, CONTRACTS, "national", "contract-coverage"),
    ),
    Indicator(
        "contract-performance",
        Text("履约率", "Contracts performed"),
        Text("其中近 12 个月得到过服务的", "Of these, served within the last 12 months"),
        Text("月末签约有效的居民", "Residents with a contract in force at month's end"),
        *(Span.END, Unit.PEOPLE, Better.HIGHER, JINAN, "jinan-district-2023-19", "7(2)"),
    ),
    Indicator(
        "base-care",
        Text("慢病基层管理率", "Chronic patients cared for at the base"),
        Text("其中近三个月在基层做过随访的", "Of these, visited here within the last three months"),
        Text("月末在册的八组病种患者，按人计", "People with a disease of the eight groups at month's end"),
        *(Span.QUARTER, Unit.PEOPLE, Better.HIGHER, JINAN, "jinan-district-2023-19", "5(3)"),
    ),
    Indicator(
        "adherence",
        Text("按方用药率", "Medicine taken as agreed"),
        Text("其中最近一次问到时按方用药的", "Of these, taking it as agreed when last asked"),
        Text(
            "方案中有药、近几个月问过用药的患者",
            "Patients with medicine in force who were asked in the last months",
        ),
        *(Span.QUARTER, Unit.PEOPLE, Better.HIGHER, LUAN, "luan-2024-24", "4"),
    ),
    Indicator(
        "referral-closed",
        Text("转诊两周内复核率", "Referrals checked within two weeks"),
        Text("其中两周内做过转诊后随访的", "Of these, checked within two weeks"),
        Text("两周期限在当月届满的转诊", "Referrals whose two weeks ended in the month"),
        *(Span.MONTH, Unit.DUTIES, Better.HIGHER, STANDARD, "national", "hypertension"),
    ),
    Indicator(
        "reviews-done",
        Text("审核率", "Logs reviewed"),
        Text("其中已有审核结论的", "Of these, with a verdict"),
        Text("当月在本系统提交、没有作废的随访记录", "Visit logs filed here in the month and not voided"),
        *(Span.MONTH, Unit.VISITS, Better.HIGHER, JINAN, "jinan-district-2023-19", "7(3)"),
    ),
    Indicator(
        "confirmed",
        Text("回访属实率", "Confirmed by call-back"),
        Text("其中回访属实的", "Of these, confirmed"),
        Text("当月回访问到了人的随访记录", "Visit logs whose call-back of the month reached somebody"),
        *(Span.MONTH, Unit.VISITS, Better.HIGHER, JINAN, "jinan-district-2023-19", "7(3)"),
    ),
    Indicator(
        "late-entries",
        Text("补录率", "Entered on a later day"),
        Text("其中不是当天录入的", "Of these, not entered on the day itself"),
        Text("当月的随访记录", "Visits made in the month"),
        *(Span.MONTH, Unit.VISITS, Better.LOWER, OWN, "national", "record"),
    ),
)
BY_ID: Final[Mapping[str, Indicator]] = {each.id: each for each in INDICATORS}


def get_indicator(name: str) -> Indicator:
    """Return the definition of that id."""
    if name not in BY_ID:
        raise NotFound
    return BY_ID[name]


def target_of(indicator: Indicator, on: date, figures: Figures) -> Decimal | None:
    """Return the target in percent in force on a day, None where no pack states one."""
    found = figures.find(f"target.{indicator.id}", on=on)
    return None if found is None else Decimal(str(found.value))
