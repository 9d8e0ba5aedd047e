# SPDX-License-Identifier: MIT
"""A node that the system allows less than it would like."""
import resource
import subprocess

from node_process import START_SECONDS, NodeProcess


def start_limited(node: NodeProcess, limit: int, most: int) -> None:
    """limit: as in resource.RLIMIT_FSIZE. The signal by which the system says that files are too long is ignored, so
    that calls fail instead."""
    with node.log_file.open("ab") as log:
        node.process = subprocess.Popen(
            node.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, restore_signals=False,
            preexec_fn=lambda: resource.setrlimit(limit, (most, most)))
    node.wait_for(node._is_ready, START_SECONDS, "the node is ready")
