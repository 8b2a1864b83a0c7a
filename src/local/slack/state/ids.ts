import { customAlphabet } from 'nanoid';

const random = customAlphabet('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', 9);
const lower = customAlphabet('0123456789abcdef', 32);

/** An id as Slack makes them: a letter for the kind, then ten capitals and digits. */
export function newId(letter: string): string {
  return `${letter}0${random()}`;
}

/** A secret of 32 hexadecimal digits. */
export function newSecret(): string {
  return lower();
}

/** Slack's timestamp of a message, from microseconds since 1970. */
export function tsFromMicros(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros - seconds * 1_000_000).padStart(6, '0')}`;
}

/** Microseconds since 1970 of a message's timestamp; NaN for what is none. */
export function microsFromTs(ts: string): number {
  const match = /^(\d+)\.(\d{6})$/.exec(ts);
  return match ? Number(match[1]) * 1_000_000 + Number(match[2]) : Number.NaN;
}
