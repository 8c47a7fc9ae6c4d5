"""What can happen to an area and to a person's place in it, as plain values."""

from __future__ import annotations

from app.core.labels import Labelled


class ChangeKind(Labelled):
    """区划调整: what happened to a village."""

    MERGED = "merged", "合并", "Merged"
    RENAMED = "renamed", "更名", "Renamed"
    SPLIT = "split", "拆分", "Split"


class TransferState(Labelled):
    """转移: how the handing over of a person to another township stands."""

    ASKED = "asked", "待接收", "Waiting for acceptance"
    ACCEPTED = "accepted", "已接收", "Accepted"
    DECLINED = "declined", "已退回", "Declined"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
