"""A clerk's month in the browser: four lists of three offices, each in its own shape, and the counts true at every step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.browser.serving import House, serving
from tests.cast import an_identity

LOW_INCOME = (
    "序号",
    "村（社区）",
    "姓名",
    "性别",
    "身份证号码",
    "联系电话",
    "人员类别",
    "认定时间",
    "责任医生",
)
# As the insurance office writes it: nobody has seen these headings before.
CHRONIC = ("流水", "所在村落", "参保者", "证照编码", "待遇病", "核定日")
MEANINGS = {
    "所在村落": "village",
    "参保者": "name",
    "证照编码": "identity",
    "待遇病": "condition",
    "核定日": "started_on",
}
CONTRACTS = ("村", "姓名", "身份证号", "签约团队", "签约医生", "服务包", "签约日期", "协议到期")
VISITS = ("姓名", "身份证号", "随访日期", "随访方式", "随访类别", "血压", "此次随访分类")
VILLAGES = ("柳塘村", "石桥村", "桂花村")
GOOD, DAMAGED, DOUBTFUL = 60, 40, 3
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "一二三四五六七八九十"
PATIENCE_MS = 60_000


@dataclass
class Villager:
    """Somebody the lists speak of."""

    number: int
    name: str = field(init=False)
    identity: str = field(init=False)
    village: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = f"{SURNAMES[self.number % 16]}{GIVEN[self.number // 16 % 10]}{GIVEN[self.number % 10]}"
        self.identity = an_identity(
            date(1950, 1 + self.number % 12, 1 + self.number % 28), serial=self.number
        )
        self.village = VILLAGES[self.number % 3]

    def low_income(self, **more: str) -> list[str]:
        """A row of the civil-affairs office."""
        cells = {
            "村（社区）": self.village, "姓名": self.name, "身份证号码": self.identity, "人员类别": "低保",
            "认定时间": "2026-01-01", "性别": "女", "责任医生": "" if self.number % 2 else "李秀芬",
        } | more  # fmt: skip
        return [cells.get(heading, "") for heading in LOW_INCOME]


ALL = [Villager(number) for number in range(GOOD + DAMAGED + DOUBTFUL)]
FINE, BROKEN, IN_DOUBT = ALL[:GOOD], ALL[GOOD : GOOD + DAMAGED], ALL[GOOD + DAMAGED :]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An application of its own: lists change a whole township."""
    with serving(tmp_path_factory.mktemp("clerk")) as running:
        yield running


@dataclass
class Clerk:
    """Zhao with a folder of files, at the pages of the lists."""

    page: Page
    folder: Path

    def write(self, name: str, rows: Sequence[Sequence[Any]]) -> Path:
        """Write a workbook of one sheet."""
        book = Workbook()
        book.active.title = "名单"
        for row in rows:
            book.active.append(list(row))
        book.save(self.folder / name)
        return self.folder / name

    def upload(self, file: Path, kind: str, *, as_of: str, sender: str) -> None:
        """Hand a file in and wait until it was read."""
        self.page.goto("/rosters")
        self.page.select_option("[name=kind]", kind)
        self.page.fill("[name=as_of]", as_of)
        self.page.fill("[name=sender]", sender)
        self.page.set_input_files("[name=file]", file)
        self.page.locator("#upload button.main").tap()
        self.page.wait_for_url(re.compile(r"/rosters/\d+$"))
        self.wait()

    def wait(self) -> None:
        """Wait until the page no longer shows work going on."""
        expect(self.page.locator("[data-progress]")).to_have_count(0, timeout=PATIENCE_MS)

    def state(self) -> str:
        """Return what the bar says of the upload."""
        return self.page.locator(".bar .state").inner_text()

    def counts(self) -> dict[str, int]:
        """Return the numbers on the tabs."""
        cards = self.page.locator(".counts a").all()
        told = [re.match(r"(\d+)\s*(\S+)", card.inner_text()) for card in cards]
        return {match[2]: int(match[1]) for match in told if match}

    def unchanged(self) -> int:
        """Return how many are as last time."""
        match = re.search(r"其中 (\d+) 人", self.page.locator("#told").inner_text())
        assert match
        return int(match[1])

    def tab(self, name: str) -> None:
        """Open a tab."""
        self.page.locator(f".counts a[href*='tab={name}']").tap()
        self.page.wait_for_url(f"**tab={name}**")

    def apply(self) -> None:
        """Give the word and wait until it is done."""
        self.page.locator("button[form=apply]").tap()
        expect(self.page.locator(".bar .state")).to_have_text("已导入", timeout=PATIENCE_MS)


@pytest.fixture
def clerk(visit: Any, tmp_path: Path) -> Clerk:
    """Zhao, on a tablet."""
    return Clerk(visit("zhao"), tmp_path)


def tabs(**counts: int) -> dict[str, int]:
    """Return what the tabs should say; nothing where it is not named."""
    names = {"new": "新增", "changed": "变更", "left": "退出", "doubtful": "存疑", "refused": "拒绝"}
    return {zh: counts.get(name, 0) for name, zh in names.items()}


def first_list() -> list[Sequence[str]]:
    """Forty numbers cut short and three rows whose sex speaks against the number."""
    broken = [one.low_income(身份证号码=one.identity[:-2]) for one in BROKEN]
    return [
        LOW_INCOME,
        *(one.low_income() for one in FINE),
        *broken,
        *(one.low_income(性别="男") for one in IN_DOUBT),
    ]


def mended(path: Path, numbers: Mapping[str, str]) -> Path:
    """Put the right numbers into the sheet that was sent back; leave the doubtful one as it is."""
    book = load_workbook(path)
    sheet = book["名单"]
    head = [cell.value for cell in sheet[1]]
    assert head[-1] == "拒绝原因" and head[2] == "姓名"
    for row in sheet.iter_rows(min_row=2):
        assert row[len(head) - 1].value
        row[4].value = numbers.get(row[2].value, row[4].value)
    book.save(path)
    return path


@pytest.mark.timeout(400)  # a month of fourteen files, each read in a process of its own
def test_a_clerks_month(clerk: Clerk) -> None:
    page = clerk.page
    a_list_with_doubtful_and_refused_rows(clerk)
    the_refused_rows_mended_and_uploaded_again(clerk)
    a_list_with_unknown_headings(clerk)
    a_list_older_than_the_last_one(clerk)
    a_list_of_contracts(clerk)
    a_visit_log_taken_back_and_applied_again(clerk)
    a_second_month_taken_back_and_applied_again(clerk)
    assert page.complaints == []


def a_list_with_doubtful_and_refused_rows(clerk: Clerk) -> None:
    clerk.upload(clerk.write("民政.xlsx", first_list()), "low-income", as_of="2026-05-01", sender="民政局")
    assert clerk.state() == "可以核对"
    assert clerk.counts() == tabs(new=GOOD, doubtful=DOUBTFUL, refused=DAMAGED)

    clerk.tab("new")
    lacking = clerk.page.locator("a[href*=lacking]")
    assert f"{sum(1 for one in FINE if one.number % 2)} 人" in lacking.inner_text()
    clerk.tab("doubtful")
    for one in IN_DOUBT[:2]:
        line = clerk.page.locator("li", has=clerk.page.locator("b.name", has_text=one.name))
        line.locator("button[value=accept]").tap()
        expect(line).to_contain_text("定为导入")
    clerk.apply()

    assert clerk.counts() == tabs(new=GOOD + 2, doubtful=1, refused=DAMAGED)


def the_refused_rows_mended_and_uploaded_again(clerk: Clerk) -> None:
    clerk.tab("refused")
    with clerk.page.expect_download() as told:
        clerk.page.locator("a[href$='refused.xlsx']").tap()
    path = clerk.folder / "改正.xlsx"
    told.value.save_as(path)
    mended(path, {one.name: one.identity for one in BROKEN})

    clerk.upload(path, "low-income", as_of="2026-05-01", sender="民政局")
    assert clerk.counts() == tabs(new=DAMAGED, doubtful=1)
    clerk.tab("doubtful")
    clerk.page.locator("form button[value=hold]").first.tap()
    clerk.apply()

    assert clerk.counts() == tabs(new=DAMAGED, doubtful=1)


def a_list_with_unknown_headings(clerk: Clerk) -> None:
    ill = FINE[:12]
    rows = [
        [str(n), one.village, one.name, one.identity, "高血压", "2025-06-01"] for n, one in enumerate(ill, 1)
    ]
    clerk.upload(clerk.write("医保.xlsx", [CHRONIC, *rows]), "chronic", as_of="2026-05-02", sender="医保局")
    assert clerk.state() == "请核对表头"

    clerk.page.locator("a.btn.main", has_text="核对表头").tap()
    for field_ in clerk.page.locator("#headings .field").all():
        heading = re.search("“(.+?)”", field_.locator("label").inner_text())
        assert heading
        field_.locator("select").select_option(MEANINGS.get(heading[1], ""))
    clerk.page.locator("button[form=headings]").tap()
    clerk.page.wait_for_url(re.compile(r"/rosters/\d+$"))
    clerk.wait()
    assert clerk.counts() == tabs(new=len(ill))
    clerk.apply()

    assert clerk.counts() == tabs(new=len(ill))


def a_list_older_than_the_last_one(clerk: Clerk) -> None:
    rows = [one.low_income() for one in FINE[:5]]
    clerk.upload(
        clerk.write("旧.xlsx", [LOW_INCOME, *rows]), "low-income", as_of="2026-04-01", sender="民政局"
    )

    assert clerk.state() == "不能导入"
    clerk.page.locator("a.btn.main").tap()
    assert clerk.page.input_value("[name=as_of]") == "2026-04-01"
    assert clerk.page.input_value("[name=sender]") == "民政局"


def a_list_of_contracts(clerk: Clerk) -> None:
    signed = FINE[:20]
    rows = [
        [one.village, one.name, one.identity, "第一团队", "李秀芬", "基础包", "2026-01-10", "2026-12-31"]
        for one in signed
    ]
    clerk.upload(
        clerk.write("签约.xlsx", [CONTRACTS, *rows]), "contracts", as_of="2026-05-03", sender="卫健委"
    )
    assert clerk.counts() == tabs(new=len(signed))
    clerk.apply()

    assert clerk.counts() == tabs(new=len(signed))


def a_visit_log_taken_back_and_applied_again(clerk: Clerk) -> None:
    rows = [
        [one.name, one.identity, "2026-05-10", "家庭", "高血压", "136/84", "控制满意"] for one in FINE[:12]
    ]
    log = clerk.write("随访.xlsx", [VISITS, *rows])
    for again in (True, False):
        clerk.upload(log, "visits", as_of="2026-05-20", sender="卫健委")
        assert clerk.counts() == tabs(new=12) and clerk.unchanged() == 0
        clerk.apply()
        if again:
            take_back(clerk)
    clerk.upload(log, "visits", as_of="2026-05-20", sender="卫健委")

    assert clerk.counts() == tabs() and clerk.unchanged() == 12


def a_second_month_taken_back_and_applied_again(clerk: Clerk) -> None:
    """Two stand on it no longer, three have another telephone, one is new: the truth for each of the three times."""
    staying = [*FINE[2:], *BROKEN, *IN_DOUBT[:1]]
    changed = {one.number for one in staying[:3]}
    newcomer = Villager(GOOD + DAMAGED + DOUBTFUL)
    rows = [one.low_income(联系电话="13912345678" if one.number in changed else "") for one in staying]
    rows[-1] = IN_DOUBT[0].low_income()
    rows += [IN_DOUBT[1].low_income(), newcomer.low_income()]
    truth = tabs(new=1, changed=3, left=2)
    file = clerk.write("五月.xlsx", [LOW_INCOME, *rows])
    for again in (True, False):
        clerk.upload(file, "low-income", as_of="2026-05-15", sender="民政局")
        assert clerk.counts() == truth and clerk.unchanged() == len(rows) - 4
        clerk.apply()
        assert clerk.counts() == truth
        if again:
            take_back(clerk)

    clerk.upload(file, "low-income", as_of="2026-05-15", sender="民政局")
    assert clerk.counts() == tabs() and clerk.unchanged() == len(rows)


def take_back(clerk: Clerk) -> None:
    """Take the import just made back, after its losses were said."""
    clerk.page.locator("a[href$='/undo']").tap()
    expect(clerk.page.locator("#losses")).to_be_visible()
    clerk.page.locator("button[form=undo]").tap()
    clerk.page.wait_for_url("**/rosters")
    expect(clerk.page.locator("main")).to_contain_text("已撤销")
