"""The catalogue as anybody may read it: the medicines, everything else, and one entry with what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.careplans.forms.desk import read_page
from app.careplans.forms.shelving import WordForm, read_disease, read_words
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.changes import counties_for, list_changes, may_edit
from app.careplans.rules.catalogue import Drug
from app.careplans.rules.cautions import measured_in
from app.careplans.rules.entrywords import TABLE_WORDS, is_chinese, name_of, title_of, told_fields
from app.careplans.rules.shelf import TABLES, Entry, Shelf, shipped
from app.careplans.rules.shelving import (
    ChangeRow,
    Standing,
    entry_in,
    history_of,
    last_words,
    matching,
    standings,
)
from app.careplans.rules.vocabulary import Disease
from app.careplans.rules.wording import plain
from app.careplans.views.door import bp
from app.core.errors import NotFound
from app.core.leaf import Leaf
from app.core.words import Text, listed
from app.web.download import MOST_ROWS, give_list
from app.web.language import spoken
from app.web.session import needs, signed_in

A_PAGE = 40
OTHERS = "/careplans/catalogue/<any(caution,pair,item,template,class):table>"
ENTRY = "/careplans/catalogue/<any(drug,caution,pair,item,template,class):table>/<code>"
TITLE = Text("药品目录", "Catalogue of medicines")
HEADINGS = (
    Text("通用名", "Generic name"), Text("英文名", "English name"), Text("别名、商品名", "Other names"),
    Text("类别", "Class"), Text("病种", "For"), Text("规格", "Strengths"),
    Text("每日最少", "Least a day"), Text("每日最多", "Most a day"), Text("单位", "Unit"),
    Text("不得长期处方", "Barred from long-term prescriptions"), Text("县里", "In this county"),
    Text("来源", "Source"), Text("来源日期", "Day of the source"), Text("已核对", "Checked"),
)  # fmt: skip
CHECKED, UNCHECKED = Text("已核对", "Checked"), Text("未核对", "Not checked")


class Opened(NamedTuple):
    """The catalogue of one county as somebody looks at it; no county, only what is shipped."""

    county: str
    counties: Mapping[str, str]
    shelf: Shelf
    edits: bool

    @property
    def name(self) -> str:
        """What the county is called."""
        return self.counties.get(self.county, "")


def open_shelf() -> Opened:
    """Return the catalogue of the county asked for, else of the reader's first; one outside the areas is absent."""
    reader = signed_in()
    counties = counties_for(reader.areas)
    asked = request.args.get("county") or next(iter(counties), "")
    if asked and asked not in counties:
        raise NotFound
    shelf = shelf_for(asked) if asked else Shelf(shipped())
    return Opened(asked, counties, shelf, may_edit(reader, asked))


@bp.get("/careplans/catalogue")
@needs(Right.READ_POLICY)
def catalogue() -> ResponseReturnValue:
    """Show the medicines: of a disease, of a class, by name."""
    opened, number = open_shelf(), read_page(request.args)
    rows = list_changes(opened.county, "drug")
    found = _found(opened.shelf)
    shown = found[(number - 1) * A_PAGE : number * A_PAGE]
    return render_template(
        "careplans/catalogue/index.html",
        opened=opened,
        shown=shown,
        count=len(found),
        asked=request.args,
        tables=TABLE_WORDS,
        table="drug",
        diseases=list(Disease),
        told=_told_drugs(shown, opened.shelf),
        standing=standings(shipped(), "drug", rows),
        dropped=last_words(shipped(), "drug", rows),
        title_of=title_of,
        is_chinese=is_chinese,
        page=Leaf(number, A_PAGE, len(shown), len(found) > number * A_PAGE, _another_page),
    )


@bp.get(OTHERS)
@needs(Right.READ_POLICY)
def catalogue_table(table: str) -> ResponseReturnValue:
    """Show the cautions, the pairs, the health prescriptions, the templates or the classes."""
    opened, disease = open_shelf(), read_disease(request.args)
    rows = list_changes(opened.county, table)
    return render_template(
        "careplans/catalogue/table.html",
        opened=opened,
        entries=[one for one in _entries(opened.shelf, table) if _is_for(one, disease)],
        by_disease=table in ("item", "template"),
        disease=disease,
        diseases=list(Disease),
        tables=TABLE_WORDS,
        table=table,
        standing=standings(shipped(), table, rows),
        dropped=last_words(shipped(), table, rows),
        title_of=title_of,
        is_chinese=is_chinese,
    )


@bp.get(ENTRY)
@needs(Right.READ_POLICY)
def catalogue_entry(table: str, code: str) -> ResponseReturnValue:
    """Show one entry as it stands, and what became of it."""
    return entry_page(open_shelf(), table, code)


@bp.get("/careplans/catalogue/list.xlsx")
@needs(Right.READ_POLICY)
def take_catalogue() -> ResponseReturnValue:
    """Give the medicines away as a workbook, as the page shows them."""
    opened = open_shelf()
    standing = standings(shipped(), "drug", list_changes(opened.county, "drug"))
    rows = _rows(_found(opened.shelf)[: MOST_ROWS + 1], opened.shelf, standing)
    return give_list(TITLE, HEADINGS, rows, deed="catalogue.take-away")


def entry_page(opened: Opened, table: str, code: str, *, word: WordForm | None = None) -> str:
    """Return the page of an entry; one that was never on the shelf is absent."""
    rows = list_changes(opened.county, table, code)
    own, now = entry_in(shipped(), table, code), entry_in(opened.shelf.catalogue, table, code)
    entry = now or last_words(shipped(), table, rows).get(code)
    if entry is None:
        raise NotFound
    return render_template(
        "careplans/catalogue/entry.html",
        opened=opened,
        table=table,
        word_for=TABLE_WORDS[table],
        entry=entry,
        title=title_of(entry),
        is_chinese=is_chinese,
        fields=list(told_fields(entry, opened.shelf, beside=spoken())),
        standing=standings(shipped(), table, rows).get(code, Standing.SHIPPED),
        is_shipped=own is not None,
        about=_about(entry, opened.shelf) if table == "drug" else (),
        past=history_of(table, own, rows, opened.shelf),
        word=word or WordForm(formdata=None, data={"seen": str(newest_of(rows))}),
    )


def newest_of(rows: Sequence[ChangeRow]) -> int:
    """Return the number of the change that speaks, 0 where there is none."""
    return rows[-1].id if rows else 0


def _found(shelf: Shelf) -> list[Drug]:
    asked = request.args
    return matching(shelf, words=read_words(asked), disease=read_disease(asked), klass=asked.get("class", ""))


def _entries(shelf: Shelf, table: str) -> Sequence[Entry]:
    entries: Sequence[Entry] = getattr(shelf.catalogue, TABLES[table][0])
    return entries


def _is_for(entry: Entry, disease: Disease | None) -> bool:
    own = getattr(entry, "disease", None)
    return disease is None or disease is own or disease in getattr(entry, "diseases", ())


def _told_drugs(drugs: Sequence[Drug], shelf: Shelf) -> dict[str, tuple[Text, str, Text]]:
    """Return for each medicine its classes, its daily range and what the range counts."""
    return {
        drug.code: (
            listed([name_of(code, shelf) for code in drug.classes]),
            "–".join(dict.fromkeys((plain(drug.daily_least), plain(drug.daily_most)))),
            measured_in(drug),
        )
        for drug in drugs
    }


def _about(entry: Entry, shelf: Shelf) -> list[tuple[str, str, Text]]:
    """Return the cautions and pairs that name a medicine or its classes: the table, the code and the sentence."""
    mine = {entry.code, *getattr(entry, "classes", ())}
    found: list[tuple[str, str, Text]] = []
    found += [("caution", one.code, one.text) for one in shelf.cautions if mine & set(one.of)]
    found += [("pair", one.code, one.text) for one in shelf.pairs if mine & {*one.one, *one.other}]
    return found


def _rows(
    drugs: Sequence[Drug], shelf: Shelf, standing: Mapping[str, Standing]
) -> Iterator[Sequence[object]]:
    for drug in drugs:
        yield [
            drug.zh, drug.en, "、".join(drug.aliases),
            listed([name_of(code, shelf) for code in drug.classes]),
            listed(sorted((one.text for one in drug.diseases), key=str)),
            "、".join(drug.strengths), drug.daily_least, drug.daily_most, measured_in(drug),
            drug.barred, standing.get(drug.code, Standing.SHIPPED),
            drug.source, drug.dated_on, CHECKED if drug.confirmed else UNCHECKED,
        ]  # fmt: skip


def _another_page(number: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for("careplans.catalogue", **asked, page=number)
