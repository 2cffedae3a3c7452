"""What is kept of somebody's words and what is not, in sentences made from the round's own settings and from the way here.

Nothing here may say more than docs/threat-model.md does.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.opinions.models import RespondentGroup, Round, RoundSubject
from huiyin.opinions.terms import SMALLEST_GROUP


@dataclass(frozen=True)
class Kept:
    """Three runs of sentences: what stays, what does not, what the speaker should mind."""

    stays: str
    stays_not: str
    mind: str


def kept_of(round: Round, groups: list[RespondentGroup], subjects: list[RoundSubject], *, encrypted: bool) -> Kept:
    """What this very round keeps of what is sent over this very connection."""
    return Kept(_stays(round, groups, subjects), _stays_not(round), _mind(round, encrypted))


def _stays(round: Round, groups: list[RespondentGroup], subjects: list[RoundSubject]) -> str:
    said = [_("您的原话（一字不改）、收到的日期")]
    if groups or subjects:
        said.append(_("您选的类别和对象"))
    if not round.anonymous:
        said.append(_("您写的姓名和联系方式（单独存放，可以依法删除）、收到的时刻"))
    sentences = ["、".join(said) + "。"]
    if groups:
        sentences.append(_("不足 %(n)d 人的类别不列出来供选，也不保存。") % {"n": SMALLEST_GROUP})
    return "".join(sentences)


def _stays_not(round: Round) -> str:
    if not round.anonymous:
        return _("网络地址、手机或电脑型号、打开过哪些页面；不用登录，也不在您的浏览器里存任何东西。")
    if round.once:
        return _(
            "姓名、网络地址、手机或电脑型号、几点几分。系统知道您领过凭证，但凭证是盖住以后签的：收到它时，只认得出是名册上的一位，"
            "认不出是哪一位。凭证存在领取它的浏览器里，用掉就清除。"
        )
    return _(
        "网络地址、手机或电脑型号、几点几分、打开过哪些页面；不用登录，也不在您的浏览器里存任何东西。"
        "不写姓名，系统里就没有能查出是谁说的记录。"
    )


def _mind(round: Round, encrypted: bool) -> str:
    said = [_("话里写到的姓名、电话、只有您经历过的事，可能让人认出您。")]
    if round.anonymous:
        said.append(_("手写的字迹、照片和文件也会认出人来，所以这里只收文字。"))
        said.append(_("同一天各条意见的先后，要到当夜打乱以后才看不出来。"))
    if round.anonymous and encrypted:
        said.append(_("改动过的程序、旁边看着的人，这里防不了。"))
    if encrypted:
        said.append(_("您所用网络的管理者看不到内容，但能看到您打开过这个网站。"))
    else:
        said.append(
            _(
                "这个网址没有加密（http），路上的人看得到您写的话，所以不收匿名意见。请改用 https 网址，或用意见箱、信件。"
            )
        )
    return "".join(said)
