const OPENING = 'interval(volume,sum,9:30,10:00)/VOLUME';
const PRICE_VOLUME = 'ts_corr(high,volume,240)';

/** Formula of each row of the reference, by the letters its name starts with. */
export const ORACLE_FORMULAS: Readonly<Record<string, string>> = {
  F1: 'ts_mean(CLOSE,5)/CLOSE',
  F2: 'ts_std(CLOSE,10)/CLOSE',
  F3: 'cs_norm(VOLUME)',
  F4: '(CLOSE-LOW)/(HIGH-LOW)',
  F5: 'ts_corr(HIGH,VOLUME,20)',
  F6: 'ts_norm(cs_norm(HIGH),20)',
  M1: 'ts_mean(close,240)/CLOSE',
  M1b: 'ts_mean(close,240)/CLOSE',
  M2: OPENING,
  M3: PRICE_VOLUME,
  M3b: PRICE_VOLUME,
  M4: `ts_max(ts_min(${OPENING},2)+${PRICE_VOLUME},5)`,
  M5: `ts_max(ts_min(cs_norm(VOLUME),2)+${PRICE_VOLUME},2)`,
};
