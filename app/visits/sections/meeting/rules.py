"""What the first-quarter meeting asks."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Kind
from app.visits.rules import Answers, Circumstances, Section, boxes
from app.visits.rules.paper import Cell
from app.visits.rules.questions import line, one_of, some_of
from app.visits.rules.section import Signal


class Topic(Labelled):
    """政策宣讲: what was explained."""

    INSURANCE = "insurance", "参保与报销", "Insurance and reimbursement"
    MEDICAL_AID = "medical-aid", "医疗救助", "Medical aid"
    CHRONIC_BENEFIT = "chronic-benefit", "慢特病待遇", "Chronic disease benefit"
    REFERRAL = "referral", "分级诊疗与转诊备案", "Tiered care and referral filing"
    CONTRACT = "contract", "签约服务内容", "What the contract offers"
    ERRANDS = "errands", "帮办代办", "Errands done for you"


class Understood(Labelled):
    """听明白没有."""

    WELL = "well", "听明白了", "Understood"
    PARTLY = "partly", "部分明白", "In part"
    NOT = "not", "没听明白", "Not understood"


class Listener(Labelled):
    """和谁见面."""

    PERSON = "person", "本人", "The person"
    GUARDIAN = "guardian", "本人和监护人", "The person and the guardian"
    FAMILY = "family", "本人和家属", "The person and family"


class Material(Labelled):
    """发了什么材料."""

    LEAFLET = "leaflet", "政策明白纸", "Policy leaflet"
    CARD = "card", "家庭医生联系卡", "Card of the family doctor"
    CONTRACT = "contract", "签约服务手册", "Contract booklet"
    HEALTH = "health", "健康教育资料", "Health education"
    NONE = "none", "没有发", "None"


TOPICS = some_of("meeting_topics", Text("本次见面讲解的政策", "Policies explained at this meeting"), Topic)
UNDERSTOOD = one_of("meeting_understood", Text("是否听明白", "Understood"), Understood)
LISTENER = one_of("meeting_with", Text("和谁见面", "Met with"), Listener)
MATERIALS = some_of("meeting_materials", Text("发放的材料", "Material given"), Material)
WISHES = line("meeting_wishes", Text("困难和诉求", "Difficulties and wishes"))


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what is advised where the policy was not understood."""
    again = Text(
        "没有全听明白：请换个说法再讲一遍，或请家属、村干部一起听。",
        "Not wholly understood: say it again in other words, or with family or a cadre.",
    )
    return (Signal("meeting_understood", says=(Understood.PARTLY.value, Understood.NOT.value), advice=again),)


def describe(answers: Answers) -> str:
    """Return what was explained, as the log quotes it."""
    topics = answers.get("meeting_topics")
    return TOPICS.spoken(topics).zh if topics else ""


PAPER = (
    Cell(TOPICS.label, (TOPICS.name,), boxes.numbered(Topic)),
    Cell(UNDERSTOOD.label, (UNDERSTOOD.name,), boxes.numbered(Understood)),
    Cell(LISTENER.label, (LISTENER.name,), boxes.numbered(Listener)),
    Cell(MATERIALS.label, (MATERIALS.name,), boxes.numbered(Material)),
    Cell(WISHES.label, (WISHES.name,)),
    Cell(Text("本人或监护人签名", "Signature of the person or the guardian")),
    boxes.SIGNATURE,
)

SECTION = Section(
    name="meeting",
    place=410,
    title=Text("人人见面", "First-quarter meeting"),
    kinds=(Kind.MEETING,),
    questions=(TOPICS, UNDERSTOOD, LISTENER, MATERIALS, WISHES),
    core=("meeting_topics",),
    needed=("meeting_topics",),
    signals=signals,
    describe=describe,
    paper=PAPER,
    standard=Text(
        "一季度“人人见面、全程服务”见面记录，依当地文件，国家没有统一表格。",
        "Record of the first-quarter meeting, following the local documents; there is no national form.",
    ),
)
