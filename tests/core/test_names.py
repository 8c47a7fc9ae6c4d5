"""Names and the initials they are found by."""

from __future__ import annotations

import pytest

from app.core.names import clean_name, initials_of


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　三", "张三"),
        (" 李四 ", "李四"),
        ("王五（小五）", "王五"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        (None, ""),
    ],
)
def test_names_are_cleaned(written, name):
    assert clean_name(written) == name


# The surname as it is read, then the reading of the character elsewhere by which a stranger may look for it.
SURNAMES = [
    ("单", "shan", "dan"), ("仇", "qiu", "chou"), ("解", "xie", "jie"), ("区", "ou", "qu"), ("查", "zha", "cha"),
    ("曾", "zeng", "ceng"), ("翟", "zhai", "di"), ("乐", "yue", "le"), ("覃", "qin", "tan"), ("盖", "ge", "gai"),
    ("缪", "miao", "mou"), ("尉", "wei", "yu"), ("朴", "piao", "bo"), ("种", "chong", "zhong"), ("繁", "po", "fan"),
    ("员", "yun", "yuan"), ("冼", "xian", "xian"), ("阚", "kan", "kan"), ("华", "hua", "hua"), ("任", "ren", "ren"),
    ("宁", "ning", "ning"), ("纪", "ji", "ji"), ("万", "wan", "mo"), ("黑", "he", "hei"), ("燕", "yan", "yan"),
    ("哈", "ha", "ha"), ("隗", "wei", "kui"), ("贾", "jia", "gu"), ("谌", "chen", "shen"), ("牟", "mou", "mu"),
    ("薄", "bo", "bao"), ("秘", "bi", "mi"), ("召", "shao", "zhao"), ("折", "she", "zhe"), ("那", "na", "na"),
    ("晟", "cheng", "sheng"), ("洗", "xian", "xi"), ("宓", "mi", "fu"), ("句", "gou", "ju"), ("沈", "shen", "chen"),
    ("盛", "sheng", "cheng"), ("藏", "zang", "cang"), ("车", "che", "ju"), ("蔚", "yu", "wei"), ("褚", "chu", "zhu"),
    ("莘", "shen", "xin"), ("逄", "pang", "pang"), ("郗", "xi", "chi"), ("祭", "zhai", "ji"), ("么", "yao", "me"),
    ("石", "shi", "dan"), ("叶", "ye", "xie"), ("冯", "feng", "ping"), ("费", "fei", "bi"), ("陈", "chen", "chen"),
    ("强", "qiang", "jiang"), ("都", "du", "dou"), ("过", "guo", "guo"), ("殷", "yin", "yan"), ("重", "chong", "zhong"),
]  # fmt: skip


@pytest.mark.parametrize(("surname", "read", "elsewhere"), SURNAMES)
def test_a_surname_reads_as_a_surname_first_and_is_found_by_its_other_reading(surname, read, elsewhere):
    readings = initials_of(f"{surname}桂英")

    assert readings[0] == f"{read[0]}gy"
    assert f"{elsewhere[0]}gy" in readings


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("尉迟恭", "ycg"), ("单于明", "cym"), ("万俟春", "mqc"), ("长孙英", "zsy"), ("澹台明", "ttm"),
        ("令狐冲", "lhc"), ("鲜于芳", "xyf"), ("乐正清", "yzq"), ("欧阳兰", "oyl"), ("诸葛亮", "zgl"),
    ],
)  # fmt: skip
def test_a_surname_of_two_characters_is_read_whole(name, initials):
    assert initials_of(name)[0] == initials


def test_who_only_seems_to_have_a_surname_of_two_characters_is_found_as_well():
    assert {"cyf", "syf", "dyf"} <= set(initials_of("单于芳"))


def test_the_readings_of_a_name_stay_few():
    assert len(initials_of("单乐乐乐乐乐乐")) <= 8
    assert initials_of("") == ()
    assert initials_of("阿依古丽·买买提")[0] == "ayglmmt"
