# SPDX-License-Identifier: MIT
"""The container files of tools/docker: the program knows every variable and flag in them, nothing is published to other
machines, and the five nodes of compose.yaml become one network, run with those very variables in network namespaces
with those very names.

usage: container_test.py PROGRAM"""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any

from installed_tree import ROOT

try:
    import yaml
except ImportError:
    yaml = None

PROGRAM = str(Path(sys.argv[1]).resolve())
DOCKERFILE = ROOT / "tools/docker/Dockerfile"
COMPOSE = ROOT / "tools/docker/compose.yaml"
PATIENCE = 120.0


def stages() -> dict[str, str]:
    """What the Dockerfile says of each, lines that go on joined."""
    text = re.sub(r"\\\n", " ", DOCKERFILE.read_text())
    pieces = re.split(r"(?m)^FROM \S+ AS (\w+)$", text)[1:]
    return dict(zip(pieces[::2], pieces[1::2]))


def variables_of(stage: str) -> dict[str, str]:
    lines = re.findall(r"(?m)^ENV (.*)$", stages()[stage])
    return dict(word.split("=", 1) for line in lines for word in shlex.split(line))


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def environment_of(service: dict[str, Any]) -> dict[str, str]:
    """All that a node of the compose file is told."""
    return variables_of("cpu") | {key: str(value) for key, value in service["environment"].items()}


def shown(command: list[str], env: dict[str, str]) -> dict[str, str]:
    """The source of each key."""
    done = subprocess.run([PROGRAM, "config", "show", "--json", *command], env=env | {"HOME": "/nonexistent"},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {entry["key"]: entry["source"] for entry in json.loads(done.stdout)["settings"]}


class ContainerFiles(unittest.TestCase):
    def test_the_program_knows_every_variable(self) -> None:
        needs_yaml(self)
        told = [variables_of("cpu"), variables_of("cpu") | variables_of("opencl"),
                *(environment_of(service) for service in services().values())]
        for variables in told:
            ours = {key: value for key, value in variables.items() if key.startswith("CHAINCORE_")}
            with self.subTest(variables=ours):
                sources = shown(["node"], ours)
                self.assertEqual({source for source in sources.values() if source != "default"}, set(ours))

    def test_the_program_takes_the_flags_of_the_health_check(self) -> None:
        check = re.search(r"HEALTHCHECK .*CMD (\[.*\])", stages()["cpu"])
        assert check is not None
        program, *words = json.loads(check[1])
        self.assertEqual(program, "chaincore")
        self.assertEqual(shown(words, {})["node"], "flag")

    def test_a_container_is_not_root_and_keeps_its_data(self) -> None:
        for stage in ("cpu", "opencl"):
            with self.subTest(stage=stage):
                self.assertEqual(re.findall(r"(?m)^USER (\w+)$", stages()[stage])[-1], "chaincore")
        self.assertIn(f"\nVOLUME {variables_of('cpu')['CHAINCORE_DATA_DIR']}\n", stages()["cpu"])

    def test_the_network_is_five_nodes_for_this_machine_alone(self) -> None:
        needs_yaml(self)
        self.assertEqual(len(services()), 5)
        inner = variables_of("cpu")["CHAINCORE_PORT"]
        ports = [port for service in services().values() for port in service["ports"]]
        self.assertEqual(len(set(ports)), 5)
        for port in ports:
            self.assertRegex(port, rf"\A127\.0\.0\.1:\d+:{inner}\Z")
        for name, service in services().items():
            others = {f"http://{other}:{inner}" for other in services() if other != name}
            self.assertEqual(set(service["environment"]["CHAINCORE_PEER"].split(",")), others)
            self.assertEqual(service["environment"]["CHAINCORE_PUBLIC_URL"], f"http://{name}:{inner}")
            self.assertEqual(service["build"]["target"], "cpu")


def needs_yaml(case: unittest.TestCase) -> None:
    if yaml is None:
        case.skipTest("Python's yaml is not installed, tools/setup --tests does that")


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


class ComposedNetwork(unittest.TestCase):
    """A network namespace for each service, all on one bridge, and a file of hosts as the container engine has it."""

    def setUp(self) -> None:
        needs_yaml(self)
        if os.geteuid() != 0 or shutil.which("ip") is None:
            self.skipTest("only root, with the program ip, can make network namespaces")
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.mark = f"ccc{os.getpid()}"
        self.add_namespace("net")
        ip("-n", self.namespace("net"), "link", "add", "bridge", "type", "bridge")
        ip("-n", self.namespace("net"), "link", "set", "bridge", "up")
        names = list(services())
        (self.directory / "hosts").write_text("127.0.0.1 localhost\n" + "".join(
            f"10.77.0.{number} {name}\n" for number, name in enumerate(names, 1)))
        for number, name in enumerate(names, 1):
            self.connect(name, number)

    def namespace(self, name: str) -> str:
        return f"{self.mark}-{name}"

    def add_namespace(self, name: str) -> None:
        try:
            ip("netns", "add", self.namespace(name))
        except subprocess.CalledProcessError as wrong:
            self.skipTest(f"no network namespace can be made here: {wrong.stderr.decode().strip()}")
        self.addCleanup(ip, "netns", "delete", self.namespace(name))

    def connect(self, name: str, number: int) -> None:
        self.add_namespace(name)
        here, net = self.namespace(name), self.namespace("net")
        ip("-n", net, "link", "add", f"port{number}", "type", "veth", "peer", "name", "eth0", "netns", here)
        ip("-n", net, "link", "set", f"port{number}", "master", "bridge", "up")
        ip("-n", here, "address", "add", f"10.77.0.{number}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            ip("-n", here, "link", "set", device, "up")

    def within(self, name: str, *command: str) -> list[str]:
        """As a container has it: its own network, and our names."""
        script = 'mount --bind "$0" /etc/hosts && exec "$@"'
        return ["ip", "netns", "exec", self.namespace(name), "unshare", "--mount", "sh", "-c", script,
                str(self.directory / "hosts"), *command]

    def start(self, name: str, service: dict[str, Any]) -> None:
        # The volume is ours.
        data = {"CHAINCORE_DATA_DIR": str(self.directory / name), "HOME": "/nonexistent", "PATH": os.environ["PATH"]}
        log = open(self.directory / f"{name}.log", "w")
        node = subprocess.Popen(self.within(name, PROGRAM, "node"), env=environment_of(service) | data, stdout=log,
                                stderr=log, stdin=subprocess.DEVNULL)
        log.close()
        self.addCleanup(node.wait, 60)
        self.addCleanup(node.terminate)

    def status(self, name: str) -> dict[str, Any]:
        """Asked as the health check asks; empty: it does not answer yet."""
        done = subprocess.run(self.within(name, PROGRAM, "status", "--json", "--node", "http://localhost:5000"),
                              capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
        return json.loads(done.stdout) if done.returncode == 0 else {}

    def peers(self, name: str) -> set[str]:
        done = subprocess.run(self.within(name, PROGRAM, "peers", "--json", "--node", "http://localhost:5000"),
                              capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
        found = json.loads(done.stdout)["peers"] if done.returncode == 0 else []
        return set(found)

    def test_the_five_become_one_network(self) -> None:
        for name, service in services().items():
            self.start(name, service)
        deadline = time.monotonic() + PATIENCE
        while not self.is_one_network():
            self.assertLess(time.monotonic(), deadline, {
                name: (self.status(name), (self.directory / f"{name}.log").read_text()[-2000:]) for name in services()})
            time.sleep(0.5)

    def is_one_network(self) -> bool:
        """Everybody has the same chain of some blocks, and all the others as peers."""
        chains = [self.status(name).get("chain", {}) for name in services()]
        tips = {(chain.get("length", 0), chain.get("tip_hash")) for chain in chains}
        expected = {f"http://{name}:5000" for name in services()}
        return len(tips) == 1 and min(tips)[0] > 5 and all(
            self.peers(name) == expected - {f"http://{name}:5000"} for name in services())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
