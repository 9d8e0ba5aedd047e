# SPDX-License-Identifier: MIT
"""By which address, but loopback's, this machine calls itself."""
import socket


def own_address() -> str | None:
    """An address of this machine that is not loopback's; none where it has no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))  # sends nothing
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith("127.") else address
