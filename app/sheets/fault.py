"""What can be wrong with a file as a whole, each with the mend."""

from __future__ import annotations

from app.core.errors import Refused
from app.core.words import Text

MOST_BYTES = 40_000_000
MOST_EXPANDED = 400_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 150
MOST_SHEETS = 300


class SheetFault(Refused):
    """A file that cannot be read as a table."""


TOO_LARGE = Text(
    "文件超过 {n} MB，读不了。请按村拆成几个文件，分别导入。",
    "The file is larger than {n} MB. Split it by village and import the parts.",
).filled(n=MOST_BYTES // 1_000_000)
EMPTY = Text(
    "文件是空的，没有任何内容。请检查是否选错了文件。", "The file is empty. Was the right file chosen?"
)
NOT_A_TABLE = Text(
    "这个文件不是表格。请导入 .xlsx、.xls、.ods 或 .csv 文件。",
    "This file is no table. Import an .xlsx, .xls, .ods or .csv file.",
)
DAMAGED = Text(
    "表格文件打不开，可能已损坏。请用表格软件打开后另存为 .xlsx，再导入。",
    "The workbook cannot be opened; it may be damaged. Open it, save it as .xlsx and import that.",
)
PASSWORD = Text(
    "文件设了打开密码，读不了。请在表格软件里去掉密码，另存后再导入。",
    "The file is protected by a password. Remove the password, save it and import again.",
)
ZIP_BOMB = Text(
    "文件解开后大得不正常（压缩炸弹），已拒绝。请用表格软件另存为新的 .xlsx，再导入。",
    "The file unpacks to an abnormal size and was refused. Save it anew as .xlsx and import that.",
)
FAR_CELL = Text(
    "文件里有离表格很远的单元格（例如 XFD100000），或内容大得读不下。请删除表格右边和下面多余的行、列，另存后再导入。",
    "A cell stands far outside the table (such as XFD100000), or the content is too large to read. Delete the superfluous "
    "rows and columns to the right and below, save and import again.",
)
TOO_SLOW = Text(
    "文件读了太久还没读完，已停止。请用表格软件另存为新的 .xlsx，或按村拆开后导入。",
    "Reading the file took too long and was stopped. Save it anew as .xlsx, or split it by village.",
)
XML_2003 = Text(
    "这是“XML 表格 2003”或网页存档格式。请用表格软件另存为 .xlsx，再导入。",
    "This is the XML 2003 or web-archive format. Save it as .xlsx and import that.",
)
ENCODING = Text(
    "文字编码认不出（既不是 UTF-8 也不是 GB18030）。请另存为“CSV UTF-8”或 .xlsx，再导入。",
    "The text encoding is neither UTF-8 nor GB18030. Save it as “CSV UTF-8” or as .xlsx.",
)


def too_many_rows(sheet: str) -> SheetFault:
    """Return the fault of a sheet that is too long."""
    return SheetFault(
        Text(
            "工作表“{sheet}”超过 {n} 行。请删除多余的行，或按村拆开后导入。",
            "Sheet “{sheet}” has more than {n} rows. Delete the superfluous ones or split it by village.",
        ).filled(sheet=sheet, n=MOST_ROWS)
    )


def too_many_columns(sheet: str, columns: int) -> SheetFault:
    """Return the fault of a sheet that is too wide."""
    return SheetFault(
        Text(
            "工作表“{sheet}”有 {columns} 列，最多 {n} 列。请删除名单用不到的列，再导入。",
            "Sheet “{sheet}” has {columns} columns; {n} is the most. Delete the columns the list does not need.",
        ).filled(sheet=sheet, columns=columns, n=MOST_COLUMNS)
    )
