"""The OpenAPI description as a file kept in docs/: a changed answer shows in review. Run: python -m huiyin.api.snapshot"""

import json
import os
from pathlib import Path

SNAPSHOT = Path(__file__).parents[2] / "docs" / "openapi.json"


def text() -> str:
    """The description of today's code."""
    from huiyin.api.api import api

    schema = api.get_openapi_schema(path_prefix="/desk/api/")
    return json.dumps(schema, ensure_ascii=False, indent=1, default=str) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    import django

    django.setup()
    SNAPSHOT.write_text(text(), encoding="utf-8")
