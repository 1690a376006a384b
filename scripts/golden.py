"""Adds an example of each new event version to tests/core/golden/; what stands there never changes.

python -m scripts.golden
"""

import json
from pathlib import Path
from typing import Any

from msgspec import inspect

from asylia.core import codec
from asylia.core.event import Event

GOLDEN = Path(__file__).parent.parent / "tests" / "core" / "golden" / "events.json"
AT = "2022-01-12T15:40:00.000Z"


def known() -> dict[str, type[Event]]:
    """Every stored event by its kind of stream and its name, for example `case fear.claimed/1`."""
    everything: dict[str, dict[str, type[Event]]] = {"case": dict(codec.EVENTS), **codec.BESIDE}
    return {f"{kind} {name}": each for kind, events in everything.items() for name, each in events.items()}


def example(kind: type[Event]) -> dict[str, Any]:
    """The sealed content of an invented event of that kind: every field present, every list with one member."""
    fields = _value(inspect.type_info(kind), kind.__name__)
    fields.pop("who")
    return {"by": "staff-1", "signed": None, **fields}


def _value(type_: inspect.Type, name: str) -> Any:
    match type_:
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.BoolType():
            return True
        case inspect.IntType():
            return 1
        case inspect.StrType():
            return f"an invented {name.replace('_', ' ')}"
        case inspect.DateType():
            return "2022-01-12"
        case inspect.TimeType():
            return "09:30:00"
        case inspect.DateTimeType():
            return AT.replace(".000", "")
        case inspect.VarTupleType(item_type=item):
            return [_value(item, name)]
        case inspect.TupleType(item_types=items):
            return [_value(each, name) for each in items]
        case inspect.DictType(value_type=value):
            return {"invented": _value(value, name)}
        case inspect.UnionType(types=types):
            return _value(next(each for each in types if not isinstance(each, inspect.NoneType)), name)
        case inspect.StructType(fields=fields):
            return {each.name: _value(each.type, each.name) for each in fields}
        case _:
            raise TypeError(f"no example of {type_} for {name}")


def main() -> None:
    """Write the file anew with what it lacks."""
    kept: dict[str, Any] = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
    for name, kind in known().items():
        kept.setdefault(name, {"at": AT, "role": "asylum_officer", "fields": example(kind)})
    GOLDEN.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(kept)} event versions")


if __name__ == "__main__":
    main()
