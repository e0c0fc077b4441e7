"""Which addresses lead to the same page."""

import re
from urllib.parse import urlsplit

_ESCAPE = re.compile("%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DEFAULT_PORTS = {None, 80, 443}


def bare(address: str) -> str:
    """The address without what makes no other page of it; empty where it is not of http.

    The scheme, a default port, a slash at the end of the path and a fragment are left out; host
    names have no case, and an escaped letter is that letter.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    place = host.rstrip(".") if port in _DEFAULT_PORTS else f"{host.rstrip('.')}:{port}"
    query = f"?{_ESCAPE.sub(_unescaped, parts.query)}" if parts.query else ""
    return place + _ESCAPE.sub(_unescaped, parts.path).rstrip("/") + query


def _unescaped(escape: re.Match[str]) -> str:
    sign = chr(int(escape[1], 16))
    return sign if sign in _UNRESERVED else escape[0].upper()
