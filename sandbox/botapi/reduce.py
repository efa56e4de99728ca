"""Make `fields.json` from a full description of the Bot API.

Run it as `python -m sandbox.botapi.reduce SOURCE`.

The source is JSON with `methods` and `types`, each `{name: {fields: [{name, type, required,
default}], subtypes: [...]}}`, the types written the way Python annotations print. What comes out
keeps names, types and whether a field must be given; of the types only those a method's
parameters can reach.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PLAIN = {"int", "str", "bool", "float", "file", "list"}

# Types the source names by an alias instead of spelling out the alternatives.
ALIASES = {"RichTextUnion": "RichText"}


def main(source: str, target: Path = HERE / "fields.json") -> int:
    """Write the reduced copy and say how large it became."""
    full = json.loads(Path(source).read_text(encoding="utf-8"))
    reduced = reduce(full)
    lines = json.dumps(reduced, indent=0, sort_keys=True, ensure_ascii=False)
    target.write_text(lines + "\n", encoding="utf-8")
    print(f"{len(reduced['methods'])} methods, {len(reduced['types'])} types in {target}")
    return 0


def reduce(full: dict[str, Any]) -> dict[str, Any]:
    """The same description with names, short types and the sign `!` for required fields only."""
    methods = {name: fields_of(entry) for name, entry in full["methods"].items()}
    families = families_of(full["types"])
    kept: dict[str, Any] = {}
    waiting = sorted(named_in(methods.values()))
    while waiting:
        name = waiting.pop()
        if name in kept:
            continue
        if name in families:
            kept[name] = families[name]
            waiting.extend(families[name])
        else:
            kept[name] = fields_of(full["types"][name])
            waiting.extend(named_in([kept[name]]))
    return {"version": full["api_version"], "methods": methods, "types": kept}


def families_of(types: dict[str, Any]) -> dict[str, list[str]]:
    """Types that only stand for one of several others, such as InputMedia."""
    return {
        name: entry["subtypes"]
        for name, entry in types.items()
        if entry["subtypes"] and not entry["fields"]
    }


def fields_of(entry: dict[str, Any]) -> dict[str, str]:
    """Field name to short type, an exclamation mark before the type when it must be given."""
    fields = {}
    for field in entry["fields"]:
        short = short_type(field["type"])
        constant = short.startswith("=")
        fields[field["name"]] = ("!" if field["required"] or constant else "") + short
    return fields


def short_type(annotation: str) -> str:
    """`Optional[list[X]]` becomes `list[X]`, a Literal becomes `=value`, dates become int."""
    text = annotation
    text = re.sub(r"FieldInfo\(.*?\)", "", text)
    text = re.sub(r"PlainSerializer\(.*?\)", "", text)
    literal = re.fullmatch(r"Literal\[(?:<\w+: )?'?(.*?)'?>?\]", text)
    if literal:
        return "=" + literal.group(1).removesuffix("'")
    text = re.sub(r"Annotated\[(.*?),\s*\]", r"\1", text)
    text = re.sub(r"^Optional\[(.*)\]$", r"\1", text)
    text = re.sub(r"datetime\.(datetime|timedelta)", "int", text)
    text = text.replace("InputFile", "file")
    for alias, name in ALIASES.items():
        text = text.replace(alias, name)
    return " | ".join(alternatives(text))


def alternatives(text: str) -> list[str]:
    """The parts of a union, each once, without the ones that mean "not given"."""
    parts = [part.strip() for part in re.split(r"\|(?![^\[]*\])", text)]
    return list(dict.fromkeys(part for part in parts if part not in {"None", "Default", ""}))


def named_in(tables: Any) -> set[str]:
    """Every type name used in these field tables."""
    names: set[str] = set()
    for table in tables:
        for short in table.values():
            if not short.lstrip("!").startswith("="):
                names |= set(re.findall(r"\w+", short)) - PLAIN
    return names


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
