"""Why a file cannot be read, as a sentence for the person who gave it."""

BROKEN = "这个文件已损坏，打不开。请在 WPS 或 Word 里打开后另存一份再导入。"
LOCKED = "这个文件加了密码，无法读取。请取消密码、另存一份后再导入。"


class Unreadable(Exception):
    """The message is a full Chinese sentence: what is wrong and how to mend it."""
