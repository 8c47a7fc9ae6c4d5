"""表头词汇: the headings that other offices write over each kind of column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.rosters.rules.meanings import Field


@dataclass(frozen=True, slots=True)
class Heading:
    """How a column is headed: exact words, and a pattern for the rest."""

    field: Field
    words: frozenset[str]
    pattern: re.Pattern[str] | None


def _heading(field: Field, words: str, pattern: str = "") -> Heading:
    return Heading(field, frozenset(words.split()), re.compile(pattern) if pattern else None)


# The order settles which pattern wins where two would fit. A first name in `words` is the one a fault proposes.
HEADINGS = (
    _heading(Field.SERIAL, "序号 编号 户序号 户编号 户号 NO No 序 档案编号", r"序号$|^编号"),
    _heading(Field.HEAD, "户主姓名 户主 户主名 户主名字 家庭户主", r"^户主(姓名|名称)?$"),
    _heading(
        Field.KINSHIP,
        "与户主关系 家庭关系 关系 与户主的关系 户主关系 成员关系 与申请人关系",
        r"与.*关系$",
    ),
    _heading(
        Field.IDENTITY,
        "身份证号码 身份证号 身份证 证件号码 公民身份号码 身份号码 证件号 居民身份证号 "
        "居民身份证号码 公民身份证号码 "
        "患者身份证号 成员身份证号 本人身份证号 社会保障号码",
        r"^(?!户主|监护|联系人|代|医|配偶|银行|残疾).*(身份证|身份|证件)(号|号码|编号|件号)$",
    ),
    _heading(
        Field.NAME,
        "姓名 成员姓名 患者姓名 救助对象姓名 对象姓名 名字 病人姓名 参保人姓名 居民姓名 "
        "家庭成员姓名 本人姓名 人员姓名 "
        "保障对象 保障人口姓名 家庭成员",
        r"^(?!户主|监护|联系|代|医|配偶|签约|责任|负责|填|审|随访|申请|村|包|帮扶).*(姓名|名字)$",
    ),
    _heading(Field.SEX, "性别"),
    _heading(Field.BORN_ON, "出生日期 出生年月 出生年月日 生日 出生时间", r"^出生"),
    _heading(
        Field.PHONE,
        "联系电话 电话 手机号 手机号码 联系方式 电话号码 本人电话 联系号码 手机 患者电话 "
        "本人联系方式 联系人电话",
        r"^(?!户主|监护|医|子女|紧急|责任|签约|村|包|帮扶|填).*(电话|手机号?码?|联系方式)(号码)?$",
    ),
    _heading(
        Field.ADDRESS,
        "家庭住址 现住址 户籍地址 详细地址 通讯地址 住址 地址 居住地址 家庭地址 现居住地 "
        "户口所在地",
        r"(住址|地址)$"
    ),
    _heading(
        Field.VILLAGE,
        "村(社区) 村 村名 行政村 村居 村/居委会 村居委会 村委会 所在村 社区 村社区 村/社区 "
        "所属村 村(居) 居委会 村级 村别 村庄",
        r"^(所在|所属)?(行政)?村[(/]?(社区|居).*$|行政村|村名",
    ),
    _heading(
        Field.GROUP,
        "村民组 组别 自然村 组 小组 村组 村民小组 组名 屯 湾组 所属网格 网格 队别",
        r"(村民小?组|自然村|自然屯)",
    ),
    _heading(
        Field.TOWN,
        "乡镇 镇 乡 乡镇街道 镇(街道) 街道(乡镇) 乡(镇) 所在乡镇 所属乡镇 镇街 街道 镇办 乡镇(街道)",
        r"乡镇|镇街",
    ),
    _heading(Field.TWO_DISEASES, "是否两病 两病 两病类型 是否为两病", r"两病"),
    _heading(Field.IS_MINIMUM_LIVING, "是否低保 低保 是否低保户 低保户", r"^是否.*低保(户|对象)?$"),
    _heading(Field.IS_DESTITUTE, "是否特困 特困 是否特困人员 是否五保", r"^是否.*(特困|五保)"),
    _heading(Field.IS_MONITORED, "是否监测对象 是否监测户 监测对象 监测户", r"^是否.*监测"),
    _heading(
        Field.CATEGORY_DETAIL,
        "供养方式/监测类别 供养方式 监测类别 监测对象类别 监测对象类型 低保类别 低保类型 "
        "户类型 特困供养方式 类别明细 对象类别明细 "
        "供养类型 供养形式 保障类别 救助类型 监测户类型",
        r"供养(方式|类型|形式)|监测.*(类别|类型)|低保(类别|类型)",
    ),
    _heading(
        Field.CATEGORY,
        "人员类别 对象类别 身份类别 救助类别 人员类型 对象类型 身份 低收入类别 困难类型 "
        "困难类别 人员身份 救助对象类别 低收入人口类别 "
        "类别 类型 救助身份 身份类型 特殊人群类别 属性",
        r"(人员|对象|身份|救助|人口|困难)(类别|类型|属性|身份)",
    ),
    _heading(
        Field.SELF_CARE,
        "自理能力 生活自理能力 自理情况 生活自理情况 失能情况 自理状况 生活自理能力评估",
        r"自理",
    ),
    _heading(
        Field.VISITED_ON,
        "随访日期 随访时间 本次随访日期 此次随访日期 巡查日期 入户日期 访视日期 走访日期 服务日期",
        r"^(?!下次|下一次|上次).*(随访|巡查|巡诊|入户|走访)(日期|时间)$",
    ),
    _heading(
        Field.ENDED_ON,
        "退出时间 待遇结束时间 待遇结束 结束日期 结束时间 退出日期 待遇截止日期 有效期至 "
        "待遇终止时间 待遇结束日期 到期日期 解约日期 解约时间 解除日期",
        r"(退出|解约|待遇(结束|截止|终止))(时间|日期)?$",
    ),
    _heading(
        Field.STARTED_ON,
        "认定时间 纳入时间 审批日期 待遇开始时间 认定日期 审批时间 纳入日期 享受时间 "
        "享受待遇时间 待遇享受开始时间 鉴定时间 鉴定日期 "
        "备案时间 备案日期 待遇开始日期 起始日期 开始日期 开始时间 批准日期 批准时间 识别时间 "
        "确认时间 待遇开始 纳入监测时间 申报时间 "
        "享受开始时间 待遇起始日期 通过时间 办理时间 识别日期",
        r"(认定|纳入|审批|鉴定|批准|识别|评定|备案)(时间|日期|年月)|(待遇|享受).*(开始|起始)",
    ),
    _heading(
        Field.INSURANCE,
        "参保状态 参保情况 是否参保 医保状态 参保类型 险种 参保 参保险种 医保类型 参保缴费情况",
        r"参保(状态|情况|类型)",
    ),
    _heading(
        Field.VISIT_KIND,
        "随访类别 随访类型 随访病种 随访内容 随访项目 服务类别 服务内容 类别(病种) 访视类别 "
        "服务项目 随访种类",
        r"^(?!下次).*随访(类别|类型|病种|项目|种类|内容)",
    ),
    _heading(
        Field.RESULT,
        "此次随访分类 随访分类 本次随访分类 随访结果 随访评价 控制情况 随访分级 控制结果 分类 此次随访结果",
        r"随访(分类|结果|评价)$",
    ),
    _heading(Field.MODE, "随访方式 访视方式 方式 服务方式 巡查方式 入户方式", r"随访方式"),
    _heading(
        Field.CONDITION,
        "门诊慢特病名称 病种 疾病名称 慢病类型 慢性病名称 慢特病病种 鉴定病种 病种名称 "
        "慢性病病种 慢病病种 疾病 疾病诊断 诊断 慢病名称 "
        "慢特病名称 门慢病种 门特病种 慢性病种类 患病情况 所患疾病 疾病类型 认定病种 慢性病 "
        "患病名称 慢特病种 门诊慢特病病种 慢性病类型",
        r"^(?!确诊|既往|致贫|随访).*(病种|(慢性?特?病|疾病)(名称|类型|种类|诊断|类别))(名称)?$",
    ),
    _heading(
        Field.CONTRACT_DOCTOR,
        "签约医生 签约医生姓名 签约家庭医生 家庭签约医生 签约村医 签约责任医生 履约医生",
        r"(签约|履约).*医(生|师)(姓名|签名|签字)?$",
    ),
    _heading(
        Field.CONTRACT_TEAM,
        "签约团队 家庭医生团队 签约团队名称 团队名称 签约机构 签约医疗机构 签约单位 服务团队 家医团队 "
        "家庭医生签约团队 履约机构 履约团队",
        r"(签约|履约|家庭医生|家医).*(团队|机构|单位)(名称)?$",
    ),
    _heading(
        Field.PACKAGE,
        "服务包 签约服务包 服务包名称 签约包 签约服务包名称 服务包类型 签约类型 个性化服务包 签约服务包类型",
        r"服务包(名称|类型|种类)?$",
    ),
    _heading(
        Field.CONTRACT_FROM,
        "协议开始 协议开始日期 协议开始时间 签约开始日期 签约生效日期 协议起始日期 服务开始日期 履约开始日期 合同开始日期",
        r"(协议|签约|履约|合同)(服务)?(开始|起始|生效)(日期|时间)?$",
    ),
    _heading(
        Field.CONTRACT_UNTIL,
        "协议到期 协议到期日期 协议到期时间 签约到期 签约到期日期 签约到期时间 协议截止日期 协议有效期至 履约到期 "
        "履约到期日期 合同到期日期 协议终止日期 签约结束日期 服务到期日期 协议结束日期",
        r"(协议|签约|履约|合同|服务)(有效)?(到期|截止|终止|结束|期至|期限至)(日期|时间|日)?$",
    ),
    _heading(
        Field.SIGNED_ON,
        "签约日期 签约时间 签订日期 签订时间 协议签订日期 协议签订时间 签约年月 签约日",
        r"^(本次|本年度|协议|合同|家庭医生)?签(约|订)(日期|时间|年月)$",
    ),
    _heading(
        Field.DOCTOR,
        "责任医生 家庭医生 村医 随访医生 医生 乡村医生 随访医生签名 "
        "责任村医 家庭医生姓名 责任医生姓名 随访人员 随访人 负责医生",
        r"(家庭|责任|随访|乡村|负责)医(生|师)(姓名|签名|签字)?$",
    ),
    _heading(Field.NOTE, "备注 说明 情况说明 其他 其它", r"^备注"),
    _heading(Field.SYSTOLIC, "收缩压 高压", r"^收缩压"),
    _heading(Field.DIASTOLIC, "舒张压 低压", r"^舒张压"),
    _heading(Field.PRESSURE, "血压 血压值 测量血压 血压情况", r"^血压|血压$"),
    _heading(Field.GLUCOSE, "空腹血糖 血糖 空腹血糖值 血糖值 空腹", r"^空腹血糖"),
    _heading(Field.ADHERENCE, "服药依从性 依从性 用药依从性 服药情况", r"依从性$"),
    _heading(Field.ADVERSE, "药物不良反应 不良反应 有无不良反应 用药不良反应", r"不良反应$"),
)  # fmt: skip
