"""Packet loss that is real, for any user: a filter on a socket drops what comes in, at random.

The kernel runs it before TCP sees the packet (Linux, `SO_ATTACH_FILTER`), so that TCP does what it
does when a packet is lost on its way: it waits and sends it again.
"""

import ctypes
import socket
import struct

_SO_ATTACH_FILTER = 26
_RANDOM = 0xFFFFF000 + 56  # SKF_AD_OFF + SKF_AD_RANDOM
_LOAD, _IF_GREATER, _RETURN = 0x20, 0x35, 0x06
_ALL = 0xFFFFFFFF


def lose(connection: socket.socket, share: float) -> None:
    """From now on that share of the packets to this socket, or accepted from it, is lost."""
    limit = int(share * 2**32)
    steps = [(_LOAD, 0, 0, _RANDOM), (_IF_GREATER, 0, 1, limit), (_RETURN, 0, 0, _ALL)]
    program = b"".join(struct.pack("HBBI", *step) for step in [*steps, (_RETURN, 0, 0, 0)])
    held = ctypes.create_string_buffer(program)
    told = struct.pack("HL", len(steps) + 1, ctypes.addressof(held))
    connection.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, told)
