"""The Ray cluster of a run: joined or started, kept quiet, and left again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from extract.errors import ConfigError
from extract.language import say

LANGUAGE = ("GOUJI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that choose the language of messages; workers speak as the driver does."""


ACCOUNTS = ("AWS_", "AZURE_", "FSSPEC_", "GOOGLE_", "HF_", "OSS_")
"""How variables begin that say where files behind addresses are, and who may read them."""


@contextmanager
def joined() -> Iterator[None]:
    """Hold the cluster that ``RAY_ADDRESS`` names, else one started on this machine for this run alone.

    Raises:
        ConfigError: Ray is not installed, or the cluster cannot be reached.
    """
    ray = ray_module()
    if ray.is_initialized():
        yield
        return
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    _connect(ray)
    try:
        yield
    finally:
        ray.shutdown()


def processors() -> float:
    """Return how many processors the cluster has now."""
    return float(ray_module().cluster_resources().get("CPU", 0))


def beside(kind: type, *arguments: object, **options: object) -> Any:  # noqa: ANN401  (an actor)
    """Start an actor on the driver's machine; it asks for no processor and ends with the run."""
    ray = ray_module()
    return ray.remote(kind).options(num_cpus=0, scheduling_strategy=here(), **options).remote(*arguments)


def here() -> Any:  # noqa: ANN401  (of Ray)
    """Return the scheduling strategy that keeps work on the node of this process."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415  (an extra)

    return NodeAffinitySchedulingStrategy(ray_module().get_runtime_context().get_node_id(), soft=False)


def spoken() -> dict[str, str]:
    """Return the variables that choose the language."""
    return {name: os.environ[name] for name in LANGUAGE if name in os.environ}


def accounts() -> dict[str, str]:
    """Return the variables by which file systems are reached; processes of the cluster do not inherit the driver's."""
    return {name: value for name, value in os.environ.items() if name.startswith(ACCOUNTS)}


def speak(language: Mapping[str, str]) -> None:
    """Let this process speak as the driver does."""
    for name in LANGUAGE:
        os.environ.pop(name, None)
    os.environ.update(language)


def ray_module() -> Any:  # noqa: ANN401  (imported lazily)
    """Return Ray.

    Raises:
        ConfigError: it is not installed.
    """
    try:
        import ray  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise ConfigError(
            say("没有安装 Ray；请 pip install 'gouji[ray]'。", "Ray is not installed; pip install 'gouji[ray]'.")
        ) from error
    return ray


def _connect(ray: Any) -> None:  # noqa: ANN401  (imported lazily)
    if os.environ.get("RAY_ADDRESS", "").startswith("ray://"):
        raise ConfigError(
            say(
                "RAY_ADDRESS 不能是 ray:// 地址；请在集群的一个节点上运行 gouji（ray start --address=… --num-cpus=0）。",
                "RAY_ADDRESS may not be a ray:// address; run gouji on a node of the cluster "
                "(ray start --address=… --num-cpus=0).",
            )
        )
    told = {} if os.environ.get("RAY_ADDRESS") else {"address": "local", "include_dashboard": False}
    try:
        ray.init(log_to_driver=False, logging_level="ERROR", **told)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigError(
            say(
                f"连不上 Ray 集群：{first}。请检查 RAY_ADDRESS。",
                f"Cannot reach the Ray cluster: {first}; see RAY_ADDRESS.",
            )
        ) from error
    _hush()


def _hush() -> None:
    """Keep Ray from printing on our standard output that a worker died: what follows from it we say ourselves.

    Ray prints such messages whatever ``log_to_driver`` says; its own debugger mutes them in this way.
    """
    from ray._private import worker  # noqa: PLC0415  (an extra)

    worker._worker_logs_enabled = False  # noqa: SLF001  (there is no public switch)
