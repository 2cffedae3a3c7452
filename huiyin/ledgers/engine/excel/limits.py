"""How much of an upload is taken in, and the refusal that carries the sentence for the person who sent it."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
_RATIO_FLOOR = 32 * MEGABYTE


class UploadRefused(Exception):
    """The upload cannot be taken; the message is the sentence to show."""


class TooLarge(UploadRefused):
    """The upload unfolds beyond what is safe: nothing in it is read further."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes; `cells` is what one sheet may unfold to in memory; `ratio` is inflated size to size on disk."""

    upload_bytes: int = 100 * MEGABYTE
    inflated_bytes: int = 2048 * MEGABYTE
    part_bytes: int = 256 * MEGABYTE
    ratio: int = 250
    members: int = 1000
    cells: int = 10_000_000
    lost_cells: int = 100_000


class Budget:
    """Counts what has really been inflated over a whole upload, whatever the archive's headers claim."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._spent = 0

    def spend(self, name: str, size: int) -> None:
        self._spent += size
        if self._spent > self.limits.inflated_bytes:
            raise TooLarge(
                f"《{name}》解压以后超过了 {megabytes(self.limits.inflated_bytes)} 的上限，没有收下。"
                "请减少一次上传的文件，分几次上传。"
            )

    def check_part(self, name: str, inflated: int, archive_size: int) -> None:
        """Refuse one member that grows past the cap, or grows out of proportion to the file it came in."""
        suspicious = inflated > _RATIO_FLOOR and inflated > archive_size * self.limits.ratio
        if inflated > self.limits.part_bytes or suspicious:
            raise TooLarge(
                f"《{name}》解压以后大得不正常（超过 {megabytes(min(inflated, self.limits.part_bytes))}），"
                "为安全起见没有收下。请用 Excel 或 WPS 打开，删去多余的空行空列，另存后再上传；行数很多的请分成几个文件。"
            )


def megabytes(size: int) -> str:
    """A size as people say it: 100 MB, 3 KB."""
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.0f} MB"
    return f"{max(1, round(size / 1024))} KB"
