"""The clerk's pages: hand a list in, see what it would change, decide, apply, mend what was sent back, take it back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.people.models import Person
from app.rosters.models import RosterDraft, RosterHeading, RosterImport, RosterLine
from app.rosters.rules.draft import DraftState, LineTab
from app.rosters.rules.fields import tidy_heading
from app.web import background
from tests.cast import SHIQIAO, an_identity
from tests.rosters.conftest import CHRONIC, LOW_INCOME, Desk, chronic, low_income, visit

CHEN, LIU, SUN, ZHOU = (an_identity(serial=number) for number in (11, 12, 13, 14))
LISTED = (low_income("陈桂英", CHEN), low_income("刘大山", LIU), low_income("孙三", SUN))


def people() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(sa.select(Person.name).where(Person.withdrawn_at.is_(None))))


def lines(draft_id: int, tab: LineTab) -> list[RosterLine]:
    db.session.rollback()
    chosen = sa.select(RosterLine).where(RosterLine.draft_id == draft_id, RosterLine.tab == tab)
    return list(db.session.scalars(chosen.order_by(RosterLine.ordinal)))


def applied(desk: Desk, *rows: Any, **more: Any) -> int:
    """Hand a low-income list in and give the word at once."""
    draft_id = desk.hand_in([LOW_INCOME, *rows], "low-income", **more)
    desk.press(draft_id, "apply")
    assert desk.draft(draft_id).state is DraftState.APPLIED, desk.page(draft_id)
    return draft_id


def taken_away(desk: Desk, draft_id: int) -> openpyxl.Workbook:
    answer = desk.client.get(f"/rosters/{draft_id}/refused.xlsx")
    assert answer.status_code == 200 and answer.mimetype.endswith("sheet")
    return openpyxl.load_workbook(BytesIO(answer.data))


def test_a_list_is_reviewed_before_anything_is_written(desk: Desk) -> None:
    draft_id = desk.hand_in([LOW_INCOME, *LISTED], "low-income")

    page = desk.page(draft_id)
    assert people() == set() and desk.counts(draft_id)["new"] == 3
    assert "陈桂英" in page and "柳塘村" in page and CHEN not in page

    assert desk.press(draft_id, "apply").status_code == 302
    draft = desk.draft(draft_id)
    assert draft.state is DraftState.APPLIED and draft.file_sealed is None
    assert people() == {"陈桂英", "刘大山", "孙三"}
    record = db.session.get(RosterImport, draft.import_id)
    assert record is not None and record.counts["new"] == 3 and record.sender == "民政局"


def test_the_import_is_the_deed_of_whoever_gave_the_word(desk: Desk, zhao: Any) -> None:
    draft_id = applied(desk, *LISTED)

    deeds = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "roster.import")).all()
    record = db.session.get(RosterImport, desk.draft(draft_id).import_id)
    assert deeds and {deed.actor_name for deed in deeds} == {zhao.name}
    assert record is not None and record.imported_by_id == zhao.id


def test_a_form_that_cannot_be_taken_keeps_what_was_typed(desk: Desk) -> None:
    typed = {"kind": "chronic", "area": SHIQIAO, "as_of": "2026-06-30", "sender": "县医保中心"}

    answer = desk.client.post("/rosters", data=typed)

    assert answer.status_code == 422
    assert "请选择一个表格文件" in answer.text and "这一天还没到" in answer.text
    assert 'value="县医保中心"' in answer.text and 'value="2026-06-30"' in answer.text
    assert f'selected value="{SHIQIAO}"' in answer.text or f'value="{SHIQIAO}" selected' in answer.text


def test_an_area_of_somebody_else_cannot_be_chosen(desk: Desk) -> None:
    typed = {"kind": "chronic", "area": "341503101000", "as_of": "2026-05-20"}

    answer = desk.client.post("/rosters", data={**typed, "file": (BytesIO(b"x"), "x.csv")})

    assert answer.status_code == 422 and db.session.scalar(sa.select(sa.func.count(RosterDraft.id))) == 0


def test_a_file_that_is_no_table_is_sent_back_with_the_mend_and_the_next_form_is_filled_in(
    desk: Desk,
) -> None:
    draft_id = desk.send(b"%PDF-1.7 nothing", "chronic", name="名单.pdf", sender="医保局", as_of="2026-05-02")

    page = desk.page(draft_id)
    again = desk.client.get("/rosters", query_string={"again": draft_id}).text
    assert desk.draft(draft_id).state is DraftState.STOPPED and "不是表格" in page
    assert 'value="2026-05-02"' in again and 'value="医保局"' in again


def test_old_and_new_stand_side_by_side_and_numbers_are_masked(desk: Desk) -> None:
    applied(desk, low_income("陈桂英", CHEN, 联系电话="13811112222", 村民组="上塘组"))

    draft_id = desk.hand_in(
        [LOW_INCOME, low_income("陈桂英", CHEN, 联系电话="13899990000", 村民组="下塘组")],
        "low-income",
        as_of="2026-05-20",
    )

    [line] = lines(draft_id, LineTab.CHANGED)
    told = {side["label"]["zh"]: (side["old"]["zh"], side["new"]["zh"]) for side in line.sides}
    assert told["村民组"] == ("上塘组", "下塘组")
    assert "13899990000" not in str(line.sides) and "0000" in told["电话"][1]
    page = desk.page(draft_id, tab="changed")
    assert "上塘组" in page and "下塘组" in page


def doubtful_rows() -> list[list[Any]]:
    """Two rows that speak against their own number."""
    return [low_income("刘大山", LIU, 性别="男"), low_income("孙三", SUN, 性别="男")]


def test_doubtful_rows_are_decided_one_by_one_and_only_the_accepted_are_applied(desk: Desk) -> None:
    draft_id = desk.hand_in([LOW_INCOME, low_income("陈桂英", CHEN), *doubtful_rows()], "low-income")
    (first, name), (second, _) = [(line.id, line.name) for line in lines(draft_id, LineTab.DOUBTFUL)]

    desk.press(draft_id, "decide", line=first, choice="accept")
    desk.press(draft_id, "decide", line=second, choice="hold")
    desk.press(draft_id, "apply")

    assert people() == {"陈桂英", name}
    assert desk.counts(draft_id) | {"unchanged": 0} == {
        "new": 2, "changed": 0, "left": 0, "doubtful": 1, "refused": 0, "unchanged": 0,
    }  # fmt: skip


def test_all_doubtful_rows_are_decided_at_once(desk: Desk) -> None:
    draft_id = desk.hand_in([LOW_INCOME, *doubtful_rows()], "low-income")

    answer = desk.press(draft_id, "decide", choice="accept")

    assert "tab=doubtful" in answer.location
    desk.press(draft_id, "apply")
    assert people() == {"刘大山", "孙三"}


def test_a_decision_that_is_none_is_refused(desk: Desk) -> None:
    draft_id = desk.hand_in([LOW_INCOME, *doubtful_rows()], "low-income")

    answer = desk.press(draft_id, "decide", choice="perhaps")

    assert answer.status_code == 422
    assert all(line.accepted is None for line in lines(draft_id, LineTab.DOUBTFUL))


def test_a_row_that_was_refused_comes_back_in_its_own_columns_with_the_reason(desk: Desk) -> None:
    bad = low_income("周四", "34150219500101", 村民组="上塘组")
    draft_id = desk.hand_in([LOW_INCOME, *LISTED, bad], "low-income")

    sheet = taken_away(desk, draft_id)["名单"]

    head, row = list(sheet.iter_rows(values_only=True))
    assert head == (*map(tidy_heading, LOW_INCOME), "拒绝原因")
    assert row[LOW_INCOME.index("村民组")] == "上塘组" and "位" in str(row[-1])
    taken = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "roster.take-away")).all()
    assert [entry.details["rows"] for entry in taken] == [1]


def test_every_row_of_a_doubtful_person_comes_back_with_the_first(desk: Desk) -> None:
    twice = [
        low_income("周四", ZHOU, category, 性别="男") for category in ("最低生活保障对象", "低保边缘家庭")
    ]
    draft_id = desk.hand_in([LOW_INCOME, *LISTED, *twice], "low-income")

    _, *rows = taken_away(desk, draft_id)["名单"].iter_rows(values_only=True)

    assert [row[LOW_INCOME.index("人员类别")] for row in rows] == ["最低生活保障对象", "低保边缘家庭"]
    assert all("性别" in str(row[-1]) for row in rows)


def test_mended_rows_are_handed_in_again_and_nobody_leaves_by_them(desk: Desk) -> None:
    bad = low_income("周四", ZHOU[:-2])
    first = applied(desk, *LISTED, bad)
    book = taken_away(desk, first)
    book["名单"].cell(row=2, column=LOW_INCOME.index("身份证号码") + 1, value=ZHOU)
    mended = BytesIO()
    book.save(mended)

    second = desk.send(mended.getvalue(), "low-income", name="改好.xlsx")

    assert desk.counts(second)["new"] == 1 and desk.counts(second)["left"] == 0
    desk.press(second, "apply")
    assert people() == {"陈桂英", "刘大山", "孙三", "周四"}


def test_a_list_older_than_the_last_one_is_refused_and_what_was_typed_is_kept(desk: Desk) -> None:
    applied(desk, *LISTED)

    draft_id = desk.hand_in([LOW_INCOME, LISTED[0]], "low-income", as_of="2026-04-01")

    assert desk.draft(draft_id).state is DraftState.STOPPED and people() == {"陈桂英", "刘大山", "孙三"}
    assert 'value="2026-04-01"' in desk.client.get(f"/rosters?again={draft_id}").text


STRANGE = tuple({"姓名": "谁呀", "身份证号码": "那个号"}.get(heading, heading) for heading in LOW_INCOME)


def explained(desk: Desk, draft_id: int, **meanings: str) -> Any:
    """Say what the unknown headings mean, in the order they are asked."""
    asked = desk.draft(draft_id).headings["asked"]
    typed = {f"meanings-{at}": meanings.get(one["heading"], "") for at, one in enumerate(asked)}
    return desk.press(draft_id, "headings", **typed)


def test_headings_nobody_knows_are_asked_for_once_and_remembered_for_the_office(desk: Desk) -> None:
    first = desk.hand_in([STRANGE, *LISTED], "low-income")
    assert desk.draft(first).state is DraftState.HEADINGS
    page = desk.client.get(f"/rosters/{first}/headings").text
    assert "谁呀" in page and "那个号" in page and CHEN not in page

    assert explained(desk, first, 谁呀="name", 那个号="identity").status_code == 302
    assert desk.counts(first)["new"] == 3
    desk.press(first, "apply")
    assert people() == {"陈桂英", "刘大山", "孙三"}

    same_office = desk.hand_in([STRANGE, *LISTED], "low-income")
    other_office = desk.hand_in([STRANGE, *LISTED], "low-income", sender="农业农村局")
    assert desk.draft(same_office).state is DraftState.READY
    assert desk.counts(same_office)["unchanged"] == 3
    assert desk.draft(other_office).state is DraftState.HEADINGS
    assert "谁呀" in desk.client.get(f"/rosters/{same_office}/headings").text


def test_two_columns_cannot_mean_the_same_and_what_was_chosen_is_kept(desk: Desk) -> None:
    draft_id = desk.hand_in([STRANGE, *LISTED], "low-income")

    answer = explained(desk, draft_id, 谁呀="name", 那个号="name")

    assert answer.status_code == 422
    assert "“谁呀”、“那个号” 不能都是“姓名”" in answer.text
    assert answer.text.count('selected value="name"') == 2
    assert desk.draft(draft_id).state is DraftState.HEADINGS
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RosterHeading)) == 0


def test_a_column_said_to_mean_what_another_means_already_is_asked_again(desk: Desk) -> None:
    headings = tuple("那个号" if heading == "身份证号码" else heading for heading in LOW_INCOME)
    draft_id = desk.hand_in([headings, *LISTED], "low-income")

    explained(desk, draft_id, 那个号="name")

    draft = desk.draft(draft_id)
    assert draft.state is DraftState.HEADINGS and "姓名" in draft.fault["zh"] and people() == set()


def test_more_than_a_tenth_leaving_has_to_be_confirmed(desk: Desk) -> None:
    applied(desk, *LISTED)
    draft_id = desk.hand_in([LOW_INCOME, *LISTED[:2]], "low-income", as_of="2026-05-20")

    refused = desk.press(draft_id, "apply")

    assert refused.status_code == 422 and "孙三" in refused.text
    assert desk.draft(draft_id).state is DraftState.READY
    desk.press(draft_id, "apply", confirm_left="y")
    assert desk.draft(draft_id).state is DraftState.APPLIED and desk.counts(draft_id)["left"] == 1


def test_who_is_new_and_has_no_doctor_yet_is_told(desk: Desk) -> None:
    rows = [
        chronic("陈桂英", CHEN, 责任医生="李秀兰"),
        chronic("刘大山", LIU),
    ]
    draft_id = desk.hand_in([CHRONIC, *rows], "chronic")

    page = desk.page(draft_id, tab="new", lacking="1")

    assert "刘大山" in page and "陈桂英" not in page
    assert desk.draft(draft_id).counts["lacks_doctor"] == 1


def test_a_long_tab_is_leafed_through(desk: Desk) -> None:
    rows = [low_income(f"张{chr(0x4E00 + n)}", an_identity(serial=300 + n)) for n in range(35)]
    draft_id = desk.hand_in([LOW_INCOME, *rows], "low-income")

    first, second = desk.page(draft_id, tab="new"), desk.page(draft_id, tab="new", page=2)

    assert first.count('id="line-') == 30 and second.count('id="line-') == 5
    assert "第 31–35 条" in second


def test_a_visit_log_is_reviewed_like_a_list(desk: Desk) -> None:
    applied(desk, *LISTED)
    from tests.rosters.conftest import VISITS

    draft_id = desk.hand_in([VISITS, visit("陈桂英", CHEN), visit("无此人", ZHOU)], "visits")

    assert desk.counts(draft_id)["new"] == 1 and desk.counts(draft_id)["refused"] == 1
    desk.press(draft_id, "apply")
    again = desk.hand_in([VISITS, visit("陈桂英", CHEN)], "visits")
    assert desk.counts(again)["unchanged"] == 1


def test_an_import_is_taken_back_after_its_losses_were_said_and_can_be_made_again(desk: Desk) -> None:
    applied(desk, LISTED[0])
    last = applied(desk, *LISTED)
    address = f"/rosters/imports/{desk.draft(last).import_id}/undo"

    losses = desk.client.get(address).text
    assert "2 人" in losses and people() == {"陈桂英", "刘大山", "孙三"}
    assert desk.client.post(address).status_code == 302
    assert people() == {"陈桂英"}
    assert "已撤销" in desk.client.get("/rosters").text

    again = applied(desk, *LISTED)
    assert desk.counts(again)["new"] == 2 and people() == {"陈桂英", "刘大山", "孙三"}


def test_only_the_last_import_can_be_taken_back(desk: Desk) -> None:
    first = applied(desk, LISTED[0])
    applied(desk, *LISTED)

    answer = desk.client.post(f"/rosters/imports/{desk.draft(first).import_id}/undo")

    assert answer.status_code in (409, 422) and people() == {"陈桂英", "刘大山", "孙三"}


def test_the_history_tells_of_every_import_the_commands_too(desk: Desk) -> None:
    desk.office.low_income([LISTED[0]])
    applied(desk, *LISTED)

    page = desk.client.get("/rosters").text

    assert page.count("撤销这次导入") == 1
    assert "命令行" in page and "赵敏" in page and "新增 2" in page


def test_an_upload_is_given_up_and_leaves_nothing_but_the_fact(desk: Desk) -> None:
    draft_id = desk.hand_in([LOW_INCOME, *LISTED], "low-income")

    desk.press(draft_id, "discard")

    draft = desk.draft(draft_id)
    assert draft.state is DraftState.DISCARDED and draft.file_sealed is None
    assert all(not lines(draft_id, tab) for tab in LineTab) and people() == set()
    assert desk.press(draft_id, "apply").status_code == 409


def test_the_file_and_its_rows_are_kept_sealed_and_reading_them_is_noted(desk: Desk) -> None:
    bad = low_income("周四", "34150219500101")
    draft_id = desk.hand_in([LOW_INCOME, *LISTED, bad], "low-income")
    desk.page(draft_id)

    draft, [line] = desk.draft(draft_id), lines(draft_id, LineTab.REFUSED)
    read = sa.select(AuditEntry).where(AuditEntry.action == "roster_draft.read")
    assert not (draft.file_sealed or b"").startswith(b"PK") and draft.file_sealed
    assert line.cells_sealed and "34150219500101" not in line.cells_sealed
    assert [entry.subject_id for entry in db.session.scalars(read)] == [draft_id]


def test_the_page_that_waits_is_told_how_far_the_work_has_come(desk: Desk) -> None:
    draft_id = desk.hand_in([LOW_INCOME, *LISTED], "low-income")

    told = desk.client.get(f"/rosters/{draft_id}/progress").json

    assert told["state"] == "ready" and 0 < told["percent"] <= 100 and told["stage"]


def test_a_look_at_the_page_takes_up_work_that_stands_still(desk: Desk) -> None:
    from app.core.transaction import COMMAND_LINE, transaction

    draft_id = desk.hand_in([LOW_INCOME, *LISTED], "low-income")
    with transaction("test.crash", by=COMMAND_LINE):
        desk.draft(draft_id).state = DraftState.READING

    assert "data-progress" in desk.page(draft_id)

    background.wait()
    assert desk.draft(draft_id).state is DraftState.READY
