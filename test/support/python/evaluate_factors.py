"""Runs written pandas code, or qlib expressions by their documented meaning, on a market from standard input."""
import json
import re
import sys

import numpy as np
import pandas as pd


def frames_of(market):
    """Fields by name: frames [days x stocks], series for vectors, frames by (day, bar) for minute fields."""
    days, stocks = market["days"], market["symbols"]
    frames = {}
    for name, values in market["matrices"].items():
        cells = np.array(values, dtype=float).reshape(len(days), len(stocks))
        frames[name] = pd.DataFrame(cells, index=days, columns=stocks)
    for name, values in market["vectors"].items():
        frames[name] = pd.Series(np.array(values, dtype=float), index=days)
    for name, values in market["minutes"].items():
        index = pd.MultiIndex.from_product([days, market["stamps"]])
        cells = np.array(values, dtype=float).reshape(len(index), len(stocks))
        frames[name] = pd.DataFrame(cells, index=index, columns=stocks)
    return frames


def run_code(code, frames, universe):
    scope = {}
    exec(compile(code, "factor.py", "exec"), scope)
    return scope["factor"](frames, universe)


def rolled(method):
    return lambda x, n: getattr(x.rolling(n, min_periods=1), method)()


def by_window(reduce):
    return lambda x, n: x.rolling(n, min_periods=1).apply(reduce, raw=True)


def corr(x, y, n):
    out = x.rolling(n, min_periods=1).corr(y)
    flat = [np.isclose(side.rolling(n, min_periods=1).std(), 0, atol=2e-05) for side in (x, y)]
    return out.mask(flat[0] | flat[1])


def wma(x):
    weights = np.arange(len(x))
    return np.nanmean(weights / weights.sum() * x)


# What qlib's documentation and expression engine say of each operator, on frames.
QLIB = {
    "Mean": rolled("mean"), "Sum": rolled("sum"), "Std": rolled("std"), "Skew": rolled("skew"),
    "Kurt": rolled("kurt"), "Max": rolled("max"), "Min": rolled("min"),
    "Rank": lambda x, n: x.rolling(n, min_periods=1).rank(pct=True),
    "IdxMax": by_window(lambda x: x.argmax() + 1), "IdxMin": by_window(lambda x: x.argmin() + 1),
    "WMA": by_window(wma), "Corr": corr,
    "Ref": lambda x, n: x.shift(n), "Delta": lambda x, n: x - x.shift(n),
    "Abs": lambda x: x.abs(), "Sign": np.sign, "Log": np.log,
    "Power": lambda x, y: x**y,
    "Add": lambda x, y: x + y, "Sub": lambda x, y: x - y, "Mul": lambda x, y: x * y, "Div": lambda x, y: x / y,
}


def run_qlib(text, frames, _universe):
    fields = {name.lower(): frame for name, frame in frames.items() if name.isupper()}
    stocks = next(frame.columns for frame in frames.values() if isinstance(frame, pd.DataFrame))

    def field(name):
        found = fields[name]
        return pd.DataFrame({s: found for s in stocks}) if isinstance(found, pd.Series) else found

    code = re.sub(r"\$([a-z_0-9]+)", r"field('\1')", text)
    return eval(code, {**QLIB, "field": field})


def main():
    asked = json.load(sys.stdin)
    frames = frames_of(asked["market"])
    universe = asked["universe"]
    if universe is not None:
        first = next(iter(asked["market"]["matrices"]))
        universe = pd.DataFrame(np.array(asked["universe"]).reshape(frames[first].shape) == 1,
                                index=frames[first].index, columns=frames[first].columns)
    run = {"pandas": run_code, "qlib": run_qlib}[asked["dialect"]]
    answers = []
    with np.errstate(all="ignore"):
        for text in asked["texts"]:
            cells = run(text, frames, universe).to_numpy(dtype=float).ravel()
            answers.append([None if not np.isfinite(cell) else cell for cell in cells.tolist()])
    json.dump(answers, sys.stdout)


main()
