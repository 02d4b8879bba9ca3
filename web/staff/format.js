/* How instants, spans, telephone numbers and hostile text look on screen.
 * Instants are ms since 1970 UTC; civil time is Europe/Amsterdam whatever the machine thinks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { count, say } from './words.js';

const ZONE = 'Europe/Amsterdam';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const parts = new Intl.DateTimeFormat('nl-NL', {
	timeZone: ZONE, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
});
const languages = new Intl.DisplayNames(['nl'], { type: 'language' });

/** @param {number} t @returns {Record<string, string>} */
function civil(t) {
	return Object.fromEntries(parts.formatToParts(t).map((p) => [p.type, p.value.replace('.', '')]));
}

/** "di 24 nov", with the year when it is not this year. @param {number} t @param {number} now */
export function day(t, now) {
	const at = civil(t);
	const year = at.year === civil(now).year ? '' : ` ${at.year}`;
	return `${at.weekday} ${at.day} ${at.month}${year}`;
}

/** "di 24 nov 14:05" @param {number} t @param {number} now */
export function moment(t, now) {
	return `${day(t, now)} ${clock.format(t)}`;
}

/** "14:05" @param {number} t */
export function hour(t) {
	return clock.format(t);
}

/** Machine form for <time datetime>. @param {number} t */
export function iso(t) {
	return new Date(t).toISOString();
}

/** Are two instants on the same civil day? @param {number} a @param {number} b */
export function sameDay(a, b) {
	const one = civil(a), two = civil(b);
	return one.day === two.day && one.month === two.month && one.year === two.year;
}

/** A civil date of a wish ("2026-11-25") as "wo 25 nov". @param {string} date @param {number} now */
export function wishDay(date, now) {
	const t = Date.parse(`${date}T12:00:00Z`);
	return Number.isNaN(t) ? date : day(t, now);
}

/** A civil date as "31-12-2026". @param {string} date */
export function civilDay(date) {
	const [y, m, d] = date.split('-');
	return `${Number(d)}-${Number(m)}-${y}`;
}

/** A span in at most two units: "3 u 10 min", "2 dagen 4 u", "12 min". @param {number} ms */
export function span(ms) {
	const left = Math.max(0, ms);
	if (left < MINUTE) return say('span.now');
	if (left < HOUR) return say('span.minutes', { m: Math.floor(left / MINUTE) });
	if (left < 12 * HOUR) {
		const m = Math.floor((left % HOUR) / MINUTE);
		return m ? say('span.hours', { h: Math.floor(left / HOUR), m }) : say('span.hour', { h: Math.floor(left / HOUR) });
	}
	if (left < 2 * DAY) return say('span.hour', { h: Math.floor(left / HOUR) });
	return count('span.days', Math.floor(left / DAY));
}

/** "nog 3 u 10 min" or "2 u te laat". @param {number} due @param {number} now */
export function untilDue(due, now) {
	return due < now ? say('clock.late', { span: span(now - due) }) : say('clock.left', { span: span(due - now) });
}

/** "12 min geleden" @param {number} t @param {number} now */
export function ago(t, now) {
	return now - t < MINUTE ? say('span.justnow') : say('span.ago', { span: span(now - t) });
}

/** "Turks" for "tr". @param {string|undefined} code */
export function language(code) {
	try {
		return code ? languages.of(code) ?? code : '';
	} catch {
		return code ?? '';
	}
}

/** "06 1234 5678" for reading aloud; the link keeps the digits. @param {string} phone */
export function phoneText(phone) {
	const digits = phone.replace(/[^\d+]/g, '').replace(/^\+31/, '0');
	if (/^06\d{8}$/.test(digits)) return digits.replace(/^(06)(\d{4})(\d{4})$/, '$1 $2 $3');
	return /^0\d{9}$/.test(digits) ? digits.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3') : clean(phone);
}

/** "77 GB" @param {number} bytes */
export function size(bytes) {
	const mb = bytes / 1_048_576;
	return mb < 1024 ? say('size.mb', { n: Math.round(mb) }) : say('size.gb', { n: Math.round(mb / 1024) });
}

/** @param {string} phone */
export function phoneHref(phone) {
	return `tel:${phone.replace(/[^\d+]/g, '')}`;
}

/* Controls that reorder or hide text (bidi overrides and isolates, C0/C1, zero-width joiners' abusers).
 * Right-to-left scripts keep working: their order follows from the letters and dir="auto". */
// eslint-disable-next-line no-control-regex
const TRICKS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text written by others, made honest: it reads in the order it was typed. Escaping is lit-html's job.
 * @param {unknown} text
 * @returns {string}
 */
export function clean(text) {
	return text === null || text === undefined ? '' : String(text).replace(TRICKS, '');
}
