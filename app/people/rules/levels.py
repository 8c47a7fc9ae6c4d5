"""四级分类: which of the four groups of the served population somebody belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Condition

CHRONIC = frozenset(Condition) - {Condition.TWO_DISEASES_HYPERTENSION, Condition.TWO_DISEASES_DIABETES}


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


def service_level(conditions: Iterable[Condition], *, at_risk: bool = False) -> ServiceLevel:
    """Return which of the four groups somebody belongs to by the conditions they have."""
    held = set(conditions)
    if held & CHRONIC:
        return ServiceLevel.CHRONIC
    if held:
        return ServiceLevel.TWO_DISEASES
    return ServiceLevel.SUB_HEALTH if at_risk else ServiceLevel.HEALTHY
