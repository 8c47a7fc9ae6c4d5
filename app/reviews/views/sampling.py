"""随机抽查 by page: how much is drawn, and the hashes that bind each month's draw beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_holders_within, list_towns
from app.accounts.reader import Reader, Role
from app.accounts.rights import Right, may
from app.careplans.forms.desk import read_page
from app.core import clock
from app.core.errors import NotFound
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.people.rules.privacy import THOSE_WHO_TREAT
from app.policy import book
from app.reviews.forms.sampling import ShareForm
from app.reviews.models import SampleSeed
from app.reviews.queries.sampling import LEAST, list_seeds, list_share_lines, opened, usual_share
from app.reviews.service.sampling import set_share
from app.reviews.views.door import bp
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

A_PAGE = 24
SEEDS = Text("随机抽查的承诺", "Commitments of the sample")
HEADINGS = (
    Text("乡镇", "Township"), Text("月份", "Month"), Text("种子的 SHA-256", "SHA-256 of the seed"),
    Text("种子（月份结束后）", "Seed (once the month is over)"), Text("月末补抽条数", "Added when the month ended"),
)  # fmt: skip
EACH_MONTH = Text("第 {a}–{b} 个", "{a}–{b}")


@bp.get("/reviews/sampling")
@needs(Right.SEE_REVIEWS)
def sampling() -> ResponseReturnValue:
    """Show how many logs are drawn, and the hash that stands for each month's secret."""
    return _page(_form(signed_in()) if may(signed_in().role, Right.REVIEW) else None)


@bp.post("/reviews/sampling")
@needs(Right.REVIEW)
def state_share() -> ResponseReturnValue:
    """State how many are drawn from now on."""
    reader = signed_in()
    form = _form(reader)
    if not form.submitted():
        return _page(form)
    with transaction("review.share", by=reader):
        set_share(form.town.data, form.percent.data, doctor_id=form.doctor_id, by=reader)
    flash(_("已保存，从现在起登记的随访按新比例抽查。"), "success")
    return redirect(url_for("reviews.sampling"), code=303)


@bp.get("/reviews/sampling.xlsx")
@needs(Right.SEE_REVIEWS)
def take_seeds() -> ResponseReturnValue:
    """Give the hashes away as a table; of months that are over, to the county, the seeds too."""
    reader = signed_in()
    names = _towns(reader)
    rows = (
        [
            names.get(seed.area_code, seed.area_code), f"{seed.month:%Y-%m}", seed.commitment,
            tell_seed(seed, reader), len(seed.added) if seed.closed_at else None,
        ]
        for seed in list_seeds(reader.areas, limit=MOST_ROWS + 1)
    )  # fmt: skip
    return give_list(SEEDS, HEADINGS, rows, deed="review.take-away")


def tell_seed(seed: SampleSeed, reader: Reader) -> str | None:
    """Return a month's secret for auditors of the county once the month is over, to others and before that nothing."""
    is_over = seed.month < clock.today().replace(day=1)
    return opened(seed).hex() if reader.role is Role.COUNTY and is_over else None


def _page(form: ShareForm | None) -> str:
    reader, number = signed_in(), read_page(request.args)
    found = list_seeds(reader.areas, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    month = clock.today().replace(day=1)
    return render_template(
        "reviews/sampling.html",
        form=form,
        towns=_towns(reader),
        shares=list_share_lines(reader.areas),
        usual=usual_share(month),
        least=int(book.current().figures.value(LEAST, on=month)),
        seeds=[(seed, tell_seed(seed, reader)) for seed in shown],
        audits=reader.role is Role.COUNTY,
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page, EACH_MONTH),
    )


def _form(reader: Reader) -> ShareForm:
    towns = _towns(reader)
    if not towns:
        raise NotFound
    return ShareForm(towns=towns, doctors=_doctors(reader.areas))


def _doctors(areas: Sequence[str]) -> Iterable[tuple[int, str]]:
    """Return everybody who writes logs in some areas, each once."""
    holders = list_holders_within(areas)
    return {one.user_id: one.full_name for one in holders if one.role in THOSE_WHO_TREAT}.items()


def _towns(reader: Reader) -> dict[str, str]:
    return {town.code: town.name for town in list_towns(reader.areas)}


def _another_page(number: int) -> str:
    return url_for("reviews.sampling", page=number)
