"""Settings of a run: flags win over the environment, the environment over ``gouji.toml``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from extract.errors import ConfigError
from extract.language import Text, say, unreadable_words

CONFIG_FILE = "gouji.toml"


class Price(BaseModel):
    """What a million tokens cost, in the currency of the price list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Decimal = Field(ge=0)
    completion: Decimal = Field(ge=0)
    cached: Decimal | None = Field(default=None, ge=0)


class RunOptions(BaseModel):
    """Everything that decides how reports are read.

    Each field is a key of ``gouji.toml``, the variable ``GOUJI_<FIELD>`` (tables aside) and, where ``gouji run``
    has one, a flag of the same name. ``reader`` None means: ``llm`` if a model is configured, else ``rules``.
    The key of the endpoint is read from the environment only and is never printed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: Literal["rules", "llm", "replay"] | None = None
    domain: str = "petition"
    engine: Literal["local", "ray"] = "local"
    workers: int | None = Field(default=None, ge=1, le=1024)

    model: str | None = None
    base_url: str | None = None
    api_key: SecretStr | None = None
    concurrency: int = Field(default=16, ge=1, le=4096)
    samples: int = Field(default=1, ge=1, le=32)
    reasks: int = Field(default=2, ge=0, le=10)
    redact: bool = False
    verify: bool = False
    coverage: bool = False
    fallback_model: str | None = None
    tasks: str | None = None
    prompts: Path | None = None
    answers: Path | None = None

    logprobs: Literal["auto", "on", "off"] = "auto"
    rung: Literal["json_schema", "tools", "json_object", "json"] | None = None
    extra_body: dict[str, Any] = Field(default_factory=dict)
    window_tokens: int = Field(default=24_000, ge=500)
    attempts: int = Field(default=8, ge=1, le=100)
    deadline: float = Field(default=900.0, gt=0)

    budget_tokens: int | None = Field(default=None, ge=0)
    budget_cost: Decimal | None = Field(default=None, ge=0)
    prices: dict[str, Price] = Field(default_factory=dict)

    confidence: Path | None = None
    no_split: bool = False
    max_bytes: int = Field(default=200_000_000, ge=1)
    max_chars: int = Field(default=5_000_000, ge=1)
    max_pages: int = Field(default=2_000, ge=1)
    timeout: float = Field(default=600.0, gt=0)
    document_timeout: float = Field(default=600.0, gt=0)

    @property
    def chosen_reader(self) -> Literal["rules", "llm", "replay"]:
        """The reader that a run uses."""
        if self.reader is not None:
            return self.reader
        return "llm" if self.model else "rules"

    def shown(self) -> dict[str, Any]:
        """Return what was set, as JSON that anyone may see: without the key, and without a key in the address."""
        told = self.model_dump(mode="json", exclude={"api_key"}, exclude_defaults=True)
        return told | ({"base_url": bare_url(self.base_url)} if self.base_url else {})


def bare_url(url: str) -> str:
    """Return an address without user, password, query and fragment, where credentials hide."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))


class Layer(NamedTuple):
    """Settings from one place, with the name of each key as the user wrote it."""

    values: Mapping[str, object]
    place: str


STANDARD = {"OPENAI_API_KEY": "api_key", "OPENAI_BASE_URL": "base_url"}
"""Variables that every OpenAI-compatible tool shares."""


def load_options(
    flags: Mapping[str, object],
    *,
    environ: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> RunOptions:
    """Join flags, environment and ``gouji.toml`` into checked options.

    Args:
        flags: values given on the command line; None means not given.
        environ: the environment.
        folder: where ``gouji.toml`` is looked for; the current folder where None. ``GOUJI_CONFIG`` names another file.

    Raises:
        ConfigError: a value is not legal, or the file is not TOML; the message names the place and the legal values.
    """
    layers = (
        _from_file(environ, folder or Path()),
        _from_environment(environ),
        Layer({key: value for key, value in flags.items() if value is not None}, say("命令行", "the command line")),
    )
    joined: dict[str, Any] = {}
    places: dict[str, str] = {}
    for layer in layers:
        joined |= layer.values
        places |= dict.fromkeys(layer.values, layer.place)
    try:
        return RunOptions.model_validate(joined)
    except ValidationError as error:
        raise _refused(error, places) from error


def _from_environment(environ: Mapping[str, str]) -> Layer:
    names = {f"GOUJI_{field.upper()}": field for field in RunOptions.model_fields if field != "prices"} | STANDARD
    return Layer(
        {names[name]: environ[name] for name in names if environ.get(name)}, say("环境变量", "the environment")
    )


def _from_file(environ: Mapping[str, str], folder: Path) -> Layer:
    named = environ.get("GOUJI_CONFIG")
    path = Path(named) if named else folder / CONFIG_FILE
    if not path.is_file() and not named:
        return Layer({}, str(path))
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = unreadable_words(error)
        raise ConfigError(
            say(f"设置文件 {path} 无法读取：{why}。", f"The settings file {path} cannot be read: {why}.")
        ) from error
    if "api_key" in values:
        raise ConfigError(
            say(
                f"{path} 里写有 api_key；密钥只从环境变量 OPENAI_API_KEY 读取，请从文件中删去。",
                f"{path} holds api_key; keys are read from OPENAI_API_KEY only, please take it out of the file.",
            )
        )
    return Layer(values, str(path))


def _refused(error: ValidationError, places: Mapping[str, str]) -> ConfigError:
    first = error.errors(include_input=False, include_url=False)[0]
    key = str(first["loc"][0]) if first["loc"] else "?"
    at = ".".join(str(part) for part in first["loc"])
    place = places.get(key, "?")
    if first["type"] == "extra_forbidden":
        known = ", ".join(RunOptions.model_fields)
        return ConfigError(
            say(
                f"{place} 中没有名为 {at} 的设置；可用：{known}。",
                f"{place}: there is no setting {at}; there are: {known}.",
            )
        )
    zh, en = refusal(first)
    return ConfigError(say(f"{place} 中的设置 {at} 不合法：{zh}。", f"{place}: the setting {at} is wrong: {en}."))


def refusal(error: ErrorDetails) -> Text:
    """Return why pydantic refuses a value, in both languages."""
    own = Text(error["msg"], error["msg"])
    return Text(*(words.format(**error.get("ctx", {})) for words in WHY.get(error["type"], own)))


INTEGER, DECIMAL = Text("须为整数", "it must be a whole number"), Text("须为数字", "it must be a number")
SWITCH = Text("须为 true 或 false", "it must be true or false")
WORDS, TABLE = Text("须为文字", "it must be text"), Text("须为表", "it must be a table")

WHY = {
    "greater_than_equal": Text("不得小于 {ge}", "it must be {ge} or more"),
    "greater_than": Text("须大于 {gt}", "it must be more than {gt}"),
    "less_than_equal": Text("不得大于 {le}", "it must be {le} or less"),
    "literal_error": Text("可用的值：{expected}", "it can be {expected}"),
    "int_parsing": INTEGER,
    "int_type": INTEGER,
    "int_from_float": INTEGER,
    "float_parsing": DECIMAL,
    "float_type": DECIMAL,
    "decimal_parsing": DECIMAL,
    "decimal_type": DECIMAL,
    "finite_number": DECIMAL,
    "bool_parsing": SWITCH,
    "bool_type": SWITCH,
    "string_type": WORDS,
    "string_unicode": Text("不是 UTF-8 文本", "it is no UTF-8 text"),
    "path_type": WORDS,
    "dict_type": TABLE,
    "model_type": TABLE,
    "tuple_type": Text("须为列表", "it must be a list"),
    "list_type": Text("须为列表", "it must be a list"),
    "enum": Text("可用的值：{expected}", "it can be {expected}"),
    "extra_forbidden": Text("没有这一项", "there is no such key"),
    "json_invalid": Text("不是完整的 JSON", "it is no whole JSON"),
    "missing": Text("缺少这一项", "it is missing"),
}
"""Why a value is refused, by pydantic's types of error; its own words serve for the rest."""


PACKAGE = Path(__file__).parent


def data_home(name: Literal["prompts", "gold"]) -> Path:
    """Return the folder of shipped data: beside the package in a checkout, inside it once installed.

    Raises:
        ConfigError: the installation lacks it.
    """
    in_checkout = (PACKAGE.parent / "pyproject.toml").is_file()
    place = PACKAGE.parent / name if in_checkout else PACKAGE / "_data" / name
    if place.is_dir():
        return place
    raise ConfigError(
        say(
            f"安装不完整：找不到随附数据 {name}；请重新安装 gouji。",
            f"This installation lacks its data folder {name}; install gouji again.",
        )
    )
