"""Reads the short list of environment variables and refuses bad values with a sentence."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-64000;"
    # REPLACE fires delete triggers only with recursive_triggers, and audit rows must not be replaced.
    "PRAGMA foreign_keys=ON;PRAGMA recursive_triggers=ON;"
)


def flag(name: str, default: bool, env: Mapping[str, str] = os.environ) -> bool:
    """A yes/no variable: 1/0, true/false, yes/no; anything else is refused."""
    raw = env.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"环境变量 {name} 的值“{raw}”无法识别，请填 1 或 0。")


def data_folder(base: Path, env: Mapping[str, str] = os.environ) -> Path:
    """Where everything that is not code lives; made on first use, readable by its owner only."""
    folder = Path(env.get("HUIYIN_DATA") or base / "var").expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"数据目录 {folder} 无法建立：{error}。请检查 HUIYIN_DATA 的路径和权限。") from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"数据目录 {folder} 没有读写权限。请改目录的权限，或把 HUIYIN_DATA 设为可以写的目录。"
        )
    return folder


def count(name: str, default: int, env: Mapping[str, str] = os.environ) -> int:
    """A whole number from 0; anything else is refused."""
    raw = env.get(name, "").strip()
    if raw == "":
        return default
    if not (raw.isascii() and raw.isdigit()):
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{raw}”不是数字，请填 0 或正整数。")
    return int(raw)


def secret(folder: Path, name: str) -> str:
    """A secret kept in a file of its own beside the data, made once, never in the database or its backups."""
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            # Linked whole, never over an existing one: two processes that start at once end with the same secret.
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(temporary)
    value = path.read_text(encoding="utf-8").strip()
    if not value:
        raise ImproperlyConfigured(f"密钥文件 {path} 是空的。请从另存的副本放回；全新安装可删除它后重新启动。")
    return value


def database(folder: Path, env: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Django's database settings: SQLite beside the data, or PostgreSQL from HUIYIN_DATABASE_URL."""
    url = env.get("HUIYIN_DATABASE_URL", "").strip()
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / "huiyin.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": SQLITE_PRAGMAS},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("HUIYIN_DATABASE_URL 应形如 postgresql://用户:口令@主机:端口/库名。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a board's question takes a second, answering it a few hundredths (docs/benchmarks.md).
        "OPTIONS": {"options": "-c jit=off"},
    }
