"""Why a backup is refused, in sentences for whoever stands before the machine at night."""

from __future__ import annotations

from app.core.errors import Refused
from app.core.words import Text

EMPTY = Text("{file} 是空文件，不是备份。", "{file} is empty; it is no backup.")
FOREIGN = Text("{file} 不是巡护的备份。", "{file} is no backup of Xunhu.")
OTHER_FORMAT = Text(
    "{file} 的格式是第 {format} 版，本程序只认识第 {known} 版，请用做这份备份的程序版本来恢复。",
    "{file} is written in format {format}; this program knows format {known}. Restore it with the version that made it.",
)
NO_KEY = Text(
    "{file} 用密钥 {key} 封存，打不开：这把密钥不在 data_keys 里，或者文件被改动过。请先放回当时的 data_keys。",
    "{file} is sealed under key {key} and does not open: the key is not in data_keys, or the file was altered. "
    "Put the data_keys of that time back first.",
)
OTHER_INDEX = Text(
    "{file} 的检索密钥和这里的 data_keys 不一致，恢复后会查不到人。请放回当时的 data_keys。",
    "{file} belongs to another index key than data_keys holds here; nobody could be found afterwards. "
    "Put the data_keys of that time back.",
)
CUT = Text(
    "{file} 不完整，后面的部分缺失。什么都没有恢复。",
    "{file} is incomplete: its end is missing. Nothing was restored.",
)
ALTERED = Text(
    "{file} 被改动或损坏（第 {number} 段）。什么都没有恢复。",
    "{file} was altered or damaged (part {number}). Nothing was restored.",
)
DIFFERS = Text(
    "表 {table} 放回后与备份不一致：应有 {due} 行，得到 {found} 行。什么都没有恢复。",
    "Table {table} came out other than it went in: {due} rows due, {found} found. Nothing was restored.",
)
UNFIT = Text(
    "备份的内容放不进数据库（表 {table}）。什么都没有恢复。",
    "What the backup holds does not fit the database (table {table}). Nothing was restored.",
)
BROKEN_LINKS = Text(
    "表 {table} 里有记录指向不存在的记录。什么都没有恢复。",
    "Records of table {table} point to records that do not exist. Nothing was restored.",
)
BROKEN_TRAIL = Text(
    "操作日志校验不通过：{fault}。什么都没有恢复。",
    "The trail does not verify: {fault}. Nothing was restored.",
)
OTHER_HEAD = Text(
    "操作日志的末尾与备份登记的不一致。什么都没有恢复。",
    "The trail ends elsewhere than the backup says. Nothing was restored.",
)
UNOPENED = Text(
    "表 {table} 的密文用这里的密钥打不开。什么都没有恢复。",
    "Sealed values of table {table} do not open with the keys here. Nothing was restored.",
)
NEWER = Text(
    "这份备份来自更新的程序版本（数据结构 {revision}），请先升级程序。",
    "This backup was made by a newer version (tables {revision}); upgrade the program first.",
)
OCCUPIED = Text(
    "目标数据库里已有账户或居民。确实要全部替换，请加上 --replace。",
    "The database already holds accounts or people. To replace everything in it, add --replace.",
)
IN_USE = Text(
    "目标数据库正在被使用。请先停止服务，再恢复。",
    "The database is in use. Stop the servers first, then restore.",
)
NOT_PLACED = Text(
    "恢复没有完成：{reason}。原来的数据没有改动。",
    "The restore did not come to its end: {reason}. What was there is unchanged.",
)
NOT_WRITTEN = Text(
    "备份没有写成：{reason}。没有留下半份文件。",
    "The backup was not written: {reason}. No half file was left.",
)


def refuse(text: Text, **values: object) -> Refused:
    """Return the refusal with its places filled."""
    return Refused(text.filled(**values))
