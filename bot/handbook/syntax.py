"""Conditions taken apart: the small part of CEL that protocols use, as a tree."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign>&&|\|\||==|!=|>=|<=|[<>!()\[\],?:])|(?P<name>[A-Za-z_]\w*))"
)
COMPARISONS = ("==", "!=", ">=", "<=", ">", "<", "in")


class NotPlainError(ValueError):
    """A condition that uses more of CEL than is read here."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Something compared with something: `fever >= 2`, `gate in [...]`; or a fact by itself."""

    left: str
    sign: str = ""
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts of which all must hold (`&&`), or one (`||`)."""

    sign: str
    parts: tuple["Node", ...]


Node = Compared | Not | Joined


def parse(expression: str) -> Node:
    """Take a condition apart; raises NotPlainError when it is more than a plain one."""
    tokens = _tokens(expression)
    node = _either(tokens)
    if tokens:
        raise NotPlainError(expression)
    return node


def _tokens(expression: str) -> list[str]:
    rest, tokens = expression.strip(), []
    while rest:
        found = TOKEN.match(rest)
        if found is None:
            raise NotPlainError(expression)
        tokens.append(found[0].strip())
        rest = rest[found.end() :].strip()
    return tokens


def _either(tokens: list[str]) -> Node:
    return _joined(tokens, "||")


def _joined(tokens: list[str], sign: str) -> Node:
    parts = [_part(tokens, sign)]
    while tokens and tokens[0] == sign:
        tokens.pop(0)
        parts.append(_part(tokens, sign))
    return parts[0] if len(parts) == 1 else Joined(sign, tuple(parts))


def _part(tokens: list[str], sign: str) -> Node:
    return _joined(tokens, "&&") if sign == "||" else _single(tokens)


def _single(tokens: list[str]) -> Node:
    if _took(tokens, "!"):
        return Not(_single(tokens))
    if _took(tokens, "("):
        inside = _either(tokens)
        _expect(tokens, ")")
        return inside
    left = _value(tokens)
    if not tokens or tokens[0] not in COMPARISONS:
        return Compared(left)
    sign = tokens.pop(0)
    return Compared(left, sign, _values(tokens))


def _value(tokens: list[str]) -> str:
    if not tokens or not re.match(r"[\w'\"-]", tokens[0]):
        raise NotPlainError(" ".join(tokens))
    value = tokens.pop(0)
    if value == "size" and _took(tokens, "("):
        value = f"size {_value(tokens)}"
        _expect(tokens, ")")
    return value


def _values(tokens: list[str]) -> tuple[str, ...]:
    if not _took(tokens, "["):
        return (_value(tokens),)
    values = [_value(tokens)]
    while _took(tokens, ","):
        values.append(_value(tokens))
    _expect(tokens, "]")
    return tuple(values)


def _took(tokens: list[str], sign: str) -> bool:
    found = bool(tokens) and tokens[0] == sign
    if found:
        tokens.pop(0)
    return found


def _expect(tokens: list[str], sign: str) -> None:
    if not _took(tokens, sign):
        raise NotPlainError(" ".join(tokens))
