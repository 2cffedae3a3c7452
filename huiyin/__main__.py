"""The `huiyin` command: Django's management commands under one name, hyphens allowed; and reading without Django."""

import os
import sys
from pathlib import Path

TEXT_COMMANDS = ("claims", "repair")
GROUPING_COMMANDS = ("group", "classify")
HELP = "help"


def main(argv: list[str] | None = None) -> None:
    """Run one command; `huiyin import-opinions` is the management command `import_opinions`."""
    arguments = list(sys.argv if argv is None else argv)
    if len(arguments) > 1 and arguments[1] in TEXT_COMMANDS:
        # Reading a report needs no settings, no database and not a second to start.
        from huiyin.text.cli import main as read_reports

        sys.exit(read_reports(arguments[1:]))
    if len(arguments) > 1 and arguments[1] in GROUPING_COMMANDS:
        sys.exit(_grouping(arguments[1], arguments[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    from django.core.exceptions import ImproperlyConfigured

    try:
        _manage(arguments)
    except ImproperlyConfigured as wrong:
        # A folder that cannot be written, a setting that cannot be read: the sentence says what to mend, not where we noticed.
        from huiyin.text.exit_codes import USAGE

        print(wrong, file=sys.stderr)
        sys.exit(USAGE)


def _manage(arguments: list[str]) -> None:
    """One of Django's management commands or of ours."""
    from django.core.management import execute_from_command_line

    if len(arguments) > 1 and not arguments[1].startswith("-"):
        asked, arguments[1] = arguments[1], arguments[1].replace("-", "_")
        if arguments[1] not in (HELP, *managed()) and not _django_has(arguments[1]):
            sys.exit(_refused(f"没有“{asked}”这个命令"))
    elif len(arguments) == 1:
        sys.exit(_refused("少了命令"))
    execute_from_command_line(["huiyin", *arguments[1:]])


def managed() -> list[str]:
    """Our own management commands, by their files: no settings are needed to name them."""
    files = Path(__file__).parent.glob("*/management/commands/*.py")
    return sorted(file.stem for file in files if file.stem != "__init__")


def _django_has(name: str) -> bool:
    """Whether Django or one of its apps brings a command."""
    import django
    from django.core.management import get_commands

    django.setup()
    return name in get_commands()


def _refused(what: str) -> int:
    """A command line that names no command: say so, and which there are."""
    from huiyin.text.exit_codes import USAGE

    known = "、".join([*TEXT_COMMANDS, *GROUPING_COMMANDS, *(name.replace("_", "-") for name in managed())])
    print(f"{what}。可用的命令：{known}。在命令后面加 --help 可看用法。", file=sys.stderr)
    return USAGE


def _grouping(command: str, arguments: list[str]) -> int:
    """`huiyin group` and `huiyin classify`: opinions by theme and by category, without Django."""
    if command == "group":
        from huiyin.text.grouping.group_command import main as group

        return group(arguments)
    from huiyin.text.grouping.classify_command import main as classify

    return classify(arguments)


if __name__ == "__main__":
    main()
