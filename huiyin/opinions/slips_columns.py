"""What a workbook of paper slips may hold: its sheets, its columns, and the words clerks use for channels and whom it is about."""

from dataclasses import replace

from huiyin.ledgers.engine.excel.columns import SERIAL_LABEL, Column, Kind
from huiyin.opinions.models import About, Channel
from huiyin.opinions.terms import WORDS_MOST

CHANNEL_SHEET = "渠道"
# What clerks call a channel beside its own name (rules.md §2.1 and the demonstration's workbooks).
CHANNEL_WORDS = (
    *((channel.value, str(channel.label)) for channel in Channel),
    ("box", "征求意见箱"), ("web", "网上征求意见窗口"), ("web", "网站"), ("web", "网上"), ("form", "意见表"),
    ("survey", "调查问卷"), ("hotline", "热线"), ("hotline", "电话"), ("mail", "邮箱"), ("mail", "电子邮箱"),
    ("visit", "集中走访"), ("visit", "走访入户"), ("talk", "谈心活动"), ("talk", "谈心"), ("talk", "个别访谈"),
    ("mutual", "班子互相提"), ("media", "电视报纸"), ("media", "媒体"),
)  # fmt: skip
ABOUT_WORDS = (
    *((about.value, str(about.label)) for about in About),
    ("team", "班子"), ("unit", "部门"), ("unit", "单位"), ("system", "机关系统"), ("system", "系统"),
    ("general", "其他"),
)  # fmt: skip
SLIP_COLUMNS = (
    Column("slip_no", "编号", Kind.TEXT, required=True, max_length=40, aliases=("意见编号", "原始编号")),
    Column("channel", "渠道", Kind.CHOICE, required=True, choices=CHANNEL_WORDS, aliases=("征求渠道",)),
    Column("group", "征求对象", Kind.TEXT, max_length=40, aliases=("对象类别",)),
    Column("about", "评价对象类别", Kind.CHOICE, choices=ABOUT_WORDS),
    Column("target", "评价对象", Kind.TEXT, max_length=120),
    Column("words", "意见原文", Kind.LONG_TEXT, required=True, max_length=WORDS_MOST, aliases=("原话", "意见内容")),
    Column("day", "收到日期", Kind.DATE, required=True, aliases=("日期",)),
    Column("signed", "是否署名", Kind.BOOLEAN),
    Column("author", "署名", Kind.TEXT, max_length=60, aliases=("署名人", "姓名")),
    Column("staff_no", "署名人工号", Kind.TEXT, max_length=40, aliases=("工号",)),
    Column("contact", "联系方式", Kind.TEXT, max_length=60, aliases=("联系电话",)),
    Column("remark", "备注", Kind.TEXT),
)
# A clerk's own list often has nothing but 序号: it is then what tells one slip from another.
SERIAL_COLUMNS = (replace(SLIP_COLUMNS[0], label=SERIAL_LABEL, aliases=("序", "行号", "No")), *SLIP_COLUMNS[1:])
CHANNEL_COLUMNS = (
    Column("channel", "渠道", Kind.CHOICE, required=True, choices=CHANNEL_WORDS, aliases=("征求渠道",)),
    Column("issued", "发放份数", Kind.INTEGER, aliases=("发放",)),
    Column("returned", "收回份数", Kind.INTEGER, aliases=("收回", "回收份数")),
    Column("valid", "有效份数", Kind.INTEGER, aliases=("有效",)),
    Column("remark", "备注", Kind.TEXT, max_length=300),
)
