"""The `huiyin` command: Django's management commands under one name, hyphens allowed; and reading without Django."""

import os
import sys

TEXT_COMMANDS = ("claims", "repair")
GROUPING_COMMANDS = ("group", "classify")


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
    from django.core.management import execute_from_command_line

    if len(arguments) > 1:
        arguments[1] = arguments[1].replace("-", "_") if not arguments[1].startswith("-") else arguments[1]
    execute_from_command_line(["huiyin", *arguments[1:]])


def _grouping(command: str, arguments: list[str]) -> int:
    """`huiyin group` and `huiyin classify`: opinions by theme and by category, without Django."""
    if command == "group":
        from huiyin.text.grouping.group_command import main as group

        return group(arguments)
    from huiyin.text.grouping.classify_command import main as classify

    return classify(arguments)


if __name__ == "__main__":
    main()
