"""What a resident's page is made of, as plain values."""

from app.record.rules.charts import Chart, Curve, Point, Shape, chart_of, months_before
from app.record.rules.merging import Belongings, FieldPair, MergeChoice, MergePreview, Said
from app.record.rules.page import ListPage, Part, Past, RevealReason, Shown, shown

__all__ = [
    "Belongings",
    "Chart",
    "Curve",
    "FieldPair",
    "ListPage",
    "MergeChoice",
    "MergePreview",
    "Part",
    "Past",
    "Point",
    "RevealReason",
    "Said",
    "Shape",
    "Shown",
    "chart_of",
    "months_before",
    "shown",
]
