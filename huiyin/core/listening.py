"""Where a server is to listen: something that is an address, and that no other program holds."""

import errno
import socket

from huiyin.core.errors import Refused

# gunicorn's other ways to listen, which a web server before it may want.
_OTHER_WAYS = ("unix:", "fd://")


def require_free(bind: str) -> None:
    """Refuse with a sentence what nobody can listen on; asked before anything long begins.

    Somebody may still be quicker between this and the server's own start: then gunicorn says so.
    """
    if bind.startswith(_OTHER_WAYS):
        return
    host, colon, port = bind.rpartition(":")
    if not (colon and port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 1 << 16):
        raise Refused(f"“{bind}”不是监听地址。请写成“地址:端口”，如 127.0.0.1:8000。")
    try:
        found = socket.getaddrinfo(
            host.strip("[]") or None, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (socket.gaierror, UnicodeError):
        raise Refused(f"找不到“{host}”这个地址。只在本机看的写 127.0.0.1，给其他电脑看的写本机的地址。") from None
    family, kind, protocol, _name, address = found[0]
    with socket.socket(family, kind, protocol) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(address)
        except OSError as fault:
            raise Refused(_sentence(fault, bind, host, int(port))) from fault


def _sentence(fault: OSError, bind: str, host: str, port: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"{bind} 已被别的程序占用。请先停掉那个程序，或换一个端口，如 --bind {host}:{port + 1 if port < 65535 else 8000}。"
    if fault.errno in (errno.EACCES, errno.EPERM):
        return f"没有权限监听 {bind}：1024 以下的端口要管理员权限。请换一个端口，如 --bind {host}:8000。"
    if fault.errno == errno.EADDRNOTAVAIL:
        return f"“{host}”不是本机的地址。只在本机看的写 127.0.0.1，给其他电脑看的写本机的地址。"
    return f"不能监听 {bind}：{fault.strerror}。请换一个地址或端口。"
