"""What the first-quarter meeting asks."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Kind
from app.visits.rules import Section
from app.visits.rules.questions import line, some_of


class Topic(Labelled):
    """政策宣讲: what was explained."""

    INSURANCE = "insurance", "参保与报销", "Insurance and reimbursement"
    MEDICAL_AID = "medical-aid", "医疗救助", "Medical aid"
    CHRONIC_BENEFIT = "chronic-benefit", "慢特病待遇", "Chronic disease benefit"
    REFERRAL = "referral", "分级诊疗与转诊备案", "Tiered care and referral filing"
    CONTRACT = "contract", "签约服务内容", "What the contract offers"
    ERRANDS = "errands", "帮办代办", "Errands done for you"


TOPICS = some_of("meeting_topics", Text("本次见面讲解的政策", "Policies explained at this meeting"), Topic)
WISHES = line("meeting_wishes", Text("困难和诉求", "Difficulties and wishes"))

SECTION = Section(
    name="meeting",
    title=Text("人人见面", "First-quarter meeting"),
    kinds=(Kind.MEETING,),
    questions=(TOPICS, WISHES),
    core=("meeting_topics",),
    needed=("meeting_topics",),
)
