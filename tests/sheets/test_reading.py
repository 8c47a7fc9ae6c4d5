"""Files of every kind, read by the limited child process."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from app.sheets import reading
from app.sheets.fault import SheetFault
from app.sheets.reading import read_sheets


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_gives_its_sheets_in_order_with_the_numbers_of_their_rows() -> None:
    book = Workbook()
    book.active.title = "柳塘村"
    book.active["B3"], book.active["C3"], book.active["D3"] = "姓名", datetime(2024, 3, 5), 5
    hidden = book.create_sheet("石桥村")
    hidden.sheet_state, hidden["A1"] = "hidden", "隐藏的也要读"

    first, second = read_sheets(saved(book), filename="名单.xlsx")

    assert (first.name, first.first_row, first.row_number(0)) == ("柳塘村", 3, 3)
    assert first.rows == [["姓名", datetime(2024, 3, 5, tzinfo=UTC), 5.0]]
    assert (second.name, second.hidden, second.rows) == ("石桥村", True, [["隐藏的也要读"]])


def test_merged_cells_are_carried_down_but_not_sideways() -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["B4"] = "题目", "户主甲", "末行"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:A4")

    (read,) = read_sheets(saved(book), filename="a.xlsx")

    assert [row[0] for row in read.rows] == ["题目", "户主甲", "户主甲", "户主甲"]
    assert read.rows[0][1] == ""


def test_a_number_is_a_number_and_a_text_is_a_text() -> None:
    book = Workbook()
    book.active.append(["341502195203150036", 341502195203150036, 20240305])

    (read,) = read_sheets(saved(book), filename="a.xlsx")

    assert read.rows[0][0] == "341502195203150036"
    assert isinstance(read.rows[0][1], float) and isinstance(read.rows[0][2], float)


def test_a_formula_nobody_worked_out_is_shown_as_its_text() -> None:
    book = Workbook()
    book.active.append(["姓名", '=CONCATENATE("34","15")'])

    (read,) = read_sheets(saved(book), filename="a.xlsx")

    assert read.rows == [["姓名", '=CONCATENATE("34","15")']]


def test_days_counted_from_1904_are_told() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.active.append([43894])

    (read,) = read_sheets(saved(book), filename="a.xlsx")

    assert read.from_1904


@pytest.mark.parametrize("name", ["名单.xls", "名单.et"])
def test_old_workbooks_are_read_whatever_they_are_called(name: str) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("柳塘村")
    sheet.write_merge(0, 1, 0, 0, "户主甲")
    sheet.write(1, 1, "配偶")
    sheet.write(0, 1, date(2024, 3, 5), xlwt.easyxf(num_format_str="yyyy/m/d"))
    out = io.BytesIO()
    book.save(out)

    (read,) = read_sheets(out.getvalue(), filename=name)

    assert read.rows[0] == ["户主甲", datetime(2024, 3, 5, tzinfo=UTC)]
    assert read.rows[1] == ["户主甲", "配偶"]


def test_the_character_that_is_none_does_not_come_in() -> None:
    book = xlwt.Workbook()
    book.add_sheet("柳塘村").write(0, 0, "陈\x00桂英")
    out = io.BytesIO()
    book.save(out)

    (read,) = read_sheets(out.getvalue(), filename="名单.xls")

    assert read.rows == [["陈桂英"]]


def test_open_document_sheets_are_read() -> None:
    document = OpenDocumentSpreadsheet()
    table, row, cell = Table(name="柳塘村"), TableRow(), TableCell(valuetype="string")
    cell.addElement(P(text="姓名"))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)

    (read,) = read_sheets(out.getvalue(), filename="a.ods")

    assert (read.name, read.rows) == ("柳塘村", [["姓名"]])


def test_a_page_saved_as_a_workbook_is_read_by_its_tables() -> None:
    page = "<html><body><table><tr><th>姓名<th>村</tr><tr><td rowspan=2>甲</td><td>柳塘</td></tr><tr><td>石桥</table>"

    (read,) = read_sheets(page.encode("gb18030"), filename="a.xls")

    assert read.rows == [["姓名", "村"], ["甲", "柳塘"], ["甲", "石桥"]]


def far_cell() -> bytes:
    book = Workbook()
    book.active["A1"], book.active["XFD100000"] = "姓名", "远"
    return saved(book)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return out.getvalue()


def wide() -> bytes:
    book = Workbook()
    book.active.append([f"列{number}" for number in range(200)])
    return saved(book)


def long_sheet() -> bytes:
    return ("姓名,村\n" + "甲,柳塘\n" * 200_001).encode()


def protected() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "空的"),
        (b"  \n ", "a.csv", "空的"),
        (saved(Workbook()), "a.xlsx", "空的"),
        (protected(), "a.xlsx", "密码"),
        (bomb(), "a.xlsx", "炸弹"),
        (far_cell(), "a.xlsx", "XFD100000"),
        (wide(), "a.xlsx", "200 列"),
        (long_sheet(), "a.csv", "200000 行"),
        (other_zip(), "a.xlsx", "不是表格"),
        (b"PK\x03\x04 broken", "a.xlsx", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "a.xls", "打不开"),
        (b"%PDF-1.7 ...", "a.xlsx", "不是表格"),
        ("只是一句话".encode(), "a.xlsx", "不是表格"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.csv", "不是表格"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "a.xls",
            "2003",
        ),
        (b"\xff\xff\xff,\x81", "a.csv", "编码"),
    ],
)
def test_a_file_that_is_no_table_is_sent_back_with_the_mend(content: bytes, name: str, words: str) -> None:
    with pytest.raises(SheetFault, match=words):
        read_sheets(content, filename=name)


def test_a_file_that_is_too_large_is_not_even_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)

    with pytest.raises(SheetFault, match="MB"):
        read_sheets(b"12345678901", filename="a.csv")


def test_reading_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.001)

    with pytest.raises(SheetFault, match="太久"):
        read_sheets("姓名,村\n甲,柳塘".encode(), filename="a.csv")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SheetFault, match=r"没有\.xlsx"):
        read_sheets(tmp_path / "没有.xlsx")
