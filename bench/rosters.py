"""A6: a roster of a whole county, a hundred villages; the same rows in another order afterwards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from app.sheets.writing import write_workbook
from bench import people
from bench.report import Row
from bench.stock import Stock
from bench.watch import Done, do

HEADINGS = (
    *("序号", "村名", "村民组", "户主姓名", "患者姓名", "性别", "证件号码", "门诊慢特病名称"),
    *("审批日期", "联系方式", "家庭住址", "备注"),
)
DISEASES = ("原发性高血压", "糖尿病", "慢阻肺", "脑卒中")
SEED, LINEAR, MOST_MEMORY = 20260520, 2.2, 400


def roster(stock: Stock, *, rows: int) -> Iterator[Row]:
    """Import a roster into a county where nobody is on record yet, and again; and half of it, to see how it grows."""
    size, file = f"{rows:,}", str(_file(stock, rows))
    stock.renew()
    smaller = do(stock, "bring_roster", file=str(_file(stock, rows // 2)))
    stock.renew()
    ours = do(stock, "bring_roster", file=file)
    _check(ours, rows)
    repeated = do(stock, "bring_roster", file=str(_file(stock, rows, shuffled=True)), preview=False)
    read, inserted = _bare(stock, file)
    told = f"roster, preview and apply {_stages(ours)}, by bare read and insert {_stages(read)} {_stages(inserted)}"
    yield Row("A6", told, size, ours.all, 5, read.all + inserted.all)
    peak = max(ours.peak, repeated.peak)
    yield Row("A6", "memory at its peak, parent and child together", size, peak, MOST_MEMORY, unit="MB")
    yield Row("A6", f"by the roster of {rows // 2:,} rows", size, ours.all, LINEAR, smaller.all)
    same = ours.said["rows"] == repeated.said["rows"]
    told = (
        f"the same rows shuffled {_stages(repeated)}, {'nobody' if same else 'PEOPLE'} written, by bare read"
    )
    yield Row("A6", told, size, repeated.all, 2.5, read.all, equal=same)


def _bare(stock: Stock, file: str) -> tuple[Done, Done]:
    """Read the file and do nothing; and insert the rows it came to into an empty county, and do nothing else."""
    kept = stock.folder / "brought.pickle"
    do(stock, "keep_rows", into=str(kept))
    stock.renew()
    done = do(stock, "read_bare", file=file), do(stock, "insert_bare", kept=str(kept))
    kept.unlink()
    return done


def _stages(done: Done) -> str:
    return "(" + ", ".join(f"{name} {spent / 1000:.1f}" for name, spent in done.spent.items()) + " s)"


def _check(ours: Done, rows: int) -> None:
    counts = ours.said["rows"]
    if counts["person"] != rows or counts["duty"] < rows:
        raise RuntimeError(f"the roster came to {ours.said}; mend bench/rosters.py")


def _file(stock: Stock, rows: int, *, shuffled: bool = False) -> Path:
    """Return the workbook of so many rows, one sheet, made once."""
    path = stock.folder / f"roster-{rows}{'-shuffled' if shuffled else ''}.xlsx"
    if not path.exists():
        lines = list(_lines(rows))
        if shuffled:
            random.Random(SEED).shuffle(lines)
        path.write_bytes(write_workbook([("慢特病", HEADINGS, lines)]))
    return path


def _lines(rows: int) -> Iterator[list[str]]:
    for place in range(rows):
        code = people.village_code(place * people.UNPEOPLED // rows)
        one = people.Resident(place + 1, people.MOULDS[1], code, ()).entry
        head = people.name_of((place + 1) // 3 * 3)
        village = f"第{int(code[6:9]) - 100}镇{int(code[9:]) - 200}村"
        yield [
            *(str(place + 1), village, one.group_name, head, one.name, one.sex.zh, one.identity or ""),
            *(
                DISEASES[place % len(DISEASES)],
                "2025-03-01",
                one.phone or "",
                f"{village}{one.group_name}",
                "",
            ),
        ]
