"""A policy pack: one document as data — its articles, its rules and its figures — read strictly from TOML.

Whatever does not fit stops the start, with the file, the key and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import msgspec
from msgspec import UnsetType

from app.core.words import Text
from app.policy.entries import Article, Document, Figure, PackFile, RuleEntry, RuleTiming, Status, Words
from app.policy.rule import After, AnsweredBy, Each, Once, OwedTo, Rule

__all__ = [
    "Article",
    "Document",
    "Figure",
    "Pack",
    "PackFault",
    "Status",
    "Words",
    "decode",
    "read_pack",
    "timing",
]

_PLACE = re.compile(r"^(?P<reason>.*?)(?: - at `\$\.?(?P<key>.*)`)?$", re.DOTALL)

Shape = TypeVar("Shape")


class PackFault(Exception):
    """A pack that cannot be used: which file, which key, and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Pack:
    """A document with all that hangs on it."""

    document: Document
    layers: tuple[Document, ...]
    articles: tuple[Article, ...]
    rules: tuple[Rule, ...]
    figures: tuple[Figure, ...]

    @property
    def id(self) -> str:
        """The name a deployment calls the pack by."""
        return self.document.id

    @property
    def is_draft(self) -> bool:
        """Whether the document is put up for comment and binds nobody."""
        return self.document.status is Status.DRAFT

    @property
    def unsure_figures(self) -> tuple[Figure, ...]:
        """The figures nobody has read in the primary text yet."""
        return tuple(figure for figure in self.figures if not figure.confirmed)

    @property
    def unsure_rules(self) -> tuple[Rule, ...]:
        """The rules whose intervals are a setting, because the document gives none or nobody has read it there."""
        return tuple(rule for rule in self.rules if not rule.confirmed)

    @property
    def unused_rules(self) -> tuple[Rule, ...]:
        """The rules that nothing here answers."""
        return tuple(rule for rule in self.rules if not rule.in_use)

    @property
    def articles_outside(self) -> tuple[Article, ...]:
        """The articles that nothing here carries out."""
        return tuple(article for article in self.articles if not article.carried_out_by)

    def article(self, number: str) -> Article | None:
        """Return the article of that number."""
        return next((a for a in self.articles if a.number == number), None)

    def document_of(self, article: Article) -> Document:
        """Return the document an article stands in: the pack's own, or one layered over it."""
        return next((d for d in self.layers if d.id == article.document), self.document)

    def effective_from(self, number: str) -> date | None:
        """Return the day from which an article holds: its own document's, else the pack's."""
        article = self.article(number)
        layered = self.document_of(article).effective_from if article else None
        return layered or self.document.effective_from


def decode(raw: bytes, shape: type[Shape], *, file: str) -> Shape:
    """Read a TOML file into its shape, or say where it does not fit."""
    try:
        return msgspec.toml.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        place = _PLACE.match(str(error))
        key, reason = (place["key"], place["reason"]) if place else (None, str(error))
        raise PackFault(file, key or "(whole file)", reason) from None


def read_pack(raw: bytes, *, file: str) -> Pack:
    """Return the pack a file holds; its own parts agree with each other."""
    whole = decode(raw, PackFile, file=file)
    _check_once(file, "article", [a.number for a in whole.articles])
    _check_once(file, "rule", [r.id for r in whole.rules])
    _check_once(file, "figure", [(f.id, f.effective_from) for f in whole.figures])
    for article in whole.articles:
        _check_article(article, {d.id for d in whole.layers}, file)
    numbers = {a.number for a in whole.articles}
    for part, number in [(r.id, r.article) for r in whole.rules] + [(f.id, f.article) for f in whole.figures]:
        if number not in numbers:
            raise PackFault(file, part, f"no article {number!r} in this pack")
    pack = Pack(whole.document, whole.layers, whole.articles, (), whole.figures)
    return replace(pack, rules=tuple(_rule(entry, pack, file) for entry in whole.rules))


def timing(entry: RuleEntry | RuleTiming) -> After | Each | Once | None:
    """Return the one timing an entry states; none where it states none, a ValueError where several."""
    stated = [kind for kind in (entry.after, entry.each, entry.once) if not isinstance(kind, UnsetType)]
    if len(stated) > 1:
        raise ValueError("states more than one of after, each and once")
    return stated[0].value() if stated else None


def _rule(entry: RuleEntry, pack: Pack, file: str) -> Rule:
    key = f"rule.{entry.id}"
    try:
        when = timing(entry)
    except ValueError as error:
        raise PackFault(file, key, str(error)) from None
    if when is None:
        raise PackFault(file, key, "states none of after, each and once")
    owed_to = OwedTo(**msgspec.structs.asdict(entry.owed_to))
    if owed_to == OwedTo() and entry.in_use and not isinstance(when, Once):
        raise PackFault(file, key, "is in use and owed to nobody")
    _check_since(owed_to, when, file=file, key=key)
    effective_from = entry.effective_from or pack.effective_from(entry.article)
    if effective_from is None:
        raise PackFault(file, key, "neither it nor its document says from which day it holds")
    return Rule(
        id=entry.id,
        name=Text(entry.zh, entry.en),
        source=pack.id,
        article=entry.article,
        owed_to=owed_to,
        answered_by=AnsweredBy(entry.answered_by.kind, entry.answered_by.modes),
        when=when,
        effective_from=effective_from,
        in_use=entry.in_use,
        confirmed=entry.confirmed,
    )


def _check_since(owed_to: OwedTo, when: After | Each | Once, *, file: str, key: str) -> None:
    if owed_to.since is None:
        return
    if isinstance(when, Once):
        raise PackFault(file, key, "counts from an event and from the evidence since another one")
    if owed_to != OwedTo(since=owed_to.since, without=owed_to.without):
        raise PackFault(file, key, "is owed since an event and to holders of something else")


def _check_article(article: Article, layers: set[str], file: str) -> None:
    key = f"article.{article.number}"
    if not article.carried_out_by and article.outside is None:
        raise PackFault(file, key, "is neither carried out by anything nor said to lie outside")
    if article.document and article.document not in layers:
        raise PackFault(file, key, f"no document {article.document!r} is layered in this pack")


def _check_once(file: str, key: str, names: Iterable[object]) -> None:
    seen: set[object] = set()
    for name in names:
        if name in seen:
            raise PackFault(file, key, f"{name!r} stands twice")
        seen.add(name)
