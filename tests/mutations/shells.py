"""JSON documents inside HTML: taken out, and put back changed."""

import html
import json
import re
from collections.abc import Callable, Iterator

import msgspec

_PUSH = re.compile(r'self\.__next_f\.push\(\[1,"(.*?)"\]\)(?=;?\s*</script)', re.DOTALL)
_SCRIPT = re.compile(r"(<script[^>]*>)(.*?)(</script>)", re.DOTALL)
_ASSIGNED = re.compile(r"(\s*window\.[\w.$]+\s*=\s*)([\[{].*[\]}])(\s*;?\s*)", re.DOTALL)
_PROPS = re.compile(r'(?<= props=")[^"]*(?=")')
_ROW = re.compile(r"([0-9a-f]*):(?:T([0-9a-f]+),)?")

Tree = tuple[object, Callable[[object], str]]


def trees(text: str) -> Iterator[Tree]:
    """Each JSON document of the page, and how to write the page with another in its place."""
    yield from _of_scripts(text)
    yield from _of_islands(text)
    yield from _of_payload(text)


def payload(text: str) -> str:
    """What the chunks of React's payload say together; empty where the page has none."""
    return str(json.loads(f'"{"".join(_PUSH.findall(text))}"'))


def with_payload(text: str, chunks: list[str]) -> str:
    """The page with these chunks, escaped, in place of its own."""
    scripts = "</script>\n<script>".join(f'self.__next_f.push([1,"{chunk}"])' for chunk in chunks)
    first = True

    def replaced(_: re.Match[str]) -> str:
        nonlocal first
        now, first = first, False
        return scripts if now else ""

    return _PUSH.sub(replaced, text)


def escaped(payload: str) -> str:
    """A payload as it stands in a script."""
    return json.dumps(payload, ensure_ascii=False)[1:-1].replace("<", "\\u003c")


def _of_scripts(text: str) -> Iterator[Tree]:
    for script in _SCRIPT.finditer(text):
        assigned = _ASSIGNED.fullmatch(script[2])
        before, raw, after = assigned.groups() if assigned else ("", script[2], "")
        try:
            tree = json.loads(raw)
        except ValueError:
            continue

        def write(
            new: object, script: re.Match[str] = script, ends: tuple[str, str] = (before, after)
        ) -> str:
            inside = json.dumps(new, ensure_ascii=False).replace("</", "<\\/")
            return f"{text[: script.start(2)]}{ends[0]}{inside}{ends[1]}{text[script.end(2) :]}"

        yield tree, write


def _of_islands(text: str) -> Iterator[Tree]:
    for props in _PROPS.finditer(text):
        members = json.loads(html.unescape(props[0]))

        def write(new: object, props: re.Match[str] = props) -> str:
            assert isinstance(new, dict)
            inside = json.dumps({name: _as_astro(member) for name, member in new.items()})
            return text[: props.start()] + html.escape(inside) + text[props.end() :]

        yield {name: _plain(pair) for name, pair in members.items()}, write


def _plain(pair: list[object]) -> object:
    kind, value = pair[0], pair[1] if len(pair) > 1 else None
    if kind == 1:
        assert isinstance(value, list)
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    return value


def _as_astro(value: object) -> object:
    if isinstance(value, list):
        return [1, [_as_astro(each) for each in value]]
    if isinstance(value, dict):
        return [0, {name: _as_astro(member) for name, member in value.items()}]
    return [0, value]


def _of_payload(text: str) -> Iterator[Tree]:
    whole = payload(text).encode()
    for start, end in _documents(whole):

        def write(new: object, start: int = start, end: int = end) -> str:
            inside = msgspec.json.encode(new)
            return with_payload(text, [escaped((whole[:start] + inside + whole[end:]).decode())])

        yield json.loads(whole[start:end]), write


def _documents(whole: bytes) -> Iterator[tuple[int, int]]:
    """Where the rows that hold an object or a list begin and end."""
    position = 0
    while position < len(whole):
        head = re.compile(_ROW.pattern.encode()).match(whole, position)
        assert head is not None
        if head[2]:
            position = head.end() + int(head[2], 16)
            continue
        end = whole.find(b"\n", head.end())
        end = len(whole) if end < 0 else end
        if whole[head.end() : head.end() + 1] in (b"[", b"{"):
            yield head.end(), end
        position = end + 1
