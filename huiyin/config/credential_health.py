"""What `doctor` asks about the keys of one-time credentials; it stands here because few may import the sealed rooms."""

from datetime import datetime

from huiyin.anonymity import keys
from huiyin.core.health import Finding, Level

NAME = "签发密钥"


def credential_keys(now: datetime) -> Finding:
    """Every key in use has its file, no destroyed one came back, nobody else may read them."""
    if loose := keys.loose():
        return Finding(
            NAME, Level.FAULT,
            f"{keys.folder()} 里有 {len(loose)} 个文件不属于任何正在使用的密钥（如 {loose[0]}），可能是销毁后又被放回的。"
            "留着它就能补造凭证：请两人在场删除。",
        )  # fmt: skip
    if names := keys.readable_by_others():
        return Finding(NAME, Level.FAULT, f"{names[0]} 可被本机其他用户读取。请执行 chmod -R go-rwx {keys.folder()}。")
    if missing := keys.missing():
        return Finding(
            NAME, Level.NOTE,
            f"{len(missing)} 轮的密钥不在本机，不能再领取凭证（从备份恢复后就是这样）；已领的凭证仍可使用。请截止该轮后重新组织。",
        )  # fmt: skip
    return Finding(NAME, Level.GOOD, "正在使用的都在，只有本用户可读；备份不含它们。")
