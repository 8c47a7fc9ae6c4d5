"""A county's hand on its catalogue: an entry changed, added, taken out of use, or left as it was shipped."""

from __future__ import annotations

import msgspec
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.careplans.forms.catalogue import entry_form
from app.careplans.forms.entry import EntryForm
from app.careplans.forms.shelving import WordForm, read_disease
from app.careplans.queries.changes import list_changes
from app.careplans.rules.entrywords import TABLE_WORDS, is_chinese, title_of
from app.careplans.rules.shelf import TABLES, Entry, shipped
from app.careplans.rules.shelving import Place, entry_in, last_words, new_code
from app.careplans.rules.vocabulary import Disease
from app.careplans.service.catalogue import WHO_EDITS, change_entry, drop_entry, restore_entry
from app.careplans.views.catalogue import ENTRY, Opened, entry_page, newest_of, open_shelf
from app.careplans.views.door import bp
from app.core.errors import Forbidden, NotFound
from app.core.transaction import transaction
from app.web.session import needs, signed_in


@bp.route(ENTRY + "/change", methods=["GET", "POST"])
@needs(Right.EDIT_CATALOGUE)
def catalogue_change(table: str, code: str) -> ResponseReturnValue:
    """Change an entry as the own county uses it."""
    opened = _open()
    rows = list_changes(opened.county, table, code)
    now = entry_in(opened.shelf.catalogue, table, code)
    entry = now or last_words(shipped(), table, rows).get(code)
    if entry is None:
        raise NotFound
    form = entry_form(table, shelf=opened.shelf, entry=entry, seen=newest_of(rows))
    if form.submitted():
        return _save(opened, form, form.entry())
    return _page(opened, form, entry)


@bp.route(
    "/careplans/catalogue/new/<any(drug,caution,pair,item,template,class):table>", methods=["GET", "POST"]
)
@needs(Right.EDIT_CATALOGUE)
def catalogue_add(table: str) -> ResponseReturnValue:
    """Add an entry that only the own county has."""
    opened = _open()
    form = entry_form(table, shelf=opened.shelf, entry=None, seen=0, disease=_disease(table))
    if form.submitted():
        entry = form.entry()
        return _save(opened, form, msgspec.structs.replace(entry, code=_code_for(opened, table, entry)))
    return _page(opened, form, None)


@bp.post(ENTRY + "/drop")
@needs(Right.EDIT_CATALOGUE)
def catalogue_drop(table: str, code: str) -> ResponseReturnValue:
    """Take an entry out of use in the own county."""
    opened, form = _open(), WordForm()
    if not form.submitted():
        return entry_page(opened, table, code, word=form)
    with transaction("catalogue.drop", by=signed_in()):
        drop_entry(Place(opened.county, table, code), seen=form.change_seen, by=signed_in())
    flash(_("已停用，本县新写的方案不再用它。"), "success")
    return _back(opened, table, code)


@bp.post(ENTRY + "/restore")
@needs(Right.EDIT_CATALOGUE)
def catalogue_restore(table: str, code: str) -> ResponseReturnValue:
    """Go back to the entry that came with the application."""
    opened, form = _open(), WordForm()
    if not form.submitted():
        return entry_page(opened, table, code, word=form)
    with transaction("catalogue.restore", by=signed_in()):
        restore_entry(Place(opened.county, table, code), seen=form.change_seen, by=signed_in())
    flash(_("已恢复为随系统的条目。"), "success")
    return _back(opened, table, code)


def _open() -> Opened:
    """Return the catalogue of a county the reader may change; where it is another's to change, say whose."""
    opened = open_shelf()
    if not opened.edits:
        raise Forbidden(WHO_EDITS)
    return opened


def _save(opened: Opened, form: EntryForm, entry: Entry) -> ResponseReturnValue:
    place = Place(opened.county, form.table, entry.code)
    with transaction("catalogue.change", by=signed_in()):
        change_entry(place, entry, seen=form.change_seen, by=signed_in())
    flash(_("已保存，本县的方案马上按它核对。"), "success")
    return _back(opened, form.table, entry.code)


def _page(opened: Opened, form: EntryForm, entry: Entry | None) -> str:
    return render_template(
        "careplans/catalogue/change.html",
        opened=opened,
        form=form,
        table=form.table,
        word_for=TABLE_WORDS[form.table],
        entry=entry,
        title=title_of(entry) if entry else None,
        is_chinese=is_chinese,
    )


def _back(opened: Opened, table: str, code: str) -> ResponseReturnValue:
    address = url_for("careplans.catalogue_entry", table=table, code=code, county=opened.county)
    return redirect(address, code=303)


def _disease(table: str) -> Disease | None:
    """Return for which disease a template is written: the one asked for, else the first."""
    return read_disease(request.args) or (next(iter(Disease)) if table == "template" else None)


def _code_for(opened: Opened, table: str, entry: Entry) -> str:
    """Return a code no entry has, nor ever had in this county."""
    catalogues = (opened.shelf.catalogue, shipped())
    taken = {
        one.code for each in catalogues for field, _shape in TABLES.values() for one in getattr(each, field)
    }
    known = {row.code for row in list_changes(opened.county, table)}
    return new_code(entry.en, table, taken | known)
