"""Names of medicines as people write them: salts, dosage forms and strengths aside, one medicine has one name."""

from __future__ import annotations

import re
import unicodedata

_ASIDE = re.compile(r"[\s·\-]|[(\[【（].*?[)\]】）]|\d+(?:\.\d+)?(?:mg|g|μg|ug|ml|毫克|克|微克|毫升|单位).*$")
_SALTS = re.compile(
    "^(?:注射用|重酒石酸|酒石酸|盐酸|苯磺酸|甲磺酸|马来酸|富马酸|琥珀酸|硫酸氢|硫酸|磷酸|枸橼酸|氢溴酸)"
)
_FORMS = re.compile(
    "(?:(?:缓释|控释|肠溶|分散|咀嚼|口崩|泡腾|薄膜衣|舌下|滴|软|口服|皮下|雾化|吸入用?|干|粉)*"
    "(?:片|胶囊|颗粒|丸|注射液|口服液|合剂|糖浆|溶液|混悬液|气雾剂|粉雾剂|喷雾剂|粉剂|吸入剂|冲剂|贴片|剂))+$"
)


def name_key(name: str) -> str:
    """Return a name without spaces, brackets and a strength written behind it, in one spelling of its signs."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", name).casefold())


def plain_key(name: str) -> str:
    """Return a name without the salt before it and the dosage form behind it; a name that is nothing else stays."""
    key = name_key(name)
    return _FORMS.sub("", _SALTS.sub("", key)) or key


def base_key(name: str) -> str:
    """Return a plain name without the metal of its salt either: 氯沙坦钾 is asked for as 氯沙坦."""
    return plain_key(name).rstrip("钠钙钾镁")
