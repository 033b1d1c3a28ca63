"""Records as Parquet: typed and nested, one row a report; opens in DuckDB, pandas and Polars."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal, Union, get_args, get_origin

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from extract.exports.material import Material
from extract.language import Language
from extract.model.decimal_text import DecimalText
from extract.model.record import Record
from extract.model.text import Span

ROWS_AT_ONCE = 200
"""Reports that are written as one row group."""

NUMBER = pa.decimal128(38, 8)
"""Numbers as exact decimals; how many digits were written is kept only by ``records.jsonl``."""

SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])
TEXT_MAP = ("prompts", "fields", "tasks")
"""Members whose keys are open; they are maps."""

SIMPLE = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def write(materials: Iterable[Material], out: Path, *, language: Language) -> list[Path]:
    """Write the file ``out`` and return it; columns are the schema's names whatever the language."""
    del language
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        _write((material.record for material in materials), file, {})
    return [out]


def shard(lines: Iterable[bytes], about: Mapping[str, str]) -> bytes:
    """Return records, each a line of JSON, as the bytes of a file of the same columns.

    Args:
        lines: the records.
        about: what the file says about itself, beside its columns.
    """
    file = BytesIO()
    _write((Record.model_validate_json(line) for line in lines), file, about)
    return file.getvalue()


def _write(records: Iterable[Record], file: BinaryIO, about: Mapping[str, str]) -> None:
    schema = pa.schema(list(_struct(Record)), metadata=dict(about) or None)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for record in records:
            rows.append(_row(record))
            if len(rows) == ROWS_AT_ONCE:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _struct(model: type[BaseModel]) -> pa.StructType:
    return pa.struct([(name, _type(field.annotation, field.metadata)) for name, field in model.model_fields.items()])


def _type(annotation: Any, metadata: list[Any] | None = None) -> pa.DataType:  # noqa: ANN401, PLR0911  (annotations are untyped; one return a kind)
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation is Span:
        return SPAN
    if annotation == DecimalText or _is_number(annotation, metadata):
        return NUMBER
    if origin in {Union, types.UnionType}:
        return _type(next(one for one in inner if one is not type(None)))
    if origin is tuple:
        return pa.list_(_type(inner[0]) if inner[0] is not types.UnionType else pa.string())
    if origin is dict:
        return pa.map_(pa.string(), _type(inner[1]))
    if origin is Literal:
        return pa.string()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _struct(annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return pa.string()
    return SIMPLE.get(annotation, pa.string())


def _is_number(annotation: Any, metadata: list[Any] | None) -> bool:  # noqa: ANN401  (an annotation is anything)
    wanted = DecimalText.__metadata__  # type: ignore[attr-defined]  # Annotated keeps its metadata there
    return annotation is str and metadata is not None and all(one in metadata for one in wanted)


def _row(record: Record) -> dict[str, Any]:
    shaped: dict[str, Any] = _shape(record.model_dump(mode="json"), pa.struct(list(_struct(Record))))
    return shaped


def _shape(value: Any, kind: pa.DataType) -> Any:  # noqa: ANN401, PLR0911  (JSON in, Arrow's Python values out)
    if value is None:
        return None
    if kind == SPAN:
        return {"start": value[0], "end": value[1]}
    if pa.types.is_decimal(kind):
        return Decimal(value)
    if pa.types.is_struct(kind):
        return {field.name: _shape(value.get(field.name), field.type) for field in kind}
    if pa.types.is_list(kind):
        return [_shape(one, kind.value_type) for one in value]
    if pa.types.is_map(kind):
        return [(key, _shape(one, kind.item_type)) for key, one in value.items()]
    if pa.types.is_string(kind):
        return value if isinstance(value, str) else str(value)
    return value
