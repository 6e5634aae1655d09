"""What the environment says, strictly parsed: the one table of what a deployment can change.

A value that can't be read stops the start with the variable's name and what it expects.
`docs/settings.md` is written from this table and a test holds the two together.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, validate

env = Env()


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: how it is parsed, what holds without it, and what it is for."""

    name: str
    parse: str
    default: Any
    purpose: str
    validators: tuple[Any, ...] = ()

    def read(self) -> Any:
        """The parsed value; raises ImproperlyConfigured naming the variable and the cure."""
        parser = getattr(env, self.parse)
        try:
            return parser(self.name, default=self.default, validate=list(self.validators) or None)
        except (EnvError, ValueError) as error:
            raise ImproperlyConfigured(
                f"{error}. {self.name} is {self.purpose}; "
                f"unset it to use the default {self.default!r}."
            ) from error


_POSITIVE = (validate.Range(min=1),)


def _url(*schemes: str) -> validate.Regexp:
    """Accepts "" and URLs of these schemes, several separated by commas."""
    one = rf"(?:{'|'.join(schemes)})://[^\s,]+"
    return validate.Regexp(
        rf"^(?:{one}(?:\s*,\s*{one})*)?$",
        error=f"Expected a URL that begins with {' or '.join(f'{each}://' for each in schemes)}.",
    )


VARIABLES: tuple[Variable, ...] = (
    Variable("SEARCHAPP_DATA_DIR", "path", Path("var"), "the folder of everything the app writes"),
    Variable("SEARCHAPP_DEBUG", "bool", False, "whether errors show their details in the browser"),
    Variable(
        "SEARCHAPP_SECRET_KEY",
        "str",
        "",
        "the key that signs sessions; without it one is made and kept in the data folder",
    ),
    Variable(
        "SEARCHAPP_ALLOWED_HOSTS",
        "list",
        ["localhost", "127.0.0.1", "[::1]"],
        "the host names under which the app answers, separated by commas",
    ),
    Variable(
        "SEARCHAPP_CSRF_TRUSTED_ORIGINS",
        "list",
        [],
        "origins (https://shop.example) whose forms are accepted behind a proxy",
    ),
    Variable(
        "SEARCHAPP_HTTPS",
        "bool",
        False,
        "whether the app stands behind HTTPS: secure cookies, HSTS, redirect from http",
    ),
    Variable(
        "DATABASE_URL",
        "str",
        "",
        "the database, as a URL; without it SQLite in the data folder",
        (_url("postgres", "postgresql", "sqlite", "mysql", "oracle"),),
    ),
    Variable(
        "SEARCHAPP_DATABASE_STATEMENT_S",
        "int",
        600,
        "after how many seconds PostgreSQL ends a statement; 0: never, as for long migrations",
        (validate.Range(min=0),),
    ),
    Variable(
        "SEARCHAPP_DATABASE_IDLE_S",
        "int",
        300,
        "after how many idle seconds PostgreSQL ends a transaction; 0: never, as with PgBouncer",
        (validate.Range(min=0),),
    ),
    Variable(
        "ELASTICSEARCH_URL",
        "str",
        "",
        "the Elasticsearch nodes, separated by commas; without it the embedded engine",
        (_url("http", "https"),),
    ),
    Variable(
        "CELERY_BROKER_URL",
        "str",
        "",
        "the broker of the workers; without it jobs run in process",
        (_url("redis", "rediss", "amqp", "amqps", "sqs", "memory"),),
    ),
    Variable(
        "CACHE_URL",
        "str",
        "",
        "a Redis URL shared by web processes; without it memory of each process",
        (_url("redis", "rediss", "unix"),),
    ),
    Variable(
        "SEARCHAPP_INDEX_PREFIX",
        "str",
        "searchapp",
        "the first part of the names of all indexes: small letters, digits, - and _",
        (validate.Regexp(r"^[a-z0-9][a-z0-9_-]{0,99}$"),),
    ),
    Variable(
        "SEARCHAPP_TEXT_ENCODER",
        "str",
        "minilm",
        "the encoder of texts into vectors, a name in settings.TEXT_ENCODERS",
    ),
    Variable("ELASTICSEARCH_API_KEY", "str", "", "the key with which Elasticsearch is asked"),
    Variable(
        "SEARCHAPP_INDEX_SHARDS", "int", 1, "the shards of a new Elasticsearch index", _POSITIVE
    ),
    Variable(
        "SEARCHAPP_INDEX_REPLICAS",
        "int",
        0,
        "the copies of each shard; 1 or more survive the loss of a node",
        (validate.Range(min=0),),
    ),
    Variable(
        "SEARCHAPP_LANGUAGES",
        "list",
        ["en"],
        "the shop's languages, the default one first",
        (validate.Length(min=1),),
    ),
    Variable(
        "SEARCHAPP_CURRENCY",
        "str",
        "USD",
        "the currency of prices that name none, as three capital letters",
        (validate.Regexp(r"^[A-Z]{3}$"),),
    ),
    Variable(
        "SEARCHAPP_BUDGET_MS",
        "int",
        500,
        "what a search may take before optional stages are left out, in milliseconds",
        _POSITIVE,
    ),
    Variable(
        "SEARCHAPP_ENGINE_TIMEOUT_MS",
        "int",
        5000,
        "how long one call to the engine may take, in milliseconds",
        _POSITIVE,
    ),
    Variable(
        "SEARCHAPP_ENCODER_THREADS",
        "int",
        2,
        "how many texts of the catalog are embedded at once; a query runs on one thread",
        _POSITIVE,
    ),
    Variable(
        "SEARCHAPP_ONNX_THREADS",
        "int",
        1,
        "how many threads one run of a reranker's model uses; the cross-encoder scores so many"
        " pairs at once",
        _POSITIVE,
    ),
    Variable(
        "SEARCHAPP_ONNX_MEMORY_MB",
        "int",
        0,
        "the memory that all rerankers' models of a process may work in, in megabytes; 0 is no "
        "limit, and memory is given back after each run",
        (validate.Range(min=0),),
    ),
    Variable(
        "SEARCHAPP_TOKEN_VECTORS",
        "bool",
        False,
        "whether the index keeps what the reranker `cross_encoder` reads of documents, so that a "
        "search only compares: about 3 kB and 3 ms of indexing a document; rebuild the index after "
        "switching it on, and after training another model",
    ),
    Variable(
        "SEARCHAPP_FOUR_EYES",
        "bool",
        False,
        "whether a draft must be approved by someone who did not write it before it is published",
    ),
    Variable(
        "SEARCHAPP_SELLERS_PUBLISH",
        "bool",
        False,
        "whether sellers publish the rules of their own shops themselves, without approval",
    ),
    Variable(
        "SEARCHAPP_ANONYMOUS_SEARCH",
        "bool",
        True,
        "whether search and suggestions answer callers without an API key",
    ),
    Variable(
        "SEARCHAPP_ANONYMOUS_RATE",
        "str",
        "6000/min",
        "how often one address without a key may call, as number/second, /min, /hour or /day",
    ),
    Variable("SEARCHAPP_KEY_RATE", "str", "60000/min", "how often one API key may call"),
    Variable(
        "SEARCHAPP_LOGIN_ATTEMPTS",
        "int",
        5,
        "after how many wrong passwords an account waits before the next, longer each time up to "
        "15 minutes; an address after ten times as many. Who keeps guessing keeps the account "
        "waiting: put an address filter before the doors of staff, and set SEARCHAPP_PROXIES "
        "behind a proxy, or all callers are one address",
        _POSITIVE,
    ),
    Variable(
        "SEARCHAPP_PROXIES",
        "int",
        0,
        "how many proxies stand before the app and add to X-Forwarded-For",
        (validate.Range(min=0),),
    ),
    Variable(
        "SEARCHAPP_MAX_BODY_MB", "int", 64, "the largest request body, in megabytes", _POSITIVE
    ),
    Variable(
        "SEARCHAPP_SEARCH_LOG",
        "bool",
        True,
        "whether searches are logged for suggestions, evaluation and replays",
    ),
    Variable(
        "SEARCHAPP_SEARCH_LOG_DAYS",
        "int",
        90,
        "how many days `prune_search_log` keeps of the search log",
        _POSITIVE,
    ),
    Variable(
        "SEARCHAPP_FEATURE_LOG_SHARE",
        "float",
        0.0,
        "of which share of the logged searches the features of all candidates are logged, to train "
        "rankers on; about 30 kB each",
        (validate.Range(min=0.0, max=1.0),),
    ),
    Variable(
        "SEARCHAPP_SUGGESTION_PEOPLE",
        "int",
        5,
        "how many people must have typed a query before it is suggested to others",
        (validate.Range(min=2),),
    ),
    Variable(
        "SEARCHAPP_INDEX_LAG_ALARM_S",
        "int",
        60,
        "after how many seconds a change that waits for the index is an alarm; 10 at most for a "
        "price or a stock",
        _POSITIVE,
    ),
    Variable(
        "SEARCHAPP_REBUILD_WORKERS",
        "int",
        2,
        "how many workers fill a new index at once",
        _POSITIVE,
    ),
    Variable(
        "SEARCHAPP_LOG_LEVEL",
        "str",
        "INFO",
        "the least level of log lines: DEBUG, INFO, WARNING or ERROR",
        (validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]),),
    ),
    Variable(
        "SEARCHAPP_METRICS_TOKEN",
        "str",
        "",
        "the token that opens /metrics; without it only callers on this machine see them",
    ),
    Variable(
        "SEARCHAPP_BENCHMARK_DATA",
        "path",
        Path("../shared/data"),
        "the folder of judged data for the benchmarks",
    ),
)


def read_environment() -> dict[str, Any]:
    """Every variable's value by name; raises ImproperlyConfigured at the first that can't be
    read.
    """
    return {variable.name: variable.read() for variable in VARIABLES}


def settings_table() -> str:
    """The variables as a Markdown table."""
    lines = ["| variable | default | what it is |", "|---|---|---|"]
    for variable in VARIABLES:
        default = variable.default
        if isinstance(default, list):
            default = ",".join(default)
        shown = f"`{default}`" if str(default) else ""
        lines.append(f"| `{variable.name}` | {shown} | {variable.purpose} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(settings_table())
