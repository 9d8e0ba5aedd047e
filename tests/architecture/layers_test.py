# SPDX-License-Identifier: MIT
"""The #include lines of include/ and src/ against the layers of docs/architecture.md, and how a file begins."""
import re
import sys
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

OPEN_TO_ALL = {"util", "crypto"}
# What each layer may include besides itself and what is open to all.
LAYERS: dict[str, set[str]] = {
    "util": set(),
    "crypto": set(),
    "chain": set(),
    "consensus": {"chain"},
    "wallet": {"chain"},
    "net": {"chain"},
    "miner": {"chain"},
    "worker": {"chain", "net", "miner", "stratum"},
    "stratum": {"chain", "miner"},
    "storage": {"chain", "consensus"},
    "state": {"chain", "consensus", "storage"},
    "mempool": {"chain", "consensus", "state"},
    "sync": {"chain", "consensus", "state", "net"},
    "api": {"chain", "stratum"},
    "node": {"chain", "consensus", "wallet", "net", "miner", "stratum", "storage", "state", "mempool", "sync", "api"},
}
LAYERS["cli"] = set(LAYERS)

# Where a library's headers may be included: folders, or single files.
LIBRARIES: dict[str, list[str]] = {
    r"simdjson\.h": ["src/chain/", "src/sync/"],
    r"nlohmann/.*": ["src/cli/", "src/wallet/", "src/api/"],
    r"openssl/.*": ["src/crypto/", "src/wallet/"],
    r"secp256k1.*\.h": ["src/crypto/", "src/wallet/"],
    r"httplib\.h": ["src/api/", "src/net/"],
    r"boost/asio.*": ["src/api/", "src/stratum/", "src/worker/line_connection.cpp"],
    r"boost/beast.*": ["src/api/"],
    r"prometheus/.*": ["src/api/metrics_text.cpp"],
    r"rocksdb/.*": ["src/storage/"],
    r"CL/opencl\.hpp": ["src/miner/opencl/"],
    r"spdlog/.*": ["src/cli/console_log.cpp"],
    r"ncurses\.h": ["src/cli/screen.cpp"],
    r"CLI/.*": ["src/cli/command_tree.cpp", "src/cli/command_options.cpp", "src/cli/completion.cpp", "src/cli/config_options.cpp",
                "src/cli/setting_conflicts.cpp", "src/cli/setting_effective.cpp", "src/cli/setting_judge.cpp",
                "src/cli/setting_sources.cpp", "src/cli/reference_options.cpp", "src/cli/backend_options.cpp",
                "src/cli/bench_options.cpp", "src/cli/chain_options.cpp", "src/cli/ctl_options.cpp",
                "src/cli/devices_options.cpp",
                "src/cli/inspect_options.cpp", "src/cli/log_options.cpp", "src/cli/manual.cpp",
                "src/cli/mine_options.cpp",
                "src/cli/mining_options.cpp", "src/cli/network_options.cpp", "src/cli/node_options.cpp",
                "src/cli/opencl_options.cpp", "src/cli/option_choices.cpp", "src/cli/self_options.cpp",
                "src/cli/view_options.cpp",
                "src/cli/wallet_options.cpp"],
    r"toml\+\+/toml\.h": ["src/cli/toml_settings.cpp"],
    r"fmt/.*": ["src/"],
    r"tl/expected\.hpp": ["include/chaincore/util/result.hpp"],
}

# Plain-data headers of the project, which a file for one instruction set may include; and those of the compiler.
KERNEL_HEADERS = {"cstddef", "cstdint", "immintrin.h"}
KERNEL_FLAG = re.compile(r"set_source_files_properties\(\s*([^)]*?)\s+PROPERTIES\s+COMPILE_OPTIONS\s+\"?[^)]*-m[a-z]")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
STANDARD = re.compile(r"[a-z_0-9]+\Z")
SYSTEM = re.compile(r"((sys|netinet|arpa|linux)/[a-z_0-9]+|[a-z_0-9]+)\.h\Z")
SPDX = "// SPDX-License-Identifier: MIT\n"


def sources(root: Path) -> Iterator[Path]:
    for top in ("include", "src"):
        yield from sorted(path for path in (root / top).rglob("*") if path.suffix in (".hpp", ".cpp", ".h", ".c", ".cc"))


def includes(path: Path) -> list[tuple[str, str]]:
    """Bracket and name of each included file."""
    return [(match[1], match[2]) for match in INCLUDE.finditer(path.read_text())]


def layer_of(path: Path, root: Path) -> str:
    parts = path.relative_to(root).parts
    return parts[2] if parts[0] == "include" else parts[1]


def project_layer(name: str, root: Path) -> str | None:
    """The layer to which an included header of ours belongs: public, or private beside its .cpp."""
    parts = name.split("/")
    if parts[0] == "chaincore" and len(parts) > 2:
        return parts[1]
    return parts[0] if len(parts) > 1 and (root / "src" / name).is_file() else None


def layer_faults(path: Path, root: Path) -> Iterator[str]:
    layer = layer_of(path, root)
    if layer not in LAYERS:
        yield f"the folder {layer} is no layer"
        return
    # util knows nobody; crypto is the other layer that is open to all, and stands on util alone.
    allowed = {layer} | LAYERS[layer] | ({"util"} if layer == "crypto" else OPEN_TO_ALL if layer != "util" else set())
    for bracket, name in includes(path):
        target = project_layer(name, root)
        if target is None:
            if bracket == '"':
                yield f'"{name}" is no header of the project by its full path'
            continue
        if bracket == "<":
            yield f"<{name}> is the project's own: it is included with quotes"
        if target not in allowed:
            yield f"{layer} includes {name}, but may only include {', '.join(sorted(allowed))}"
        elif not name.startswith("chaincore/") and target != layer and layer != "cli":
            yield f"{layer} includes {name}, which is private to {target}"
        elif not name.startswith("chaincore/") and path.relative_to(root).parts[0] == "include":
            yield f"a public header includes {name}, which is private"


def library_faults(path: Path, root: Path) -> Iterator[str]:
    file = path.relative_to(root).as_posix()
    for bracket, name in includes(path):
        if bracket == '"' or project_layer(name, root) is not None:
            continue
        places = next((places for pattern, places in LIBRARIES.items() if re.fullmatch(pattern, name)), None)
        if places is not None:
            if not any(file.startswith(place) for place in places):
                yield f"<{name}> is allowed in {', '.join(places)} only"
        elif SYSTEM.match(name):
            if file.startswith("include/"):
                yield f"a public header includes <{name}>, which is not C++'s"
        elif not STANDARD.match(name):
            yield f"<{name}> is of no library that the project uses"


def beginning_faults(path: Path) -> Iterator[str]:
    text = path.read_text()
    if not text.startswith(SPDX):
        yield "the first line is not the SPDX line"
        return
    if path.suffix == ".hpp" and not re.match(r"(//[^\n]*\n)+#pragma once\n", text[len(SPDX):]):
        yield "between the SPDX line and #pragma once belongs a comment: what this is, who may call it"


def kernel_files(root: Path) -> list[Path]:
    """The files that are compiled for a special instruction set, by the CMake files."""
    files = []
    for cmake in sorted((root / "src").rglob("CMakeLists.txt")):
        for match in KERNEL_FLAG.finditer(cmake.read_text()):
            files += [cmake.parent / name for name in match[1].split()]
    return files


def kernel_faults(path: Path, root: Path) -> Iterator[str]:
    """Inline functions that come with a header could be the copies that the linker keeps for the whole program."""
    for bracket, name in includes(path):
        if bracket == "<":
            if name not in KERNEL_HEADERS:
                yield f"a file with an instruction set of its own includes <{name}>"
            continue
        header = next((file for file in (root / "include" / name, root / "src" / name) if file.is_file()), None)
        if header is not None:
            yield from (f"{name}: {fault}" for fault in plain_data_faults(header, root))


def plain_data_faults(header: Path, root: Path) -> Iterator[str]:
    text = header.read_text()
    for bracket, name in includes(header):
        if bracket == "<" and name not in KERNEL_HEADERS | {"array"}:
            yield f"<{name}> is more than plain data"
        nested = next((file for file in (root / "include" / name, root / "src" / name) if file.is_file()), None)
        if nested is not None:
            yield from plain_data_faults(nested, root)
    # A body in a header: ") {" behind a function's parameters. Operators that are defaulted are none.
    for match in re.finditer(r"^(?!\s*//).*\)\s*(const\s*)?(noexcept\s*)?\{", text, re.MULTILINE):
        yield f"a function has its body there: {match[0].strip()}"


def faults(root: Path) -> list[str]:
    found = []
    for path in sources(root):
        for fault in (*layer_faults(path, root), *library_faults(path, root), *beginning_faults(path)):
            found.append(f"{path.relative_to(root)}: {fault}")
    for path in kernel_files(root):
        found += [f"{path.relative_to(root)}: {fault}" for fault in kernel_faults(path, root)]
    return found


class Layers(unittest.TestCase):
    def test_the_tree_keeps_its_layers(self) -> None:
        self.assertGreater(len(list(sources(ROOT))), 50)
        found = faults(ROOT)
        self.assertEqual(found, [], "\n" + "\n".join(found))

    def test_files_for_an_instruction_set_are_found(self) -> None:
        names = {path.name for path in kernel_files(ROOT)}
        self.assertLessEqual({"sha256_sha_ni.cpp"}, names)
        self.assertTrue(all(path.is_file() for path in kernel_files(ROOT)))


class PlantedViolations(unittest.TestCase):
    """The test tests itself: each planted fault is the one that it finds."""

    def faults_of(self, **files: str) -> list[str]:
        """The faults of a small tree in which these files stand beside honest ones; __ in a name is a slash."""
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory)
            tree = {"include/chaincore/chain/block.hpp": SPDX + "// A block.\n#pragma once\n",
                    "include/chaincore/net/socket.hpp": SPDX + "// A socket.\n#pragma once\n",
                    "src/chain/private.hpp": SPDX + "// A detail.\n#pragma once\n",
                    "src/consensus/rules.cpp": SPDX + '#include "chaincore/chain/block.hpp"\n\n#include <vector>\n'}
            tree |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
            for name, text in tree.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return faults(root)

    def test_an_honest_tree_has_no_faults(self) -> None:
        self.assertEqual(self.faults_of(), [])

    def test_planted_faults_are_found(self) -> None:
        hpp = SPDX + "// It is.\n#pragma once\n"
        cases = [
            ("src__chain__x_dot_cpp", SPDX + '#include "chaincore/net/socket.hpp"\n', "chain includes chaincore/net"),
            ("src__util__x_dot_cpp", SPDX + '#include "chaincore/chain/block.hpp"\n', "util includes chaincore/chain"),
            ("src__crypto__x_dot_cpp", SPDX + '#  include "chaincore/chain/block.hpp"\n', "crypto includes"),
            ("src__miner__x_dot_cpp", SPDX + '#include "chaincore/consensus/limits.hpp"\n', "miner includes"),
            ("src__consensus__x_dot_cpp", SPDX + '#include "chain/private.hpp"\n', "private to chain"),
            ("src__gossip__x_dot_cpp", SPDX, "gossip is no layer"),
            ("src__chain__x_dot_cpp", SPDX + '#include "private.hpp"\n', "full path"),
            ("src__consensus__x_dot_cpp", SPDX + "#include <simdjson.h>\n", "<simdjson.h> is allowed"),
            ("src__chain__x_dot_cpp", SPDX + "#include <nlohmann/json.hpp>\n", "<nlohmann/json.hpp> is allowed"),
            ("src__chain__x_dot_cpp", SPDX + "#include <openssl/evp.h>\n", "<openssl/evp.h> is allowed"),
            ("src__cli__x_dot_cpp", SPDX + "#include <CLI/CLI.hpp>\n", "<CLI/CLI.hpp> is allowed"),
            ("src__chain__x_dot_cpp", SPDX + "#include <tl/expected.hpp>\n", "<tl/expected.hpp> is allowed"),
            ("include__chaincore__chain__x_dot_hpp", hpp + "#include <simdjson.h>\n", "<simdjson.h> is allowed"),
            ("include__chaincore__chain__x_dot_hpp", hpp + "#include <unistd.h>\n", "not C++'s"),
            ("include__chaincore__chain__x_dot_hpp", hpp + '#include "chain/private.hpp"\n', "which is private"),
            ("src__chain__x_dot_cpp", SPDX + "#include <boost/asio.hpp>\n", "<boost/asio.hpp> is allowed"),
            ("src__net__x_dot_cpp", SPDX + "#include <boost/beast/http.hpp>\n", "<boost/beast/http.hpp> is allowed"),
            ("src__node__x_dot_cpp", SPDX + "#include <httplib.h>\n", "<httplib.h> is allowed"),
            ("src__api__x_dot_cpp", SPDX + "#include <boost/regex.hpp>\n", "of no library"),
            ("src__chain__x_dot_cpp", "// no licence\n", "SPDX"),
            ("include__chaincore__chain__x_dot_hpp", SPDX + "#pragma once\n", "belongs a comment"),
        ]
        for name, text, expected in cases:
            with self.subTest(name=name, text=text):
                found = self.faults_of(**{name: text})
                self.assertEqual(len(found), 1, found)
                self.assertIn(expected, found[0])

    def test_a_kernel_with_the_standard_library_is_found(self) -> None:
        cmake = 'set_source_files_properties(fast.cpp PROPERTIES COMPILE_OPTIONS "-mavx2")\n'
        for text, expected in (("#include <vector>\n", "<vector>"),
                               ('#include "crypto/inline.hpp"\n', "has its body there")):
            found = self.faults_of(src__crypto__CMakeLists_dot_txt=cmake, src__crypto__fast_dot_cpp=SPDX + text,
                                   src__crypto__inline_dot_hpp=SPDX + "// It is.\n#pragma once\nint f() { return 1; }\n")
            self.assertEqual(len(found), 1, found)
            self.assertIn(expected, found[0])


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
