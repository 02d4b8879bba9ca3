/* Civil dates in Dutch working days. A date is text, "2026-11-25"; the zone is Europe/Amsterdam
 * whatever the machine thinks.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
const ZONE = 'Europe/Amsterdam';
const DAY = 86_400_000;

/** Today's civil date here. @param {number} [now] ms UTC @returns {string} */
export function today(now = Date.now()) {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' }).format(now);
}

/** @param {string} date @param {number} days @returns {string} */
export function addDays(date, days) {
	return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Easter Sunday of a year (Gregorian, after Meeus). @param {number} year @returns {string} */
export function easter(year) {
	const a = year % 19;
	const b = Math.floor(year / 100);
	const c = year % 100;
	const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
	const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
	const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
	const month = String(Math.floor(f / 31)).padStart(2, '0');
	return `${year}-${month}-${String((f % 31) + 1).padStart(2, '0')}`;
}

/** Days on which no fitter comes. @param {string} date @returns {boolean} */
export function isHoliday(date) {
	const year = Number(date.slice(0, 4));
	const first = easter(year);
	const king = new Date(Date.UTC(year, 3, 27)).getUTCDay() === 0 ? `${year}-04-26` : `${year}-04-27`;
	return [
		`${year}-01-01`, addDays(first, 1), king, addDays(first, 39), addDays(first, 50),
		`${year}-12-25`, `${year}-12-26`,
	].includes(date);
}

/** @param {string} date @returns {boolean} */
export function isWorkingDay(date) {
	const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
	return weekday !== 0 && weekday !== 6 && !isHoliday(date);
}

/** The working days after a date. @param {string} from @param {number} count @returns {string[]} */
export function workingDays(from, count) {
	const days = [];
	for (let date = addDays(from, 1); days.length < count; date = addDays(date, 1))
		if (isWorkingDay(date)) days.push(date);
	return days;
}

/** "Maandag 30 nov" @param {string} date @param {string} lang @param {"long"|"short"} [style] */
export function dayName(date, lang, style = 'long') {
	const text = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
		weekday: style, day: 'numeric', month: 'short', timeZone: 'UTC',
	}).format(Date.parse(`${date}T00:00:00Z`));
	return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
}

/** "ma 30 nov 14:05" @param {number} t ms UTC @param {string} lang */
export function momentName(t, lang) {
	const time = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
		hour: '2-digit', minute: '2-digit', timeZone: ZONE,
	}).format(t);
	return `${dayName(today(t), lang, 'short')} ${time}`;
}
