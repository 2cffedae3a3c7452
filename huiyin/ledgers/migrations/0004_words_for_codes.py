"""Books say in words what their codes mean, and a round's channels carry its code: two rounds may share a name."""

from django.db import migrations, models

SIDES = [("masses", "群众提"), ("self", "自己找"), ("superior", "上级点"), ("mutual", "互相帮")]
TERMS = [("immediate", "立行立改"), ("limited", "限期整改"), ("long", "长期坚持"), ("superior", "需上级解决")]
EVENTS = [
    ("checked", "检查通过"), ("closed", "销号"), ("felt_solved", "群众认可"), ("not_asked", "未能问到本人"),
    ("reopened", "重开"), ("kept", "回头看保持"),
]  # fmt: skip
UNIT_KINDS = [
    ("committee", "党委（工委）"), ("general_branch", "党总支"), ("branch", "党支部"), ("department", "部门"),
    ("affiliated", "直属单位"), ("school", "学校"), ("organ", "机关单位"), ("township", "乡镇（街道）"),
    ("village", "村（社区）"), ("other", "其他"),
]  # fmt: skip
ACTION_KINDS = [
    ("set", "规定动作"), ("own", "自选动作"), ("promotion", "推进方案事项"), ("special_action", "专项行动"),
    ("special_theme", "专项整治"), ("look_back", "回头看内容"),
]  # fmt: skip
TEAM_KINDS = [
    ("leading", "领导小组"), ("office", "活动办公室"), ("supervision", "督导组"), ("guidance", "巡回指导组"),
    ("fact_finding", "调研组"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0003_lineages_compared_bytewise")]
    operations = [
        # Nullable and without a default: SQLite adds such a column in place, and the table keeps its triggers.
        migrations.AddField(
            "channelreturn", "round_code", models.CharField(blank=True, max_length=40, null=True, verbose_name="轮次代号")
        ),
        migrations.AlterField(
            "confirmedproblem", "side", models.CharField(choices=SIDES, max_length=20, verbose_name="来源")
        ),
        migrations.AlterField(
            "issuedmeasure", "term", models.CharField(choices=TERMS, max_length=20, verbose_name="整改类型")
        ),
        migrations.AlterField(
            "measureevent", "event", models.CharField(choices=EVENTS, max_length=20, verbose_name="事项")
        ),
        migrations.AlterField(
            "participant", "kind", models.CharField(choices=UNIT_KINDS, max_length=20, verbose_name="单位类型")
        ),
        migrations.AlterField(
            "plannedaction", "kind", models.CharField(choices=ACTION_KINDS, max_length=20, verbose_name="类别")
        ),
        migrations.AlterField(
            "teamset", "kind", models.CharField(choices=TEAM_KINDS, max_length=20, verbose_name="组别")
        ),
    ]
