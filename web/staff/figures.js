/* Cijfers: which period is looked at, and the tables central counted for it. The period lives in the
 * hash (#/cijfers/2026-01-01_2026-03-31_week), so that it can be mailed and Back works.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { get } from './api.js';
import { reading } from './reading.js';
import { hrefOf } from './router.js';
import * as s from './state.js';
import { say } from './words.js';

/** @typedef {import('./types/figures.js').Period} Period */
/** @typedef {import('./types/figures.js').FigureTable} FigureTable */

const civil = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });

/** The first day so many months before the month of today. @param {string} today @param {number} back */
function firstOfMonth(today, back) {
	const [year = 0, month = 1] = today.split('-').map(Number);
	return new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 10);
}

/** Periods with a name. @param {number} now @returns {{ key: string, period: Period }[]} */
export function presets(now) {
	const until = civil.format(now);
	return [
		{ key: 'quarter', period: { from: firstOfMonth(until, 2), until, by: 'week' } },
		{ key: 'year', period: { from: firstOfMonth(until, 11), until, by: 'month' } },
		{ key: 'this_year', period: { from: `${until.slice(0, 4)}-01-01`, until, by: 'month' } },
	];
}

/** The period of a place; a year where it names none. @param {string} item @param {number} now @returns {Period} */
export function periodOf(item, now) {
	const [from = '', until = '', by = ''] = item.split('_');
	const day = /^\d{4}-\d\d-\d\d$/;
	if (day.test(from) && day.test(until) && (by === 'week' || by === 'month')) return { from, until, by };
	return /** @type {Period} */ (presets(now)[1]?.period);
}

/** @param {Period} period */
export const periodHref = ({ from, until, by }) => hrefOf('figures', `${from}_${until}_${by}`);

/** @param {Period} period */
export const queryOf = (period) => new URLSearchParams({ ...period }).toString();

/** @param {string} item */
export function loadFigures(item) {
	const period = periodOf(item, s.now.value);
	const before = s.figures.value;
	s.figures.value = { ...before, state: 'loading', error: '' };
	return reading('figures', () => get(`figures?${queryOf(period)}`), (data) => {
		s.figures.value = { state: 'ready', error: '', stamp: Date.now(), data: { period, tables: data.tables ?? [] } };
		s.heard.value = say('figures.heard');
	}, (refusal) => { s.figures.value = { ...before, state: 'error', error: refusal.field ? 'period' : refusal.code }; });
}

/** Another period, by its fields. @param {Partial<Period>} change */
export function choosePeriod(change) {
	const next = { ...periodOf(s.place.value.item, s.now.value), ...change };
	if (!next.from || !next.until) return; /* somebody is still typing a date */
	location.hash = periodHref(next);
}
