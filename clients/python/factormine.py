"""A client of factormine in one file, with the standard library alone (Python 3.9 or newer).

Rows become pandas DataFrames where pandas is installed, and lists of dicts where it is not.

>>> from factormine import FactorMine
>>> fm = FactorMine("http://127.0.0.1:3000")              # or FACTORMINE_URL and FACTORMINE_API_KEY
>>> fm.top_factors(count=10, role="validation")           # doctest: +SKIP
>>> fm.correlation_with_library("core", formula="ts_corr(CLOSE,VOLUME,10)")   # doctest: +SKIP
>>> fm.warm_start("nightly")                              # doctest: +SKIP
>>> run = fm.start_run(series_id="...", experiment={...}) # doctest: +SKIP
>>> for progress in fm.watch(run["id"]):                  # doctest: +SKIP
...     print(progress["generation"], progress["bestFitness"])
>>> fm.export("factors", "factors.parquet")               # doctest: +SKIP

Run `python3 -m doctest factormine.py` to try the examples that need no service.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any, BinaryIO, Iterator, Mapping, Optional, Sequence, Union

try:
    import pandas
except ImportError:  # Lists of dicts serve as well.
    pandas = None

__all__ = ["FactorMine", "FactorMineError"]

Row = dict[str, Any]
Rows = Any  # A pandas.DataFrame, or list[Row] without pandas.

#: States in which a run does nothing more by itself.
RESTED = ("PAUSED", "COMPLETED", "CANCELLED", "FAILED")
#: Answers after which the same request may succeed: too many requests, and a service that is starting or stopping.
PASSING = (429, 502, 503, 504)
UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


class FactorMineError(Exception):
    """What the service refused, or why it could not be reached.

    `code` is stable (NOT_FOUND, FORMULA_SYNTAX, FORBIDDEN ...; UNREACHABLE where there was no answer), `status` that of HTTP.

    >>> print(FactorMineError({"code": "FORMULA_WINDOW", "detail": "a window: expected 2, got 1", "status": 400,
    ...                        "expected": "2", "actual": "1", "where": "column 9", "remedy": "a longer window"}))
    a window: expected 2, got 1 [FORMULA_WINDOW]
      where: column 9
      remedy: a longer window
    """

    def __init__(self, problem: Mapping[str, Any]) -> None:
        self.code: str = problem.get("code", "INTERNAL")
        self.status: Optional[int] = problem.get("status")
        self.message: str = problem.get("detail") or problem.get("message") or "no reason was given"
        self.expected: Optional[str] = problem.get("expected")
        self.actual: Optional[str] = problem.get("actual")
        self.where: Optional[str] = problem.get("where")
        self.remedy: Optional[str] = problem.get("remedy")
        self.position: Optional[Mapping[str, int]] = problem.get("position")
        self.problem = dict(problem)
        lines = [f"{self.message} [{self.code}]"]
        lines += [f"  {name}: {text}" for name, text in (("where", self.where), ("remedy", self.remedy)) if text]
        super().__init__("\n".join(lines))


class FactorMine:
    """One service. Every method raises FactorMineError for what the service refuses.

    url      address of the service; FACTORMINE_URL, else http://127.0.0.1:3000
    key      API key; FACTORMINE_API_KEY, else none
    timeout  seconds that one answer may take
    retries  times that a request is sent again after a lost connection or a passing refusal, waiting ever longer
    """

    def __init__(
        self, url: Optional[str] = None, key: Optional[str] = None, timeout: float = 120.0, retries: int = 4
    ) -> None:
        self.url = (url or os.environ.get("FACTORMINE_URL") or "http://127.0.0.1:3000").rstrip("/")
        self._key = key or os.environ.get("FACTORMINE_API_KEY")
        self.timeout = timeout
        self.retries = retries

    # What notebooks ask for ------------------------------------------------------------------------------------------

    def top_factors(self, count: int = 50, **query: Any) -> Rows:
        """The best factors of a market's period, best first, a row each.

        query: dataset_id, series_id or run_id; role ("train", "validation", "test") or from_ and to; metric ("RANK_IC",
        "IC", "RANK_IC_IR" ...); operators, fields (lists); maximum_size; minimum_coverage; found_by_run. Without a market or
        a run, the newest run's. Every figure is described by `fm.get("v1/exports")`.
        """
        asked = {**query, "page_size": min(count, 500)}
        if not any(name in asked for name in ("dataset_id", "series_id", "run_id")):
            asked["run_id"] = self.newest_run()["id"]
        rows = []
        for item in self.pages("v1/factors/top", **asked):
            rows.append(_top_row(item))
            if len(rows) == count:
                break
        return _rows(rows)

    def evaluate(self, formula: str, **where: Any) -> Row:
        """What a formula is worth: statistics with IC series, groups, decay. where: as `top_factors`; keep=True keeps it."""
        return self.post("v1/factors/evaluate", {"formula": formula, **_body(where)})

    def correlation_with_library(
        self,
        library: str,
        formula: Optional[str] = None,
        factor_id: Optional[str] = None,
        exact: bool = False,
        count: int = 20,
    ) -> Rows:
        """Signed correlation of a formula or factor with the members of a library (name or id), most alike first.

        Estimates have a standard error; exact=True computes every figure.
        """
        answer = self.get(
            f"v1/libraries/{self.library_id(library)}/correlation",
            formula=formula,
            factor_id=factor_id,
            exact=exact,
            first=count,
        )
        return _rows(answer["members"])

    def warm_start(self, pool: str) -> list[str]:
        """Formulas that a warm-start pool (name or id) hands out now."""
        text = self._bytes("GET", f"v1/warm-start-pools/{self.pool_id(pool)}/formulas").decode("utf-8")
        return [line for line in text.splitlines() if line]

    def push_formulas(self, pool: str, formulas: Sequence[str], **options: Any) -> Row:
        """Adds formulas to a pool that is a list; tells of each what became of it. options: atomic, dataset_id."""
        return self.post(
            f"v1/warm-start-pools/{self.pool_id(pool)}/formulas", {"formulas": list(formulas), **_body(options)}
        )

    def start_run(
        self,
        experiment: Optional[Mapping[str, Any]] = None,
        warm_start: Union[Sequence[str], Mapping[str, Any], None] = None,
        idempotency_key: Optional[str] = None,
        **settings: Any,
    ) -> Row:
        """Creates and starts a run. One key gives one run, however often the call is repeated; it is drawn unless given.

        experiment  a configuration (periods at least), or settings["experiment_id"]
        warm_start  formulas, or {"pools": [...], "factors": [...], "formulas": [...]}
        settings    dataset_id or series_id, seed, name, stop
        """
        body = {"start": True, **_body(settings)}
        if experiment is not None:
            body["experiment"] = experiment
        if warm_start is not None:
            body["warmStart"] = warm_start if isinstance(warm_start, Mapping) else {"formulas": list(warm_start)}
        return self.post("v1/runs", body, idempotency_key=idempotency_key or str(uuid.uuid4()))

    def watch(self, run_id: str, poll_seconds: float = 2.0) -> Iterator[Row]:
        """Progress of a run whenever it changes, until it rests: by server-sent events, by asking where they break."""
        last: Optional[Row] = None
        while last is None or last["state"] not in RESTED:
            try:
                for progress in self._events(f"v1/runs/{run_id}/progress/stream"):
                    if progress != last:
                        yield progress
                    last = progress
            except (OSError, http.client.HTTPException):
                pass  # The stream broke; the next look goes on from where the run is.
            progress = self.get(f"v1/runs/{run_id}/progress")
            if progress != last:
                yield progress
            last = progress
            if last["state"] not in RESTED:
                time.sleep(poll_seconds)

    def wait(self, run_id: str) -> Row:
        """The run once it rests. A failed one is told like any other: see its state and reason."""
        for _ in self.watch(run_id):
            pass
        return self.get(f"v1/runs/{run_id}")

    def export(
        self, table: str, target: Union[str, os.PathLike, BinaryIO], format: Optional[str] = None, **query: Any
    ) -> int:
        """Writes a table to a file, as it comes; gives its bytes. A file that breaks off is an error, and no file is left.

        table   "factors", "ic-series", "lineage" or "values"
        format  "csv", "ndjson", "arrow" or "parquet"; by the ending of the file's name unless told
        query   as `top_factors`, and limit; of values: formulas, and a market and days
        """
        chosen = format or _format_of(target)
        if table == "values":
            opened = self._open("POST", "v1/exports/values", {**_body(query), "format": chosen})
        else:
            opened = self._open("GET", _path(f"v1/exports/{table}", {**query, "format": chosen}))
        with opened as answer:
            if not isinstance(target, (str, os.PathLike)):
                return _copy(answer, target)
            partial = f"{os.fspath(target)}.part"
            try:
                with open(partial, "wb") as file:
                    size = _copy(answer, file)
                os.replace(partial, target)
            finally:
                if os.path.exists(partial):
                    os.remove(partial)
            return size

    def import_values(self, name: str, values: Any, series: Optional[str] = None, **options: Any) -> Row:
        """Values of a factor that was made elsewhere: from then on the formula `imported_<name>`. A name that is there is
        continued by the days after its last; the same values again change nothing.

        values   path of a CSV, CSV.gz or Parquet; a DataFrame, long (date, symbol, value) or wide (a row a day, by its index, and
                 a column a symbol); or rows (date, symbol, value). A value of a day must have been known at that day's close.
        series   name of the series of datasets that they are for; needed for a new name
        options  description; date_column, symbol_column, value_column
        """
        data, told = _file_of(values)
        query = {"series": series, "file_name": told, **options}
        with self._open("POST", _path(f"v1/imported-values/{_quoted(name)}/upload", query), data, repeatable=True) as answer:
            return json.load(answer)

    def ic_series(self, factor_ids: Optional[Sequence[str]] = None, **query: Any) -> Rows:
        """Daily ICs of factors, or of the best of a query: factorId, day, ic, rankIc. query: as `top_factors`."""
        path = _path("v1/exports/ic-series", {**query, "factor_ids": factor_ids, "format": "ndjson"})
        return _rows([json.loads(line) for line in self._bytes("GET", path).splitlines()])

    def write_formula(self, formula: str, dialect: str = "pandas") -> Row:
        """A formula as "pandas" code or "qlib" expression: text, and notes that name every difference of meaning."""
        return self.post("v1/formulas/write", {"formula": formula, "dialect": dialect})

    def read_formula(self, text: str, dialect: str = "qlib") -> Row:
        """"qlib" or "worldquant" text as a formula: canonical, whether it is the negative, and notes."""
        return self.post("v1/formulas/read", {"text": text, "dialect": dialect})

    # Names ------------------------------------------------------------------------------------------------------------

    def newest_run(self) -> Row:
        """The run that was created last."""
        for run in self.pages("v1/runs", page_size=1):
            return run
        raise FactorMineError({"code": "NOT_FOUND", "message": "there is no run yet", "remedy": "start one"})

    def library_id(self, library: str) -> str:
        """The id of a library, by its id or name."""
        return self._by_name("v1/libraries", library)

    def pool_id(self, pool: str) -> str:
        """The id of a warm-start pool, by its id or name."""
        return self._by_name("v1/warm-start-pools", pool)

    def _by_name(self, path: str, name: str) -> str:
        if UUID.fullmatch(name):
            return name
        for item in self.pages(path):
            if item["name"] == name:
                return item["id"]
        raise FactorMineError({"code": "NOT_FOUND", "message": f"{path}: none is named {name}", "remedy": "list them"})

    # The whole API ----------------------------------------------------------------------------------------------------

    def get(self, path: str, **query: Any) -> Any:
        """A REST answer. Names of the query may be in snake_case."""
        return json.loads(self._bytes("GET", _path(path, query)))

    def post(self, path: str, body: Optional[Mapping[str, Any]] = None, idempotency_key: Optional[str] = None) -> Any:
        """A REST answer. Sent again after a lost connection only with a key, under which the service acts once."""
        return json.loads(self._bytes("POST", path, body or {}, idempotency_key) or b"null")

    def pages(self, path: str, **query: Any) -> Iterator[Row]:
        """Every item of a REST list, page after page, as they are asked for."""
        token = None
        while True:
            page = self.get(path, **{**query, "page_token": token})
            yield from page["items"]
            token = page["nextPageToken"]
            if token is None:
                return

    def graphql(self, query: str, variables: Optional[Mapping[str, Any]] = None) -> Row:
        """The data of a GraphQL operation. A query may be sent again; a mutation is not."""
        again = query.lstrip().startswith(("{", "query"))
        answer = json.loads(
            self._bytes("POST", "graphql", {"query": query, "variables": variables or {}}, repeatable=again)
        )
        if answer.get("errors"):
            error = answer["errors"][0]
            raise FactorMineError({**error.get("extensions", {}), "message": error["message"]})
        return answer["data"]

    def nodes(self, query: str, field: str, variables: Optional[Mapping[str, Any]] = None) -> Iterator[Row]:
        """Every node of a GraphQL connection `field`, of a query that takes $after and asks for pageInfo and edges."""
        after = None
        while True:
            found = self.graphql(query, {**(variables or {}), "after": after})[field]
            yield from (edge["node"] for edge in found["edges"])
            if not found["pageInfo"]["hasNextPage"]:
                return
            after = found["pageInfo"]["endCursor"]

    # Transport --------------------------------------------------------------------------------------------------------

    def _bytes(
        self,
        method: str,
        path: str,
        body: Optional[Mapping[str, Any]] = None,
        idempotency_key: Optional[str] = None,
        repeatable: bool = False,
    ) -> bytes:
        with self._open(method, path, body, idempotency_key, repeatable) as answer:
            return answer.read()

    def _open(
        self,
        method: str,
        path: str,
        body: Union[None, bytes, Mapping[str, Any]] = None,
        idempotency_key: Optional[str] = None,
        repeatable: bool = False,
    ) -> Any:
        """An open answer. Refused with 429 or 503 nothing has been done, so every request may be sent again."""
        repeatable = repeatable or method == "GET" or idempotency_key is not None
        for attempt in range(self.retries + 1):
            try:
                return urllib.request.urlopen(self._request(method, path, body, idempotency_key), timeout=self.timeout)
            except urllib.error.HTTPError as error:
                if error.code not in PASSING or attempt == self.retries:
                    raise _refusal(error) from None
                pause = error.headers.get("retry-after", "")
                error.close()
                _sleep(attempt, float(pause) if pause.isdigit() else None)
            except (OSError, http.client.HTTPException) as error:
                if not (repeatable or _never_sent(error)) or attempt == self.retries:
                    raise FactorMineError(
                        {
                            "code": "UNREACHABLE",
                            "message": f"{self.url}: no answer: {error}",
                            "remedy": "see that the service runs there",
                        }
                    ) from error
                _sleep(attempt)
        raise AssertionError("the last attempt returns or raises")

    def _request(
        self, method: str, path: str, body: Union[None, bytes, Mapping[str, Any]], idempotency_key: Optional[str]
    ) -> urllib.request.Request:
        headers = {"Accept": "application/json, */*"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        data = body if isinstance(body, bytes) else None
        if data is not None:
            headers["Content-Type"] = "application/octet-stream"
        elif body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode("utf-8")
        return urllib.request.Request(f"{self.url}/{path}", data=data, headers=headers, method=method)

    def _events(self, path: str) -> Iterator[Any]:
        """Data of server-sent events."""
        with self._open("GET", path) as answer:
            lines: list[str] = []
            for raw in answer:
                line = raw.decode("utf-8").rstrip("\r\n")
                if line.startswith("data:"):
                    lines.append(line[5:].lstrip())
                elif line == "" and lines:
                    yield json.loads("\n".join(lines))
                    lines = []


def _rows(rows: list[Row]) -> Rows:
    return rows if pandas is None else pandas.DataFrame(rows)


def _top_row(item: Mapping[str, Any]) -> Row:
    """One flat row of a top factor.

    >>> _top_row({"value": 0.1, "orientation": -1, "factor": {"id": "f", "formula": "CLOSE/OPEN", "size": 3},
    ...           "evaluation": {"rankIc": -0.1, "period": {"from": "2020-01-01", "to": "2020-12-31"}}})["rankIc"]
    -0.1
    """
    factor, evaluation = item["factor"], item["evaluation"]
    period = evaluation.get("period") or {}
    hidden = ("id", "factorId", "period", "createdAt")
    return {
        "factorId": factor["id"],
        "formula": factor["formula"],
        "size": factor["size"],
        "value": item["value"],
        "orientation": item["orientation"],
        "from": period.get("from"),
        "to": period.get("to"),
        **{name: value for name, value in evaluation.items() if name not in hidden},
    }


def _camel(name: str) -> str:
    """The service's name of a Python word.

    >>> _camel("maximum_size"), _camel("from_"), _camel("rankIc")
    ('maximumSize', 'from', 'rankIc')
    """
    head, *rest = name.rstrip("_").split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in rest)


def _path(path: str, query: Mapping[str, Any]) -> str:
    """A path with its query; what is None is left out, lists are joined by commas.

    >>> _path("v1/factors/top", {"page_size": 5, "operators": ["ts_corr", "ts_std"], "role": None, "exact": True})
    'v1/factors/top?pageSize=5&operators=ts_corr%2Cts_std&exact=true'
    """
    words = {_camel(name): _word(value) for name, value in query.items() if value is not None}
    return f"{path}?{urllib.parse.urlencode(words)}" if words else path


def _file_of(values: Any) -> tuple[bytes, Optional[str]]:
    """Values as the bytes of a file, and what it is called.

    >>> _file_of([("2024-01-08", "600000", 1.5), ("2024-01-08", "600001", None)])[0]
    b'date,symbol,value\\n2024-01-08,600000,1.5\\n2024-01-08,600001,\\n'
    """
    if isinstance(values, (str, os.PathLike)):
        with open(values, "rb") as file:
            return file.read(), os.path.basename(os.fspath(values))
    if pandas is not None and isinstance(values, pandas.DataFrame):
        long = any(str(name).lower() in ("symbol", "code", "ticker", "ts_code") for name in values.columns)
        if values.index.nlevels > 1:
            values, long = values.reset_index(), True
        text = values.to_csv(index=not long, **({} if long else {"index_label": "date"}))
        return text.encode("utf-8"), "DataFrame"
    lines = (f"{day},{symbol},{'' if value is None else repr(float(value))}\n" for day, symbol, value in values)
    return ("date,symbol,value\n" + "".join(lines)).encode("utf-8"), "rows"


def _quoted(name: str) -> str:
    return urllib.parse.quote(name, safe="")


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, (list, tuple)) else str(value)


def _body(settings: Mapping[str, Any]) -> Row:
    """Settings as the service names them; from_ and to make a period.

    >>> _body({"dataset_id": "d", "from_": "2020-01-01", "to": "2020-12-31", "role": None})
    {'datasetId': 'd', 'period': {'from': '2020-01-01', 'to': '2020-12-31'}}
    """
    named = {_camel(name): value for name, value in settings.items() if value is not None}
    if "from" in named or "to" in named:
        named["period"] = {"from": named.pop("from", None), "to": named.pop("to", None)}
    return named


def _format_of(target: Any) -> str:
    """
    >>> _format_of("top.parquet"), _format_of("top")
    ('parquet', 'csv')
    """
    ending = os.path.splitext(os.fspath(target))[1][1:] if isinstance(target, (str, os.PathLike)) else ""
    return ending if ending in ("csv", "ndjson", "arrow", "parquet") else "csv"


def _copy(answer: Any, file: BinaryIO) -> int:
    counted = _Counted(file)
    try:
        shutil.copyfileobj(answer, counted, 1 << 20)
    except (OSError, http.client.HTTPException) as error:
        raise FactorMineError({"code": "UNREACHABLE", "message": f"the export broke off: {error}"}) from error
    return counted.size


class _Counted:
    def __init__(self, file: BinaryIO) -> None:
        self.file, self.size = file, 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return self.file.write(data)


def _refusal(error: urllib.error.HTTPError) -> FactorMineError:
    """The problem of a refused request; what is no problem document is told by its status."""
    with error:
        text = error.read().decode("utf-8", "replace")
    try:
        problem = json.loads(text)
    except ValueError:
        problem = {}
    if "errors" in problem:
        first = problem["errors"][0]
        problem = {**first.get("extensions", {}), "message": first["message"]}
    return FactorMineError({"message": f"HTTP {error.code}", "status": error.code, **problem})


def _never_sent(error: BaseException) -> bool:
    """Nobody listened, so nothing can have been done."""
    return isinstance(getattr(error, "reason", error), (ConnectionRefusedError, socket.gaierror))


def _sleep(attempt: int, told: Optional[float] = None) -> None:
    time.sleep(told if told is not None else min(10.0, 0.25 * 2**attempt) * random.uniform(0.5, 1.0))
