"""Links and QR codes of a served demonstration lead to where it is served."""

import pytest

from huiyin.demo.management.commands.demo import surroundings


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("0.0.0.0:9000", "http://localhost:9000"),
        (":9000", "http://localhost:9000"),
        ("[::1]:9000", "http://[::1]:9000"),
        ("office-server:80", "http://office-server:80"),
    ],
)
def test_links_lead_to_the_port_it_listens_on(bind: str, address: str) -> None:
    told = surroundings(bind, {"PATH": "/bin"})
    assert told["HUIYIN_PUBLIC_URL"] == address
    assert bind.rpartition(":")[0] in ("", "0.0.0.0", *told["HUIYIN_HOSTS"].split(","))
    assert (told["PATH"], told["HUIYIN_DEMONSTRATION"]) == ("/bin", "1")


def test_what_somebody_said_stands() -> None:
    given = {"HUIYIN_PUBLIC_URL": "https://say.example", "HUIYIN_HOSTS": "say.example"}
    assert surroundings("127.0.0.1:8123", given) == {**given, "HUIYIN_DEMONSTRATION": "1"}
