"""The rulebook of a deployment: its packs in order, with its own file laid over them."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from app.core.words import Text
from app.policy.entries import Article, Document, Figure, FigureId, Number, RuleTiming, Strict
from app.policy.pack import Pack, PackFault, decode, read_pack, timing
from app.policy.rule import Rule
from app.policy.thresholds import Figures

Name = TypeVar("Name", bound=Hashable)
PACKS = Path(__file__).parent / "packs"

ROOMS: Mapping[str, Text] = {
    "people": Text("居民档案", "Register of residents"),
    "record": Text("居民详情", "A resident's page"),
    "duties": Text("随访任务", "Duties"),
    "visits": Text("随访记录", "Visit log"),
    "careplans": Text("诊疗方案", "Care plans"),
    "supplies": Text("药品供应", "Supply of medicines"),
    "rosters": Text("花名册", "Rosters"),
    "today": Text("今日", "Today"),
    "contracts": Text("家庭医生签约", "Family-doctor contracts"),
    "screening": Text("筛查", "Screening"),
    "rounds": Text("巡查与人人见面", "Rounds and the campaign"),
    "office": Text("政策与管理", "Policy and administration"),
    "accounts": Text("账户与范围", "Accounts and areas"),
    "audit": Text("操作日志", "Audit trail"),
    "reviews": Text("督导审核", "Supervisor's reviews"),
    "indicators": Text("指标", "Indicators"),
}
"""The rooms an article may name as carrying it out."""


class FigureOver(Strict, frozen=True):
    """A deployment's own value of a figure; without a day it replaces the value of every day."""

    id: FigureId
    value: Number
    confirmed: bool
    effective_from: date | None = None


class Overlay(Strict, frozen=True, rename={"rules": "rule", "figures": "figure"}):
    """A deployment's own file: figures and timings only, never new articles or rules."""

    rules: tuple[RuleTiming, ...] = ()
    figures: tuple[FigureOver, ...] = ()


@dataclass(frozen=True)
class Rulebook:
    """Everything the packs of a deployment say, and a hash that changes when any of it does."""

    packs: tuple[Pack, ...]
    fingerprint: str

    @cached_property
    def all_rules(self) -> dict[str, Rule]:
        """Every rule the packs state, by id."""
        return {rule.id: rule for pack in self.packs for rule in pack.rules}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules in use, by id."""
        return {rule.id: rule for rule in self.all_rules.values() if rule.in_use}

    @cached_property
    def figures(self) -> Figures:
        """Every figure, to be asked by id, day and age."""
        return Figures(tuple(figure for pack in self.packs for figure in pack.figures))

    def pack(self, source: str) -> Pack | None:
        """Return the pack of that name."""
        return next((pack for pack in self.packs if pack.id == source), None)

    def article(self, source: str, number: str) -> Article:
        """Return an article of a pack."""
        return self._place(source, number)[1]

    def document(self, source: str, number: str) -> Document:
        """Return the document an article of a pack stands in."""
        pack, article = self._place(source, number)
        return pack.document_of(article)

    def figure(self, name: str, *, on: date = date.max) -> Figure:
        """Return a figure as in force on a day, by default the latest."""
        return self.figures.figure(name, on=on)

    def means(self, name: str) -> Text:
        """Return what a name under ``carried_out_by`` is called: a rule, a page by its room, a room."""
        if name in self.all_rules:
            return self.all_rules[name].name
        return ROOMS[name.partition(".")[0]]

    def citation(self, rule: Rule) -> Text:
        """Return the document and article a rule rests on, as it is cited."""
        return self._citations[rule.id]

    @cached_property
    def _citations(self) -> dict[str, Text]:
        return {rule.id: self._cited(rule) for rule in self.all_rules.values()}

    def _cited(self, rule: Rule) -> Text:
        pack, article = self._place(rule.source, rule.article)
        document = pack.document_of(article)
        return document.short.text.joined(article.title.text, zh=document.cited_with, en=document.cited_with)

    def _place(self, source: str, number: str) -> tuple[Pack, Article]:
        pack = self.pack(source)
        article = pack.article(number) if pack else None
        if pack is None or article is None:
            raise KeyError(f"{source} {number}")
        return pack, article


def load_book(names: Sequence[str], overlay: Path | None = None, *, folder: Path = PACKS) -> Rulebook:
    """Return the rulebook of the packs named, with the deployment's own file or folder laid over them."""
    digest = hashlib.sha256()
    packs: list[Pack] = []
    for name in names:
        file = f"{name}.toml"
        raw = _read(folder / file)
        digest.update(name.encode() + b"\0" + raw)
        pack = read_pack(raw, file=file)
        if pack.id != name:
            raise PackFault(file, "document.id", f"is {pack.id!r}, not the file's name")
        packs.append(pack)
    for path in _overlays(overlay):
        raw = _read(path)
        digest.update(path.name.encode() + b"\0" + raw)
        packs = _laid_over(packs, decode(raw, Overlay, file=path.name), file=path.name)
    book = Rulebook(tuple(packs), digest.hexdigest())
    _check_across(book)
    return book


_installed: Rulebook | None = None


def install(rulebook: Rulebook) -> None:
    """Make a rulebook the one this process works by."""
    global _installed  # noqa: PLW0603 - one rulebook for the whole process is the point
    _installed = rulebook


def current() -> Rulebook:
    """Return the rulebook this process works by."""
    if _installed is None:
        raise RuntimeError("No rulebook is installed: create_app installs one.")
    return _installed


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackFault(path.name, "(whole file)", f"cannot be read: {error.strerror}") from None


def _overlays(overlay: Path | None) -> list[Path]:
    if overlay is None or not overlay.exists():
        return []
    return sorted(overlay.glob("*.toml")) if overlay.is_dir() else [overlay]


def _laid_over(packs: list[Pack], own: Overlay, *, file: str) -> list[Pack]:
    """Return the packs with a deployment's own timings and figures in the place of theirs."""
    known = {r.id for pack in packs for r in pack.rules} | {f.id for pack in packs for f in pack.figures}
    for changed in [r.id for r in own.rules] + [f.id for f in own.figures]:
        if changed not in known:
            raise PackFault(file, changed, "no pack in use has it")
    return [
        replace(
            pack,
            rules=tuple(_timed(rule, own.rules, file) for rule in pack.rules),
            figures=tuple(_valued(figure, own.figures) for figure in pack.figures),
        )
        for pack in packs
    ]


def _timed(rule: Rule, changes: Sequence[RuleTiming], file: str) -> Rule:
    for change in changes:
        if change.id != rule.id:
            continue
        if change.in_use is True and not rule.in_use:
            raise PackFault(file, f"rule.{rule.id}.in_use", "nothing in this version answers it")
        try:
            when = timing(change) or rule.when
        except ValueError as error:
            raise PackFault(file, f"rule.{rule.id}", str(error)) from None
        rule = replace(
            rule, when=when, in_use=change.in_use is not False and rule.in_use, confirmed=change.confirmed
        )
    return rule


def _valued(figure: Figure, changes: Sequence[FigureOver]) -> Figure:
    for change in changes:
        if change.id == figure.id and change.effective_from in (None, figure.effective_from):
            figure = msgspec.structs.replace(figure, value=change.value, confirmed=change.confirmed)
    return figure


def _check_across(book: Rulebook) -> None:
    """Refuse ids that two packs share, and articles said to be carried out by what is not there."""
    rules: set[str] = set()
    figures: set[tuple[str, date]] = set()
    for pack in book.packs:
        file = f"{pack.id}.toml"
        _add_new(rules, [rule.id for rule in pack.rules], file)
        _add_new(figures, [(figure.id, figure.effective_from) for figure in pack.figures], file)
        for article in pack.articles:
            for name in article.carried_out_by:
                if name not in book.all_rules and name.partition(".")[0] not in ROOMS:
                    raise PackFault(file, f"article.{article.number}", f"{name!r} is no rule, page or room")


def _add_new(known: set[Name], names: Iterable[Name], file: str) -> None:
    for name in names:
        if name in known:
            raise PackFault(file, str(name), "stands in another pack too")
        known.add(name)
