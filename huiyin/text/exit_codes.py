"""The exit codes of the commands, said once: the same code for the same thing everywhere (docs/commands.md)."""

FINE, FOUND, USAGE, UNREADABLE = 0, 1, 2, 3
MEANINGS = {
    FINE: "已做完，没有要提醒的",
    FOUND: "已做完，但有要处理的：数字与记录不符，或检查出故障",
    USAGE: "命令写错了：少了参数、没有这个选项、没有这个活动或单位，或没有可用的数据库",
    UNREADABLE: "有文件读不了（没有这个文件、没有权限、已损坏、加了密码、看不出编码），其余的照常处理",
}


def explained(*codes: int) -> str:
    """The lines of a help text about the codes a command may end with."""
    return "退出码：" + "；".join(f"{code} {MEANINGS[code]}" for code in codes) + "。"
