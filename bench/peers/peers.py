"""Times pandas and bottleneck on the very bytes that the kernels ran on, and prints JSON.

Reads folder/{close,volume,label}.f32: float32 [days x stocks], row after row, NaN = missing. Usage: peers.py folder days stocks
Each library gets the memory order that suits it: pandas a frame of stocks as columns, bottleneck one stock's days in a row.
"""

import json
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
folder, days, stocks = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
cells = days * stocks
REPEATS = 2


def read(name):
    return np.fromfile(f"{folder}/{name}.f32", dtype=np.float32).reshape(days, stocks)


def nanoseconds(work):
    best = min(timed(work) for _ in range(REPEATS))
    return best / cells * 1e9


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def mean_ic(factor, label):
    """Mean daily Pearson of two arrays [days x stocks], pairs present in both."""
    paired = np.isfinite(factor) & np.isfinite(label)
    count = paired.sum(1)
    f = np.where(paired, factor, 0)
    r = np.where(paired, label, 0)
    f = np.where(paired, f - (f.sum(1) / count)[:, None], 0)
    r = np.where(paired, r - (r.sum(1) / count)[:, None], 0)
    return np.nanmean((f * r).sum(1) / np.sqrt((f * f).sum(1) * (r * r).sum(1)))


def pandas_figures():
    import pandas as pd

    close, volume, label = (pd.DataFrame(read(name)) for name in ("close", "volume", "label"))

    def program():
        momentum = close.rolling(5).mean() - close.shift(5)
        return momentum / close.rolling(20).std() + close.rolling(10).corr(volume)

    return pd.__version__, {
        "add": lambda: close + volume,
        "protecteddiv": lambda: close / volume,
        "ts_delay 5": lambda: close.shift(5),
        "ts_diff 5": lambda: close.diff(5),
        "ts_mean 20": lambda: close.rolling(20).mean(),
        "ts_sum 20": lambda: close.rolling(20).sum(),
        "ts_std 20": lambda: close.rolling(20).std(),
        "ts_skew 20": lambda: close.rolling(20).skew(),
        "ts_kurt 20": lambda: close.rolling(20).kurt(),
        "ts_max 20": lambda: close.rolling(20).max(),
        "ts_min 20": lambda: close.rolling(20).min(),
        "ts_rank 20": lambda: close.rolling(20).rank(),
        "ts_corr 20": lambda: close.rolling(20).corr(volume),
        "cs_norm": lambda: close.sub(close.mean(axis=1), axis=0).div(close.std(axis=1), axis=0),
        "cs_rank": lambda: close.rank(axis=1, pct=True),
        "program": program,
        "program, IC": lambda: program().corrwith(label, axis=1).mean(),
        "program, rank IC": lambda: ranked(program(), label),
    }


def ranked(factor, label):
    label = label.where(factor.notna())
    return factor.where(label.notna()).rank(axis=1).corrwith(label.rank(axis=1), axis=1).mean()


def bottleneck_figures():
    import bottleneck as bn

    close, volume, label = (np.ascontiguousarray(read(name).T) for name in ("close", "volume", "label"))
    label_by_day = np.ascontiguousarray(label.T)

    def lagged(values, by):
        moved = np.full_like(values, np.nan)
        moved[:, by:] = values[:, :-by]
        return moved

    def corr(left, right, window):
        """From rolling means, as one writes it with bottleneck; loses digits, which pandas does not."""
        both = left + right
        x, y = np.where(np.isnan(both), np.nan, left), np.where(np.isnan(both), np.nan, right)
        product = bn.move_mean(x * y, window, axis=1) - bn.move_mean(x, window, axis=1) * bn.move_mean(y, window, axis=1)
        return product / (bn.move_std(x, window, axis=1) * bn.move_std(y, window, axis=1))

    def program():
        momentum = bn.move_mean(close, 5, axis=1) - lagged(close, 5)
        return momentum / bn.move_std(close, 20, axis=1, ddof=1) + corr(close, volume, 10)

    def rank_ic():
        factor = np.ascontiguousarray(program().T)
        ranked_label = bn.nanrankdata(np.where(np.isnan(factor), np.nan, label_by_day), axis=1)
        ranked_factor = bn.nanrankdata(np.where(np.isnan(label_by_day), np.nan, factor), axis=1)
        return mean_ic(ranked_factor, ranked_label)

    return bn.__version__, {
        "ts_mean 20": lambda: bn.move_mean(close, 20, axis=1),
        "ts_sum 20": lambda: bn.move_sum(close, 20, axis=1),
        "ts_std 20": lambda: bn.move_std(close, 20, axis=1, ddof=1),
        "ts_max 20": lambda: bn.move_max(close, 20, axis=1),
        "ts_min 20": lambda: bn.move_min(close, 20, axis=1),
        "idx_max 20": lambda: bn.move_argmax(close, 20, axis=1),
        "ts_rank 20": lambda: bn.move_rank(close, 20, axis=1),
        "ts_corr 20": lambda: corr(close, volume, 20),
        "ts_diff 5": lambda: close - lagged(close, 5),
        "ts_delay 5": lambda: lagged(close, 5),
        "add": lambda: close + volume,
        "protecteddiv": lambda: close / volume,
        "cs_rank": lambda: bn.nanrankdata(close, axis=0),
        "program": program,
        "program, IC": lambda: mean_ic(program().T, label_by_day),
        "program, rank IC": rank_ic,
    }


def measured(figures):
    try:
        version, works = figures()
    except ImportError:
        return None
    answers = {name: float(works[name]()) for name in ("program, IC",)}
    return {
        "version": version,
        "ns": {name: nanoseconds(work) for name, work in works.items()},
        "ic": answers["program, IC"],
    }


print(json.dumps({"pandas": measured(pandas_figures), "bottleneck": measured(bottleneck_figures)}))
