// SPDX-License-Identifier: MIT
// Numbers, times and hashes as people read them.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 8 });

export const NOTHING = "–";

/** 12,345 */
export const count = (number) => whole.format(number);

/** "1 block", "2 blocks" */
export const counted = (number, thing) => `${count(number)} ${thing}${number === 1 ? "" : "s"}`;

function scaled(number, step, units, limit) {
  let unit = 0;
  while (number >= limit && unit + 1 < units.length) {
    number /= step;
    ++unit;
  }
  return [number, units[unit]];
}

/** What would be shown as 1000.0 is one of the next unit. */
export function rate(triesPerSecond) {
  if (triesPerSecond === null || triesPerSecond === undefined) return NOTHING;
  const [number, unit] = scaled(triesPerSecond, 1000, ["H/s", "kH/s", "MH/s", "GH/s", "TH/s", "PH/s"], 999.95);
  return `${number.toFixed(1)} ${unit}`;
}

export function bytes(number) {
  const [size, unit] = scaled(number, 1000, ["B", "kB", "MB", "GB", "TB"], 999.5);
  return `${unit === "B" || size >= 99.95 ? size.toFixed(0) : size.toFixed(1)} ${unit}`;
}

/** 46 %, and 0.3 % where that is not nothing. */
export const percent = (part) => `${(part * 100).toFixed(part >= 0.0005 && part < 0.00995 ? 1 : 0)} %`;

/** The time between two events: 0.4 s, 12 s, 3 min, 2 h, 4 d. */
export function span(seconds) {
  const some = Math.max(0, seconds);
  return some > 0 && some < 9.95 ? `${some.toFixed(1)} s` : age(Math.round(some));
}

/** How long ago something was; nothing where no clock of this world says so. */
export function age(seconds) {
  const some = Math.max(0, seconds);
  if (!(some < 1e10)) return NOTHING;
  if (some < 2 * MINUTE) return `${Math.floor(some)} s`;
  if (some < 2 * HOUR) return `${Math.floor(some / MINUTE)} min`;
  if (some < 2 * DAY) return `${Math.floor(some / HOUR)} h`;
  return `${count(Math.floor(some / DAY))} d`;
}

/** 1 d 4 h, 2 h 10 min, 3 min 5 s: for how long it has been so. */
export function uptime(seconds) {
  const parts = [[DAY, "d"], [HOUR, "h"], [MINUTE, "min"], [1, "s"]];
  const first = Math.max(0, parts.findIndex(([size]) => seconds >= size));
  const texts = [];
  let rest = Math.floor(seconds);
  for (const [size, unit] of parts.slice(seconds < 1 ? 3 : first).slice(0, 2)) {
    texts.push(`${Math.floor(rest / size)} ${unit}`);
    rest %= size;
  }
  return texts.join(" ");
}

const two = (number) => String(number).padStart(2, "0");

/** 14:03:07, by the reader's clock. @param {number} seconds since the Unix epoch */
export function clock(seconds) {
  const date = new Date(seconds * 1000);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** 2026-11-27 14:03:07; what no calendar has is shown as the number that it is. */
export function moment(seconds) {
  const date = new Date(seconds * 1000);
  if (!Number.isFinite(date.getTime())) return String(seconds);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(seconds)}`;
}

/** An amount of coins, all its digits: those that round to nothing or have no end stand as JavaScript writes them. */
export function amount(number) {
  if (number === null || number === undefined) return "unknown";
  const size = Math.abs(number);
  return size !== 0 && (size < 1e-8 || size >= 1e15) ? String(number) : fine.format(number);
}

/** The beginning of a hash or an id. */
export const brief = (text, digits = 16) => (text.length > digits + 1 ? `${text.slice(0, digits)}…` : text);
