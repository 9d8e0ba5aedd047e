# SPDX-License-Identifier: MIT
"""Answers against the description of the API (docs/openapi.json): does each fit, and what was seen of it?"""
import json
import re
from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator

from event_stream import read_events
from node_process import Answer

Json = dict[str, Any]
Operation = tuple[str, str]  # as in ("get", "/balance/{address}")

NAMED_METHODS = {"GET": "get", "HEAD": "get", "POST": "post"}


class ApiRecord:
    def __init__(self, document: Json) -> None:
        self.document = document
        self.seen: set[tuple[Operation, str]] = set()
        self.seen_by_default: set[int] = set()
        self._paths = [(re.compile(re.sub(r"\{[^}]*\}", "[^?]*", path) + r"(\?|\Z)"), path)
                       for path in sorted(document["paths"], key=lambda path: ("{" in path, path))]

    @property
    def operations(self) -> dict[Operation, Json]:
        return {(method, path): operation for path, methods in self.document["paths"].items()
                for method, operation in methods.items()}

    @property
    def documented(self) -> set[tuple[Operation, str]]:
        return {(key, status) for key, operation in self.operations.items() for status in operation["responses"]}

    @property
    def refusals(self) -> Json:
        """What any request may meet."""
        return self.document["components"]["responses"]["Refused"]

    def watching(self, call: Callable[..., Answer]) -> Callable[..., Answer]:
        """The call of a node, whose answers are checked from now on."""
        def watched(method: str, path: str, *arguments: Any, **named: Any) -> Answer:
            answer = call(method, path, *arguments, **named)
            self.check(method, path, answer)
            return answer

        return watched

    def operation_of(self, method: str, target: str) -> Operation | None:
        path = next((path for pattern, path in self._paths if pattern.match(target)), None)
        key = (NAMED_METHODS.get(method, method.lower()), path or "")
        return key if key in self.operations else None

    def check(self, method: str, target: str, answer: Answer) -> None:
        """Raises AssertionError where the answer is not as it is described."""
        key = self.operation_of(method, target)
        responses = self.operations[key]["responses"] if key else {"default": self.refusals}
        status = str(answer.status) if str(answer.status) in responses else "default"
        response = self._resolved(responses[status])
        where = f"{method} {target[:100]}: {answer.status}"
        if status == "default":
            if answer.status not in self.refusals["x-statuses"]:
                raise AssertionError(f"{where} is not described: {answer}")
            self.seen_by_default.add(answer.status)
        self._check_headers(where, response, answer)
        self._check_body(where, response, answer, is_head=method == "HEAD")
        if key:
            self.seen.add((key, status))

    def _check_headers(self, where: str, response: Json, answer: Answer) -> None:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if answer.status in (429, 503) and not headers.get("retry-after", "").isdigit():
            raise AssertionError(f"{where} does not say when to come again: {answer.headers}")
        if answer.status == 405 and not headers.get("allow"):
            raise AssertionError(f"{where} does not say what the path takes: {answer.headers}")
        for name, header in response.get("headers", {}).items():
            header = self._resolved(header)
            value = headers.get(name.lower())
            if value is not None:
                self._validate(where + f", {name}", header["schema"], value)
            elif header.get("required"):
                raise AssertionError(f"{where} has no {name}")

    def _check_body(self, where: str, response: Json, answer: Answer, is_head: bool) -> None:
        content_type = {name.lower(): value for name, value in answer.headers.items()}.get("content-type", "")
        if content_type not in response["content"]:
            raise AssertionError(f"{where} is {content_type}, not {' or '.join(response['content'])}")
        media = response["content"][content_type]
        if is_head:
            if answer.body:
                raise AssertionError(f"{where} has a body")
            return
        value = json.loads(answer.body) if content_type == "application/json" else answer.body.decode()
        self._validate(where, media["schema"], value)
        if "x-events" in media:
            [event] = read_events(answer.body)
            self._validate(f"{where}, {event.name}", media["x-events"][event.name], event.data)

    def _resolved(self, value: Json) -> Json:
        while "$ref" in value:
            target: Any = self.document
            for step in value["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            value = target
        return value

    def _validate(self, where: str, schema: Json, value: Any) -> None:
        # So that "#/components/…" leads from a part of the document to where it leads within the whole.
        faults = [f"{where}, {'/'.join(map(str, fault.absolute_path))}: {fault.message[:500]}" for fault in
                  Draft202012Validator({**schema, "components": self.document["components"]}).iter_errors(value)]
        if faults:
            raise AssertionError("\n".join(faults))

    def example_faults(self) -> list[str]:
        """Examples that are not as their own schemas have it."""
        faults = []
        for key, operation in self.operations.items():
            medias = [("request", media) for media in operation.get("requestBody", {}).get("content", {}).values()]
            medias += [(status, media) for status, response in operation["responses"].items()
                       for media in self._resolved(response)["content"].values()]
            for name, media in medias:
                if "example" in media:
                    try:
                        self._validate(f"{key} {name}", media["schema"], media["example"])
                    except AssertionError as fault:
                        faults.append(str(fault))
        return faults
