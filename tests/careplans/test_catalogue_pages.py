"""The catalogue on its pages: read by everybody, changed by the county's office, in force in its villages at once."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import event

from app.accounts.queries import find_reader
from app.audit.models import AuditEntry
from app.careplans.models import CatalogueChange
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.changes import counties_for
from app.careplans.rules.patient import Patient
from app.careplans.rules.safety import warnings
from app.careplans.rules.shelf import shipped
from app.careplans.rules.shelving import Place
from app.careplans.rules.vocabulary import Disease
from app.careplans.service.catalogue import change_entry, drop_entry, restore_entry
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.transaction import transaction
from tests import cast
from tests.careplans.conftest import a_medicine, a_plan

AMLODIPINE = "/careplans/catalogue/drug/amlodipine"
BASE = {"source": "金安区用药通知", "dated_on": "2026-05-10"}
DRUG = BASE | {
    "zh": "苯磺酸氨氯地平",
    "en": "Amlodipine",
    "form": "片",
    "strengths": "5mg、10mg",
    "unit": "tablet",
    "measured_in": "mg",
    "daily_least": "2.5",
    "daily_most": "20",
    "usual_dose": "1",
    "usual_times": "1",
    "usual_moments": "morning",
    "meal": "any",
    "route": "oral",
    "diseases": ["hypertension", "coronary"],
    "classes": ["ccb"],
    "aliases": "络活喜，Norvasc",
    "allergens": "地平类",
    "seen": "0",
}
NEW = DRUG | {
    "zh": "匹伐他汀",
    "en": "Pitavastatin",
    "strengths": "2mg",
    "aliases": "",
    "classes": ["statin"],
}
NEW |= {"daily_least": "1", "daily_most": "4"}


@pytest.fixture
def browser(app, sign_in):
    """A browser in which somebody of the cast is signed in."""
    return lambda member: sign_in(app.test_client(), member)


@pytest.fixture
def office(browser):
    """The browser of the county's office."""
    return browser(cast.COUNTY_OFFICE)


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def changes():
    return db.session.query(CatalogueChange).order_by(CatalogueChange.id).all()


def seen():
    return str(changes()[-1].id)


def test_everybody_reads_the_medicines_with_their_range_and_where_it_was_read(browser):
    for member in (cast.DR_LI, cast.INSURER, cast.ADMIN):
        page = told(browser(member).get("/careplans/catalogue?q=络活喜"))

        assert "氨氯地平 5mg、10mg" in page and "每日 2.5–10 毫克" in page
        assert "来源：药品说明书（苯磺酸氨氯地平片）" in page and "未核对" in page


def test_a_medicine_is_found_by_its_disease_its_class_and_part_of_any_name(browser):
    doctor = browser(cast.DR_LI)

    assert "沙丁胺醇" in told(doctor.get("/careplans/catalogue?disease=copd"))
    assert "氨氯地平" not in told(doctor.get("/careplans/catalogue?disease=copd"))
    by_class = told(doctor.get("/careplans/catalogue?class=statin"))
    assert "瑞舒伐他汀" in by_class and "沙丁胺醇" not in by_class
    assert "氨氯地平" in told(doctor.get("/careplans/catalogue?q=NORV"))
    assert "没有找到" in told(doctor.get("/careplans/catalogue?q=不存在的药&disease=moon&page=x"))


def test_what_is_barred_says_why(browser):
    page = told(browser(cast.DR_LI).get("/careplans/catalogue?q=胰岛素"))

    assert "不得长期处方：对储存条件有特殊要求的药品" in page


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("caution", "有慢阻肺：β 受体阻滞剂可能加重气道痉挛"),
        ("pair", "相互作用"),
        ("item", "每人每天盐少于 5 克"),
        ("template", "高血压 · 新发现"),
        ("class", "二氢吡啶类钙通道阻滞剂"),
    ],
)
def test_every_part_of_the_catalogue_has_its_page(browser, table, words):
    page = told(browser(cast.DR_LI).get(f"/careplans/catalogue/{table}"))

    assert words in page and "来源：" in page


def test_a_medicine_shows_the_cautions_that_name_it_or_its_class(browser):
    page = told(browser(cast.DR_LI).get("/careplans/catalogue/drug/metoprolol"))

    assert "有慢阻肺：β 受体阻滞剂" in page and "随系统提供" in page


def test_what_is_not_in_the_catalogue_is_absent(office):
    for path in ("drug/moon-dust", "moon/amlodipine", "drug/moon-dust/change", "drug"):
        assert office.get(f"/careplans/catalogue/{path}").status_code == 404
    assert office.get(f"/careplans/catalogue?county={cast.OTHER_COUNTY}").status_code == 404
    assert office.post("/careplans/catalogue/drug/moon-dust/drop", data={}).status_code == 404


def test_only_the_county_is_offered_and_allowed_to_change_it(browser, office):
    doctor = browser(cast.DR_ZHOU)

    assert "/change" not in doctor.get(AMLODIPINE).text
    assert doctor.post(f"{AMLODIPINE}/change", data=DRUG).status_code == 403
    assert f"{AMLODIPINE}/change" in office.get(AMLODIPINE).text
    assert changes() == []


def test_a_range_the_county_raises_holds_in_its_plans_at_once(office):
    plans = {Disease.HYPERTENSION: a_plan(medicines=(a_medicine(dose=3, quantity=84),))}

    def asked(area):
        patient, shelf = Patient(age=70), shelf_for(area)
        found = warnings(plans, disease=Disease.HYPERTENSION, patient=patient, shelf=shelf)
        return [warning.rule.value for warning in found]

    assert asked(cast.LIUTANG) == ["dose-above"]
    answer = office.post(f"{AMLODIPINE}/change", data=DRUG)

    assert answer.status_code == 303, told(answer)
    assert asked(cast.LIUTANG) == [] and asked(cast.ELSEWHERE) == ["dose-above"]


def test_a_change_is_kept_with_who_when_and_what_differs(office, county):
    office.post(f"{AMLODIPINE}/change", data=DRUG)

    page = told(office.get(AMLODIPINE))

    assert "县里改过" in page and "修改 郑国强 09:00" in page
    assert "每日最多： 10 → 20" in page and "来源： 药品说明书（苯磺酸氨氯地平片） → 金安区用药通知" in page
    (row,) = changes()
    assert (row.area_code, row.table, row.code) == (cast.COUNTY, "drug", "amlodipine")
    assert (row.by_id, row.by_name) == (county.id, county.name)
    deeds = {one.action for one in db.session.query(AuditEntry).filter_by(subject="catalogue_change")}
    assert deeds == {"catalogue.change"}


def test_the_form_shows_an_entry_whole_and_saving_it_as_it_was_says_so(office):
    office.post(f"{AMLODIPINE}/change", data=DRUG)

    page = office.get(f"{AMLODIPINE}/change").text
    answer = office.post(f"{AMLODIPINE}/change", data=posted(page))

    assert answer.status_code == 422 and "和现在的内容一样" in told(answer)
    assert len(changes()) == 1


@pytest.mark.parametrize(
    "path", ["caution/beta-blocker-copd", "pair/raas-mra", "item/salt-5", "class/ccb", "template/{template}"]
)
def test_every_kind_of_entry_can_be_changed_without_losing_any_of_it(office, path):
    path = path.format(template=shipped().templates[0].code)
    table, code = path.split("/")
    before = next(one for one in _entries(shipped(), table) if one.code == code)

    form = posted(office.get(f"/careplans/catalogue/{path}/change").text) | BASE
    answer = office.post(f"/careplans/catalogue/{path}/change", data=form)

    assert answer.status_code == 303, told(answer)
    after = next(one for one in _entries(shelf_for(cast.LIUTANG).catalogue, table) if one.code == code)
    differ = {name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)}
    assert differ <= {"source", "dated_on"} and after.source == "金安区用药通知"


def test_an_entry_without_source_or_day_is_refused_and_what_was_typed_stays(office):
    answer = office.post(f"{AMLODIPINE}/change", data=DRUG | {"source": " ", "dated_on": ""})

    assert answer.status_code == 422
    assert answer.text.count('class="fault"') == 2 and 'value="20"' in answer.text
    assert changes() == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"daily_most": "2"}, "每日最多不能小于每日最少"),
        ({"daily_most": "很多"}, "不是数字"),
        ({"strengths": "大片"}, "从“大片”里读不出"),
        ({"usual_dose": "9"}, "平常一天用 45 mg，不在每日 2.5 至 20 的范围内"),
        ({"usual_times": "9"}, "这一项是空的，或超出了可填的范围"),
        ({"usual_moments": ["morning", "night"]}, "每天 1 次，却选了 2 个时间"),
        ({"measured_in": "勺"}, "请填 mg、μg、U"),
        ({"aliases": "阿托伐他汀"}, "“阿托伐他汀”已经是“阿托伐他汀”的名字"),
        ({"dated_on": "2026-06-01"}, "来源的日期还没到"),
        ({"dated_on": "1206-06-01"}, "年份不对"),
        ({"classes": ["moon"]}, "请从所列的项目中选"),
        ({"zh": "{药}"}, "这里不能用大括号"),
        ({"zh": "药" * 300}, "太长了"),
    ],
)
def test_a_slip_is_named_beside_its_field(office, typed, sentence):
    answer = office.post(f"{AMLODIPINE}/change", data=DRUG | typed)

    assert answer.status_code == 422 and sentence in told(answer)
    assert changes() == []


def test_the_form_leaves_lines_to_write_more_on(office):
    item = office.get("/careplans/catalogue/item/salt-5/change").text
    template = office.get("/careplans/catalogue/new/template?disease=copd").text

    assert item.count('<div class="cells">') == 3 and 'value="grams"' in item
    assert (
        template.count('<div class="cells">') == 4 and "沙丁胺醇" in template and "氨氯地平" not in template
    )


def test_a_sentence_keeps_a_place_for_every_figure(office):
    form = posted(office.get("/careplans/catalogue/item/salt-5/change").text) | BASE

    for sentence in ("盐要少吃", "盐少于 {grams 克", "盐少于 {other} 克", "盐少于 {grams:d} 克"):
        answer = office.post("/careplans/catalogue/item/salt-5/change", data=form | {"zh": sentence})
        assert answer.status_code == 422 and "一一对应" in told(answer), sentence
    answer = office.post("/careplans/catalogue/item/salt-5/change", data=form | {"figures-0-value": "4"})

    assert answer.status_code == 303
    assert shelf_for(cast.LIUTANG).item("salt-5").figures["grams"].value == 4


def test_a_caution_names_what_is_there_and_somebody_it_concerns(office):
    path = "/careplans/catalogue/new/caution"
    form = BASE | {"zh": "留意脚肿", "of": "地平类、硝酸甘油", "age_from": "80"}

    unknown = office.post(path, data=form | {"of": "月亮粉"})
    nobody = office.post(path, data=form | {"age_from": ""})
    office.post(path, data=form)

    assert "目录里没有“月亮粉”" in told(unknown) and "提醒不到人" in told(nobody)
    (row,) = changes()
    assert row.code == "caution" and row.entry["of"] == ["ccb", "nitroglycerin"]
    assert row.entry["en"] == "留意脚肿"


def test_a_new_medicine_gets_a_code_of_its_own_and_is_found_by_its_name(office):
    answer = office.post("/careplans/catalogue/new/drug", data=NEW)

    assert answer.status_code == 303, told(answer)
    assert shelf_for(cast.LIUTANG).named("匹伐他汀钙片").code == "pitavastatin"
    assert "县里新增" in told(office.get("/careplans/catalogue?q=匹伐他汀"))
    again = office.post("/careplans/catalogue/new/drug", data=NEW)
    assert again.status_code == 422 and "已经是“匹伐他汀”的名字" in told(again)


def test_a_template_of_the_county_is_filled_in_as_a_plan(office):
    form = BASE | {
        "zh": "高血压 · 本县",
        "stage": "本县常用",
        "medicines-0-drug": "amlodipine",
        "medicines-0-days": "14",
        "medicines-1-drug": "",
        "advice": ["salt-5"],
        "monitoring-0-measured": "pressure",
        "monitoring-0-times": "1",
        "monitoring-0-per": "day",
        "monitoring-0-by": "patient",
    }

    answer = office.post("/careplans/catalogue/new/template?disease=hypertension", data=form)

    assert answer.status_code == 303, told(answer)
    made = shelf_for(cast.LIUTANG).templates_for(Disease.HYPERTENSION)[-1]
    assert (made.stage, made.medicines[0].days, made.advice) == ("本县常用", 14, ("salt-5",))


def test_what_others_name_is_not_taken_out_of_use(office):
    answer = office.post(f"{AMLODIPINE}/drop", data={"seen": "0"})
    klass = office.post("/careplans/catalogue/class/ccb/drop", data={"seen": "0"})

    assert answer.status_code == 422 and "方案模板“高血压" in told(answer)
    assert klass.status_code == 422 and "请先修改它们" in told(klass)
    assert changes() == []


def test_what_is_taken_out_of_use_stays_to_be_found_and_comes_back(office):
    path = "/careplans/catalogue/pair/raas-mra"
    assert office.post(f"{path}/drop", data={"seen": "0"}).status_code == 303
    assert "raas-mra" not in {pair.code for pair in shelf_for(cast.LIUTANG).pairs}
    assert path in office.get("/careplans/catalogue/pair").text and "已停用" in told(office.get(path))

    assert office.post(f"{path}/restore", data={"seen": seen()}).status_code == 303

    assert "raas-mra" in {pair.code for pair in shelf_for(cast.LIUTANG).pairs}
    page = told(office.get(path))
    assert "恢复为随系统的条目" in page and "停用 郑国强" in page and "已停用" not in page
    assert [row.entry for row in changes()] == [None, {}]


def test_what_points_to_something_out_of_use_does_not_come_back_before_it(office):
    stroke = [one for one in shipped().templates if "clopidogrel" in {line.drug for line in one.medicines}]
    for template in stroke:
        office.post(f"/careplans/catalogue/template/{template.code}/drop", data={"seen": "0"})
    for table in ("caution", "pair"):
        for one in _naming("clopidogrel", table):
            office.post(f"/careplans/catalogue/{table}/{one}/drop", data={"seen": "0"})
    assert office.post("/careplans/catalogue/drug/clopidogrel/drop", data={"seen": "0"}).status_code == 303

    number = next(row.id for row in changes() if row.code == stroke[0].code)
    path = f"/careplans/catalogue/template/{stroke[0].code}/restore"
    answer = office.post(path, data={"seen": str(number)})

    assert answer.status_code == 422 and "“氯吡格雷”已经停用" in told(answer)


def test_what_the_county_added_has_nothing_shipped_to_go_back_to(office, county):
    office.post("/careplans/catalogue/new/drug", data=NEW)
    place = Place(cast.COUNTY, "drug", "pitavastatin")

    assert "/restore" not in office.get("/careplans/catalogue/drug/pitavastatin").text
    with pytest.raises(Refused, match="县里新增"), transaction("catalogue.restore", by=county):
        restore_entry(place, seen=int(seen()), by=county)


def test_of_two_who_change_one_entry_the_second_is_told_and_keeps_what_was_typed(office):
    office.post(f"{AMLODIPINE}/change", data=DRUG)

    answer = office.post(f"{AMLODIPINE}/change", data=DRUG | {"daily_most": "15"})

    assert answer.status_code == 409 and "郑国强刚刚改过这一条" in told(answer)
    assert 'value="15"' in answer.text and len(changes()) == 1


def test_the_service_asks_for_the_own_county_and_the_office(county, dr_zhou):
    entry = next(one for one in shipped().drugs if one.code == "amlodipine")
    foreign, own = Place(cast.OTHER_COUNTY, "drug", entry.code), Place(cast.COUNTY, "drug", entry.code)

    for place, by in ((foreign, county), (own, dr_zhou), (Place(cast.TOWN, "drug", entry.code), county)):
        with pytest.raises(Forbidden), transaction("catalogue.change", by=by):
            change_entry(place, entry, seen=0, by=by)
        with pytest.raises(Forbidden), transaction("catalogue.drop", by=by):
            drop_entry(place, seen=0, by=by)
    assert changes() == []


def test_a_stale_word_takes_nothing_out_of_use(county, office):
    office.post(f"{AMLODIPINE}/change", data=DRUG)

    with pytest.raises(Conflict), transaction("catalogue.drop", by=county):
        drop_entry(Place(cast.COUNTY, "drug", "amlodipine"), seen=0, by=county)


def test_the_counties_of_a_reader_are_those_of_the_areas(app):
    assert counties_for((cast.LIUTANG,)) == {cast.COUNTY: "金安区"}
    assert counties_for((cast.CITY,)) == {cast.COUNTY: "金安区", cast.OTHER_COUNTY: "裕安区"}
    assert counties_for(find_reader("admin").areas) == {}


def test_the_medicines_are_taken_away_as_the_page_shows_them(browser):
    answer = browser(cast.DR_LI).get("/careplans/catalogue/list.xlsx?disease=copd")

    rows = list(openpyxl.load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("通用名", "英文名")
    assert "沙丁胺醇" in {row[0] for row in rows} and "氨氯地平" not in {row[0] for row in rows}
    entry = db.session.query(AuditEntry).filter_by(action="catalogue.take-away").one()
    assert entry.details["rows"] == len(rows) - 1


def test_an_english_reader_finds_chinese_names_marked_as_chinese(browser):
    doctor = browser(cast.DR_LI)
    doctor.post("/comfort", data={"language": "en", "next": "/"})

    page = doctor.get(AMLODIPINE).text

    assert "Amlodipine" in page and '<span lang="zh-CN">药品说明书（苯磺酸氨氯地平片）</span>' in page


def test_a_page_asks_few_questions_of_the_database(browser, office):
    doctor = browser(cast.DR_LI)
    few = _statements(lambda: doctor.get("/careplans/catalogue"))
    office.post(f"{AMLODIPINE}/change", data=DRUG)
    office.post("/careplans/catalogue/new/drug", data=NEW)

    many = _statements(lambda: doctor.get("/careplans/catalogue"))

    assert few == many <= 6


def _statements(ask):
    sent = []
    listener = ("before_cursor_execute", lambda *said: sent.append(said[2]))
    event.listen(db.engine, *listener)
    ask()
    event.remove(db.engine, *listener)
    return len(sent)


def _entries(catalogue, table):
    return getattr(catalogue, {"class": "classes"}.get(table, f"{table}s"))


def _naming(code, table):
    named = {
        "caution": lambda one: one.of,
        "pair": lambda one: (*one.one, *one.other),
    }
    return [one.code for one in _entries(shipped(), table) if code in named[table](one)]


def posted(page):
    """Return what a browser would send of the page's form as it stands."""
    form = page[page.index('id="entry-form"') : page.index("</form>", page.index('id="entry-form"'))]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        if given.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        sent.setdefault(given["name"], []).append(given.get("value", "y"))
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option selected value="([^"]*)"', options)
        sent[name] = chosen or re.findall(r'value="([^"]*)"', options)[:1]
    return {name: values for name, values in sent.items() if name != "csrf_token"}
