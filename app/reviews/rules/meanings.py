"""What each signal means, what it does not mean, and the sentence that tells its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.core.words import Text
from app.reviews.rules.vocabulary import Signal


@dataclass(frozen=True, slots=True)
class Meaning:
    """A signal in words: what it looks for, what may be behind it without anything wrong, and its explanation."""

    looks_for: Text
    harmless: Text
    told: Text


MEANINGS: Final[Mapping[Signal, Meaning]] = {
    Signal.REPEATED: Meaning(
        Text(
            "同一个血压值当月出现在很多条记录里，或与本人上一次随访的血压完全相同。",
            "One and the same pressure in many logs of the month, or exactly that of the person's last visit.",
        ),
        Text(
            "读数习惯取整时，常见的值会多出现几次；病情稳定的人也可能两次相同。",
            "Rounded readings make common values more frequent, and somebody stable may have the same pressure twice.",
        ),
        Text(
            "{among} 条有血压的记录中 {found} 条数值重复：{alike} 条与当月其他多条相同，{again} 条与本人上次完全相同。",
            "Of {among} logs with a pressure, {found} repeat one. The same as many others of the month: {alike}; "
            "exactly the person's last: {again}.",
        ),
    ),
    Signal.HEAPED: Meaning(
        Text(
            "手工录入的收缩压尾数大多是同一个数字。",
            "Most of the systolic pressures as typed end in one digit.",
        ),
        Text(
            "水银血压计只读偶数，五个尾数各占约两成是正常的；把读数估成整十也会使 0 偏多，请先看血压计和测量方法。",
            "A mercury device reads in even digits, about a fifth each; whoever rounds to tens gets more zeros. "
            "Look at the device and the way of measuring first.",
        ),
        Text(
            "{among} 次测量中 {found} 次收缩压尾数为 {digit}。",
            "In {found} of {among} measurements the systolic pressure ends in {digit}.",
        ),
    ),
    Signal.BELOW_LIMIT: Meaning(
        Text(
            "收缩压 130–139 的很多，140–149 的几乎没有。",
            "Many systolic pressures of 130-139, hardly any of 140-149.",
        ),
        Text(
            "管理得好、用药规律的一组病人也会这样；看他们以前的数值和用药再说。",
            "A group in good care looks like this too: compare their earlier values and their medicine.",
        ),
        Text(
            "收缩压在 130–149 的 {among} 次里，130–139 有 {found} 次，140–149 只有 {above} 次。",
            "Of {among} systolic pressures of 130-149, {found} are 130-139 and only {above} are 140-149.",
        ),
    ),
    Signal.HURRIED: Meaning(
        Text(
            "几分钟里记下许多户的上门随访，时间不够一户一户走到。",
            "Home visits to many houses, put down within minutes: too little time to go from one to the next.",
        ),
        Text(
            "晚上照纸质记录一次补录不算；同一户几个人算一次。白天在平板上一次补录可能被误认。",
            "Typing the day from paper in the evening does not count, and people of one house count once. "
            "Typing many into a tablet by day may be mistaken for it.",
        ),
        Text(
            "{among} 次上门随访中 {found} 次过密：{minutes} 分钟里达到 {visits} 户或更多。",
            "{found} of {among} home visits stand too close: {visits} houses or more in {minutes} minutes.",
        ),
    ),
    Signal.ENTERED_LATE: Meaning(
        Text(
            "随访过了很多天才录入。",
            "Logs entered many days after the visit.",
        ),
        Text(
            "停电、没有网络、医生生病都会造成补录；平板当天记下、后来才送到的不算。",
            "Power cuts, no network or illness may be the reason. What a tablet kept that day and sent later does not count.",
        ),
        Text(
            "{among} 条记录中 {found} 条在随访 {days} 天以后才录入，最长 {most} 天。",
            "{found} of {among} logs were entered more than {days} days after the visit, at most {most}.",
        ),
    ),
    Signal.FAR_AWAY: Meaning(
        Text(
            "上门随访的定位离本村平时随访的地方很远。",
            "Home visits whose place lies far from where the village's visits are made.",
        ),
        Text(
            "老人住到子女家、定位漂移都可能。村里定位太少时不判断；一直在远处记录，中心点也会跟着偏。",
            "Old people stay with their children, and a position may be off. Where a village has few places nothing is said; "
            "where all are taken far away the middle moves along.",
        ),
        Text(
            "{among} 次有定位的上门随访中 {found} 次离村 {metres} 米以上，最远 {most} 米。",
            "{found} of {among} home visits with a place are more than {metres} m from the village, at most {most} m.",
        ),
    ),
    Signal.NOT_THERE: Meaning(
        Text(
            "随访日期在死亡之后，或在登记的住院期间。",
            "The day of the visit lies after the death, or inside a hospital stay on record.",
        ),
        Text(
            "死亡或出院日期可能登记错；提前出院回家的人可以上门看到。电话随访不算在住院里。",
            "The day of death or of coming home may be wrong, and people come home sooner. "
            "Telephone visits do not count against a stay.",
        ),
        Text(
            "{among} 条记录中 {dead} 条在死亡之后，{hospital} 条在住院期间。",
            "Of {among} logs, after the death: {dead}; inside a hospital stay: {hospital}.",
        ),
    ),
    Signal.SAME_WORDS: Meaning(
        Text(
            "较长的说明文字在许多户里一字不差。",
            "A long remark that is the same to the letter in many houses.",
        ),
        Text(
            "简短的常用语和同一户的几个人不算；固定的宣教用语可能被误认。",
            "Short set phrases and people of one house do not count; a standing text of advice may be mistaken for it.",
        ),
        Text(
            "{among} 条较长的说明中 {found} 条雷同，共 {texts} 种文字。",
            "Of {among} long remarks, the same as others: {found}; different texts among these: {texts}.",
        ),
    ),
}
