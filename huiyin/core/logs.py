"""What may stand in a log: our own sentences, kinds of faults and places in the code; never words, names or addresses."""

import logging
import traceback


def trace(failure: BaseException) -> str:
    """A fault as its kind and the places it passed through; messages of faults quote what people typed."""
    frames = traceback.extract_tb(failure.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    cause = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
    because = f" because of {type(cause).__name__}" if cause else ""
    return f"{type(failure).__name__}{because} at {places}" if places else f"{type(failure).__name__}{because}"


class PlainFormatter(logging.Formatter):
    """Time, level, logger, message. Of other people's loggers only the fixed text is kept, never what was put into it.

    Libraries log paths, host names, remote addresses and the texts of exceptions; a library may be upgraded any day,
    so this is decided here and not logger by logger.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line that is written."""
        plain = logging.makeLogRecord(record.__dict__)
        plain.exc_info = plain.exc_text = plain.stack_info = None
        if not (record.name == "huiyin" or record.name.startswith("huiyin.")):
            # A message without arguments was put together before it came here: it may hold anything.
            plain.msg = str(record.msg) if record.args else "（内容不记录）"
            plain.args = None
        line = super().format(plain)
        failure = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        return f"{line} [{trace(failure)}]" if failure else line
