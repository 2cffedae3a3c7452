"""What background jobs and daily acts are called on screen; a test asks for a word for each of them."""

from django.utils.translation import gettext_lazy as _

JOB_WORDS = {
    "claim_audit.read": _("读取并核对文字材料"),
    "consolidating.propose": _("提出意见归并建议"),
    "consolidating.index": _("为查找重复意见编索引"),
    "audit.seal": _("封存审计记录"),
    "audit.heads": _("导出审计链头"),
    "files.sweep": _("清除无主文件"),
    "ballots.finish": _("开票后销毁密钥、重写数据表"),
    "ballots.keys": _("清除开票后遗留的监票密钥"),
    "order.forget": _("打乱意见的到达次序"),
    "sessions.end": _("清除过期登录"),
    "campaigns.uploads": _("清除不再需要的名册和方案表格"),
    "campaigns.proposals": _("清除没有确认的活动拟定稿"),
    "ledgers.stage": _("读取台账工作簿"),
    "ledgers.commit": _("台账入账"),
    "ledgers.sweep_staging": _("清除过期的台账暂存"),
    "opinions.batches": _("按日汇总意见条数"),
    "opinions.roots": _("公布当日意见校验根"),
    "opinions.staged": _("清除没有确认的意见台账"),
    "rectification.askings": _("汇总群众评价"),
    "service.names": _("清除到期的帮扶名单姓名"),
    "service.pilots": _("记下试点推广到的单位是名册里的哪一个"),
    "supervision.groups": _("按分工调整督导组负责的单位"),
    "rectification.sheets": _("清除不再需要的整改任务书表格"),
}


def job_word(name: str) -> str:
    """The name of a job in words."""
    return str(JOB_WORDS.get(name, name))
