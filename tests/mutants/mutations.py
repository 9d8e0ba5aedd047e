# SPDX-License-Identifier: MIT
"""Small mistakes in C++ text: an operator turned round, a constant off by one, a check left out.

The text is taken apart into tokens and not parsed, so this relies on the layout that clang-format gives it: a binary
operator has blanks on both sides, a template's bracket or a reference has not.
"""
import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple


class Mutation(NamedTuple):
    """text[start:end] is replaced by `replacement`."""

    start: int
    end: int
    replacement: str

    def apply(self, text: str) -> str:
        return text[:self.start] + self.replacement + text[self.end:]

    def lines(self, text: str) -> tuple[str, str]:
        """What it changes, and into what, without the indentation."""
        first = text.rfind("\n", 0, self.start) + 1
        last = text.find("\n", self.end)
        old, new = text[first:last], text[first:self.start] + self.replacement + text[self.end:last]
        return " ".join(old.split()), " ".join(new.split())

    def line_number(self, text: str) -> int:
        return text.count("\n", 0, self.start) + 1


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


TOKEN = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:[^"\\\n]|\\.)*")
  | (?P<character>'(?:[^'\\\n]|\\.)+')
  | (?P<directive>^[ \t]*\#[^\n]*)
  | (?P<number>\b(?:0[xX][0-9a-fA-F']+|\d[\d']*(?:\.\d+)?(?:[eE][+-]?\d+)?))
  | (?P<word>[A-Za-z_]\w*)
  | (?P<operator><=>|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|::|\.\.\.|[^\s\w])
""", re.VERBOSE | re.DOTALL | re.MULTILINE)

# Of a comparison the border moves; everything else becomes its opposite.
BINARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-",
          "-": "+", "*": "/", "/": "*", "%": "*", "&": "|", "|": "&", "^": "&", "<<": ">>", ">>": "<<", "+=": "-=",
          "-=": "+=", "*=": "/=", "/=": "*=", "|=": "&=", "&=": "|="}
UNARY = {"++": "--", "--": "++", "!": ""}
WORDS = {"true": "false", "false": "true", "min": "max", "max": "min", "continue": "break", "break": "continue",
         "front": "back", "back": "front"}

# What follows is words for people, or a check that honest code never fails.
MESSAGES = {"reject", "refuse", "Error", "Rejection"}
ASSERTIONS = {"CHAINCORE_CHECK", "static_assert"}

DELETABLE = re.compile(r"""^[ ]+(
      (?:[\w:]+(?:\([^()]*\))?(?:\.|->))*[\w:]+\([^;]*\)                # a call whose value nobody takes
    | [\w.\[\]>*-]+[ ](?:[-+*/|&^]|<<|>>)?=[ ][^;]*                     # an assignment
    | (?:\+\+|--)[\w.]+
    );(?:[ ]*//.*)?$""", re.VERBOSE | re.MULTILINE)
NO_CALL = re.compile(r"\s*(?:return|using|throw|for|if|while|else|switch|case|delete|CHAINCORE_CHECK|static_assert)\b")


def mutations_of(text: str) -> list[Mutation]:
    """All of them, in the order of the text, each once."""
    tokens = [Token(match.lastgroup if match.lastgroup != "mark" else "string", match[0], *match.span())
              for match in TOKEN.finditer(text)]
    code = [token for token in tokens if token.kind not in ("comment", "directive")]
    untouched = spans_of_messages(code)
    found = [*token_mutations(text, code), *guard_mutations(code), *deletions(text, code)]
    kept = {mutation.apply(text): mutation for mutation in found if not is_within(mutation.start, untouched)}
    return sorted(kept.values())


def is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect.bisect_right(spans, (place, float("inf"))) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]


def spans_of_messages(code: list[Token]) -> list[tuple[int, int]]:
    """From where an outer one begins; inner ones are within it."""
    spans: list[tuple[int, int]] = []
    for at, token in enumerate(code[:-1]):
        if token.text not in MESSAGES | ASSERTIONS or code[at + 1].text not in "({":
            continue
        end = closing(code, at + 1)
        first = at if token.text in ASSERTIONS else comma_behind(code, at + 1, end)
        if not spans or code[first].start >= spans[-1][1]:
            spans.append((code[first].start, code[end].end))
    return spans


def closing(code: list[Token], opening: int) -> int:
    """Where the bracket ends that opens there."""
    depth = 0
    for at in range(opening, len(code)):
        depth += (code[at].text in "([{") - (code[at].text in ")]}")
        if depth == 0:
            return at
    raise ValueError(f"a bracket at {code[opening].start} that is never closed")


def comma_behind(code: list[Token], opening: int, end: int) -> int:
    """The first argument is no message where others follow."""
    depth = 0
    for at in range(opening, end):
        depth += (code[at].text in "([{") - (code[at].text in ")]}")
        if depth == 1 and code[at].text == ",":
            return at
    return opening if code[opening + 1].kind == "string" else end


def token_mutations(text: str, code: list[Token]) -> Iterator[Mutation]:
    for at, token in enumerate(code):
        before = code[at - 1].text if at else ""
        if token.text == "+" and "string" in (code[at - 1].kind, code[at + 1].kind):
            continue  # texts have no other operator
        if token.text == "!" and code[at + 1].text == "verdict":
            continue  # that its guard is left out says the same
        for replacement in replacements(text, token, before):
            yield Mutation(token.start, token.end, replacement)


def replacements(text: str, token: Token, before: str) -> list[str]:
    if token.kind == "number":
        return other_numbers(token.text)
    if token.kind == "character":
        return other_characters(token.text)
    if token.kind == "word":
        return [WORDS[token.text]] if token.text in WORDS and before not in ("case", "goto") else []
    if token.kind != "operator":
        return []
    is_apart = text[token.start - 1].isspace() and text[token.end:token.end + 1].isspace()
    if is_apart and before not in ("template", "operator"):
        return [BINARY[token.text]] if token.text in BINARY else []
    return [UNARY[token.text]] if token.text in UNARY and before != "operator" else []


def other_numbers(text: str) -> list[str]:
    """One more and one less; nothing is less than nothing."""
    plain = text.replace("'", "")
    if "." in plain or ("e" in plain.lower() and not plain.lower().startswith("0x")):
        return [repr(float(plain) + 1)]
    value = int(plain, 0) if plain.lower().startswith("0x") or plain == "0" else int(plain.lstrip("0") or "0")
    return [str(value + 1)] + ([str(value - 1)] if value > 0 else [])


def other_characters(text: str) -> list[str]:
    """The next one; another where that, or the character itself, is written with a backslash."""
    if text.startswith("'\\") or text[1] in "&[":
        return ["'!'"]
    return [f"'{chr(ord(text[1]) + 1)}'"]


def guard_mutations(code: list[Token]) -> Iterator[Mutation]:
    """`if (...) return ...;` is left out; a condition without any operator is negated."""
    for at, token in enumerate(code[:-1]):
        if token.text != "if" or code[at + 1].text != "(":
            continue
        end = closing(code, at + 1)
        if code[end + 1].text in ("return", "continue", "break"):
            semicolon = next(place for place in range(end, len(code)) if ends_statement(code, end, place))
            if semicolon + 1 == len(code) or code[semicolon + 1].text != "else":
                yield Mutation(token.start, code[semicolon].end, ";")
        condition = condition_start(code, at + 1, end)
        inner = code[condition:end]
        if not any(part.text in BINARY or part.text == "!" for part in inner):
            yield Mutation(inner[0].start, inner[-1].end, "!(" + "".join(spaced(inner)) + ")")


def ends_statement(code: list[Token], begin: int, place: int) -> bool:
    if code[place].text != ";":
        return False
    inner = code[begin + 1:place]
    return sum(part.text in "([{" for part in inner) == sum(part.text in ")]}" for part in inner)


def condition_start(code: list[Token], opening: int, end: int) -> int:
    """Behind the initializer, where there is one."""
    semicolons = [at for at in range(opening, end) if code[at].text == ";"]
    return (semicolons[-1] if semicolons else opening) + 1


def spaced(tokens: list[Token]) -> Iterator[str]:
    for at, token in enumerate(tokens):
        yield token.text
        if at + 1 < len(tokens) and tokens[at + 1].start > token.end:
            yield " "


def deletions(text: str, code: list[Token]) -> Iterator[Mutation]:
    """A statement of one line for which nobody waits is left out."""
    starts = {token.start for token in code if token.kind in ("word", "operator")}
    for match in DELETABLE.finditer(text):
        if match.start(1) in starts and not NO_CALL.match(match[0]) and is_statement(text, match.start()):
            yield Mutation(match.start(1), match.end(1), "")


def is_statement(text: str, start: int) -> bool:
    """It begins there: what is above ended."""
    above = text[:start].rstrip()
    above = re.sub(r"//[^\n]*$", "", above).rstrip()
    return above.endswith((";", "{", "}", ")", ":"))
