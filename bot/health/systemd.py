"""Word to systemd: that the bot has started, and that it is alive."""

import os
import socket

VARIABLE = "NOTIFY_SOCKET"


def tell(*lines: str) -> None:
    """Send lines such as READY=1, where systemd asked for word; it never fails."""
    address = os.environ.get(VARIABLE)
    if not address:
        return
    if address.startswith("@"):  # an abstract socket, which has no file
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as wire:
        try:
            wire.sendto("\n".join(lines).encode(), address)
        except OSError:
            return  # whoever does not hear it restarts the bot: that is what it is for
