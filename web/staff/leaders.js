/* Who leads a department and who stands in: read, changed, saved one department at a time (R14).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { get, post } from './api.js';
import { asApiError, noteFailure } from './outcome.js';
import { reading } from './reading.js';
import * as s from './state.js';
import { say, word } from './words.js';

/** @typedef {import('./types/sets.js').Lead} Lead */

/** @param {Partial<import('./types/sets.js').Leaders>} change */
function set(change) {
	s.leaders.value = { ...s.leaders.value, ...change };
}

export function loadLeaders() {
	if (s.leaders.value.state !== 'ready') set({ state: 'loading' });
	return reading('leaders', () => get('leaders'),
		(data) => set({ state: 'ready', error: '', rows: data.leaders ?? [], choices: data.choices ?? [] }),
		(refusal) => set({ state: s.leaders.value.rows.length ? 'ready' : 'error', error: refusal.code }));
}

/** A row with what was changed in it. @param {Lead} row @returns {Lead} */
export function edited(row) {
	return { ...row, ...s.leaders.value.forms[row.department] };
}

/** @param {Lead} row @param {Partial<Lead>} change */
export function editLeader(row, change) {
	const { forms, problems } = s.leaders.value;
	const { [row.department]: _, ...rest } = problems;
	set({ problems: rest, forms: { ...forms, [row.department]: { ...forms[row.department], ...change } } });
}

/** @param {Lead} row */
export async function saveLeader(row) {
	if (s.busy.value) return;
	const { department, label, leader, deputy, away_from, away_until } = edited(row);
	s.busy.value = `leader-${department}`;
	try {
		await post('leaders', { department, leader, deputy, away_from, away_until });
		await loadLeaders();
		const { [department]: _, ...forms } = s.leaders.value.forms;
		set({ forms });
		s.notice.value = { kind: 'ok', text: say('leaders.done', { label }) };
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		const text = refusal.field ? say(`leaders.wrong.${refusal.field}`)
			: refusal.detail || word('error', refusal.code, say('error.other'));
		set({ problems: { ...s.leaders.value.problems, [department]: { field: refusal.field, text } } });
		requestAnimationFrame(() => document.getElementById(`${refusal.field}-${department}`)?.focus());
	} finally {
		s.busy.value = '';
	}
}
