/** A function of the written code, and the functions that it calls. */
interface PandasPart {
  readonly needs: readonly string[];
  readonly code: string;
}

const part = (needs: readonly string[], code: string): PandasPart => ({ needs, code });

/** A reduction of windows of days: `name(frame, rows)`. */
const ofDays = (name: string, reducer: string): PandasPart =>
  part(
    ['_rolling', reducer],
    `def ${name}(x, rows):
    return _rolling(${reducer}, rows, x)`,
  );

/** Reducers take blocks [rows x stocks], absent cells NaN. `flat` says which columns are constant. */
const PARTS: Readonly<Record<string, PandasPart>> = {
  _finite: part(
    [],
    `def _finite(x):
    """What is not finite, or beyond the largest float32, is missing."""
    return x.where(x.abs() <= 3.4028234663852886e38)`,
  ),
  _rolling: part(
    ['_finite', '_flat_days'],
    `def _rolling(reduce, rows, *frames):
    """One value for each window of days; missing until it is full and where any of its cells is missing."""
    cells = [frame.to_numpy(dtype=float) for frame in frames]
    out = np.full(cells[0].shape, np.nan)
    with np.errstate(all="ignore"):
        for last in range(rows - 1, len(out)):
            blocks = [block[last - rows + 1 : last + 1] for block in cells]
            full = ~np.any([np.isnan(block).any(axis=0) for block in blocks], axis=0)
            out[last, full] = reduce(*[block[:, full] for block in blocks], flat=_flat_days)
    return _finite(pd.DataFrame(out, index=frames[0].index, columns=frames[0].columns))`,
  ),
  _session: part(
    ['_finite', '_flat_bars'],
    `def _session(reduce, *frames, bars=None):
    """One value a day of the bars present, at least half of them. The index is (day, minute after midnight)."""
    if bars is not None:
        stamps = frames[0].index.get_level_values(1)
        frames = [frame[bars(stamps)] for frame in frames]
    days = frames[0].index.get_level_values(0).unique()
    cells = [frame.to_numpy(dtype=float).reshape(len(days), -1, frame.shape[1]) for frame in frames]
    out = np.full((len(days), cells[0].shape[2]), np.nan)
    with np.errstate(all="ignore"):
        for day in range(len(days)):
            blocks = [block[day] for block in cells]
            absent = np.any([np.isnan(block) for block in blocks], axis=0)
            kept = 2 * (~absent).sum(axis=0) >= max(1, len(absent))
            blocks = [np.where(absent, np.nan, block)[:, kept] for block in blocks]
            out[day, kept] = reduce(*blocks, flat=_flat_bars)
    return _finite(pd.DataFrame(out, index=days, columns=frames[0].columns))`,
  ),
  _flat_days: part(
    ['_central'],
    `def _flat_days(x):
    """Constant but for rounding."""
    return _central(x, 2) < np.maximum(1e-37, 1e-11 * np.square(np.nanmax(np.abs(x), axis=0, initial=0)))`,
  ),
  _flat_bars: part(
    [],
    `def _flat_bars(x):
    return np.nanmax(x, axis=0, initial=-np.inf) == np.nanmin(x, axis=0, initial=np.inf)`,
  ),
  _count: part([], 'def _count(x):\n    return (~np.isnan(x)).sum(axis=0)'),
  _last: part(
    [],
    `def _last(x, flat=None):
    """The newest value that is present."""
    present = ~np.isnan(x)
    return x[len(x) - 1 - present[::-1].argmax(axis=0), np.arange(x.shape[1])]`,
  ),
  _first: part(
    [],
    `def _first(x, flat=None):
    return x[(~np.isnan(x)).argmax(axis=0), np.arange(x.shape[1])]`,
  ),
  _sum: part([], 'def _sum(x, flat=None):\n    return np.nansum(x, axis=0)'),
  _mean: part(
    ['_sum', '_count', '_first', '_flat_bars'],
    `def _mean(x, flat=None):
    """Exactly the value where all are equal."""
    return np.where(_flat_bars(x), _first(x), _sum(x) / _count(x))`,
  ),
  _central: part(
    ['_mean'],
    `def _central(x, order):
    return np.nansum(np.power(x - _mean(x), order), axis=0)`,
  ),
  _std: part(
    ['_central', '_count'],
    `def _std(x, flat):
    """ddof 1; 0 of a constant window."""
    n = _count(x)
    return np.where(n < 2, np.nan, np.where(flat(x), 0.0, np.sqrt(_central(x, 2) / (n - 1))))`,
  ),
  _skew: part(
    ['_central', '_count'],
    `def _skew(x, flat):
    """Bias-corrected; missing under 3 values or of a constant window."""
    n = _count(x)
    m2, m3 = _central(x, 2) / n, _central(x, 3) / n
    skew = np.sqrt(n * (n - 1.0)) / (n - 2) * m3 / (m2 * np.sqrt(m2))
    return np.where((n < 3) | flat(x), np.nan, skew)`,
  ),
  _kurt: part(
    ['_central', '_count'],
    `def _kurt(x, flat):
    """Bias-corrected excess kurtosis; missing under 4 values or of a constant window."""
    n = _count(x).astype(float)
    m2, m4 = _central(x, 2) / n, _central(x, 4) / n
    kurt = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * m4 / np.square(m2) - 3 * (n - 1))
    return np.where((n < 4) | flat(x), np.nan, kurt)`,
  ),
  _norm: part(
    ['_last', '_mean', '_std'],
    `def _norm(x, flat):
    """(newest - mean) / std; missing of a constant window."""
    std = _std(x, flat)
    return np.where(std > 0, (_last(x) - _mean(x)) / std, np.nan)`,
  ),
  _corr: part(
    ['_central', '_count', '_mean', '_flat_bars'],
    `def _corr(x, y, flat):
    """Pearson, clamped to [-1, 1]; missing where either side is constant."""
    product = np.nansum((x - _mean(x)) * (y - _mean(y)), axis=0)
    corr = np.clip(product / (np.sqrt(_central(x, 2)) * np.sqrt(_central(y, 2))), -1, 1)
    return np.where((_count(x) < 2) | flat(x) | flat(y), np.nan, corr)`,
  ),
  _max: part([], 'def _max(x, flat=None):\n    return np.nanmax(x, axis=0, initial=-np.inf)'),
  _min: part([], 'def _min(x, flat=None):\n    return np.nanmin(x, axis=0, initial=np.inf)'),
  _idx_max: part(
    [],
    `def _idx_max(x, flat=None):
    """From 1 at the oldest; of equals the oldest."""
    return np.where(np.isnan(x), -np.inf, x).argmax(axis=0) + 1.0`,
  ),
  _idx_min: part(
    [],
    `def _idx_min(x, flat=None):
    """From 1 at the oldest; of equals the oldest."""
    return np.where(np.isnan(x), np.inf, x).argmin(axis=0) + 1.0`,
  ),
  _rank: part(
    [],
    `def _rank(x, flat=None):
    """Average rank of the newest value / rows."""
    return ((x < x[-1]).sum(axis=0) + ((x == x[-1]).sum(axis=0) + 1) / 2) / len(x)`,
  ),
  _decay: part(
    [],
    `def _decay(x, flat=None):
    """Weights 1 to rows, the newest heaviest."""
    rows = len(x)
    return (np.arange(1, rows + 1)[:, None] * x).sum(axis=0) / (rows * (rows + 1) / 2)`,
  ),
  ts_mean: ofDays('ts_mean', '_mean'),
  ts_sum: ofDays('ts_sum', '_sum'),
  ts_std: ofDays('ts_std', '_std'),
  ts_skew: ofDays('ts_skew', '_skew'),
  ts_kurt: ofDays('ts_kurt', '_kurt'),
  ts_norm: ofDays('ts_norm', '_norm'),
  ts_rank: ofDays('ts_rank', '_rank'),
  ts_decay_linear: ofDays('ts_decay_linear', '_decay'),
  idx_max: ofDays('idx_max', '_idx_max'),
  idx_min: ofDays('idx_min', '_idx_min'),
  ts_max: part([], 'def ts_max(x, rows):\n    return x.rolling(rows).max()'),
  ts_min: part([], 'def ts_min(x, rows):\n    return x.rolling(rows).min()'),
  ts_delay: part([], 'def ts_delay(x, rows):\n    return x.shift(rows)'),
  ts_diff: part([], 'def ts_diff(x, rows):\n    return x - x.shift(rows)'),
  ts_corr: part(
    ['_rolling', '_corr'],
    `def ts_corr(x, y, rows):
    return _rolling(_corr, rows, x, y)`,
  ),
  protecteddiv: part(
    ['_finite'],
    `def protecteddiv(x, y):
    """Missing where the divisor is near zero."""
    return _finite((x / y).where(y.abs() >= 1e-12))`,
  ),
  sigmoid: part(
    [],
    `def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))`,
  ),
  log: part([], 'def log(x):\n    return np.log(x.where(x >= 1.1754943508222875e-38))'),
  cs_rank: part(
    [],
    `def cs_rank(x, universe):
    """Average rank / number of values, across stocks."""
    if universe is not None:
        x = x.where(universe)
    return x.rank(axis=1, pct=True)`,
  ),
  cs_norm: part(
    ['_finite', '_flat_days', '_mean', '_std'],
    `def cs_norm(x, universe):
    """z-score across stocks, ddof 1; a constant day is missing."""
    if universe is not None:
        x = x.where(universe)
    cells = x.to_numpy(dtype=float).T
    with np.errstate(all="ignore"):
        std = _std(cells, _flat_days)
        out = np.where(std > 0, (cells - _mean(cells)) / std, np.nan)
    return _finite(pd.DataFrame(out.T, index=x.index, columns=x.columns))`,
  ),
};

/** The functions of these names and all that they call, in an order in which Python can read them. */
export function partsOf(names: Iterable<string>): string {
  const wanted = new Set<string>();
  const add = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    PARTS[name]?.needs.forEach(add);
  };
  for (const name of names) add(name);
  return Object.entries(PARTS)
    .filter(([name]) => wanted.has(name))
    .map(([, { code }]) => code)
    .join('\n\n\n');
}
