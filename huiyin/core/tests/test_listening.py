"""Before anything long begins, a server says in a sentence why it cannot listen."""

import socket
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from huiyin.core.errors import Refused
from huiyin.core.listening import require_free


@pytest.fixture
def taken() -> Iterator[str]:
    """An address of this machine that another program holds."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield f"127.0.0.1:{other.getsockname()[1]}"


def test_a_taken_port_is_named_with_another_to_try(taken: str, capsys: pytest.CaptureFixture[str]) -> None:
    again = f"--bind 127.0.0.1:{int(taken.rpartition(':')[2]) + 1}"
    with pytest.raises(CommandError, match=f"{taken} 已被别的程序占用.*{again}"):
        call_command("demo", bind=taken)
    with pytest.raises(SystemExit):
        call_command("serve", bind=taken)
    assert "已被别的程序占用" in capsys.readouterr().err


@pytest.mark.parametrize(
    "bind", ["8000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000", "127.0.0.1:0", ":²"]
)
def test_what_is_no_address_is_said_with_an_example(bind: str) -> None:
    with pytest.raises(Refused, match=r"不是监听地址.*127\.0\.0\.1:8000"):
        require_free(bind)


def test_an_address_of_another_machine_is_no_place_to_listen() -> None:
    with pytest.raises(Refused, match="不是本机的地址"):
        require_free("192.0.2.1:8000")
    with pytest.raises(Refused, match="找不到"):
        require_free("a..b:8000")


def test_a_free_port_and_a_socket_of_a_web_server_are_left_alone(taken: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    require_free(f"127.0.0.1:{free}")
    require_free(f":{free}")
    require_free("unix:/run/huiyin.sock")
