"""Lists of words, written as words."""


def listed(words: str) -> list[str]:
    """The words of a passage, parted by blanks and line ends.

    >>> listed("增加 增设")
    ['增加', '增设']
    """
    return words.split()
