"""The table of lines, and what makes two people's forms the same page."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from app.tablet.rules.pack import FormShape, Lines

LINE = st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), max_size=20)


@given(st.lists(st.lists(LINE), max_size=6))
def test_a_text_comes_out_of_the_table_line_by_line_without_the_blanks_around(texts):
    lines = Lines()

    put = [lines.put("\n".join(text)) for text in texts]

    for text, numbers in zip(texts, put, strict=True):
        assert [lines.all[number] for number in numbers] == [line.strip() for line in text if line.strip()]
    assert len(set(lines.all)) == len(lines.all)


def test_a_value_with_every_kind_of_line_end_inside_stays_one_line():
    lines, value = Lines(), json.dumps({"note": "a\nb\r\u2028c\x85d"}, ensure_ascii=False)

    (number,) = lines.put(value)

    assert json.loads(lines.all[number]) == {"note": "a\nb\r\u2028c\x85d"}


def test_a_part_without_a_line_takes_no_room():
    assert Lines().each([("known", " \n "), ("kept", "")]) == {}


def test_forms_differ_by_sections_medicines_plans_and_what_is_asked_of_medicine():
    shapes = {
        FormShape(("elderly",)),
        FormShape(("elderly", "general")),
        FormShape(("elderly",), (1,)),
        FormShape(("elderly",), (1, 2)),
        FormShape(("elderly",), (), has_plans=True),
        FormShape(("elderly",), (), has_plans=True, asks=False),
    }

    assert len({shape.name for shape in shapes}) == len(shapes)
