/**
 * A copy of a text that was cut out of a longer one. Engines let a cut share the memory of the whole: a name that is
 * remembered would keep a megabyte of its file alive.
 */
export const ownText = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
