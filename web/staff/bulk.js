/* One act on several cases: a request per case, so that one refusal stops none of the others, and what
 * came of each stands on its row.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { post } from './api.js';
import { loadParties, refresh } from './load.js';
import { asApiError, noteFailure } from './outcome.js';
import * as s from './state.js';
import { filledIn, focusSoon, mistakes } from './steps.js';
import { count, say, word } from './words.js';

/** @typedef {import('./types/steps.js').Field} Field */

const NOTE = 1000;

/** What each act asks for. @type {Record<string, () => Field[]>} */
const FIELDS = {
	start: () => [],
	assign: () => [
		{ name: 'party', label: say('bulk.party'), type: 'party', required: true },
		{ name: 'note', label: say('bulk.why'), type: 'text', cap: NOTE, required: true }],
	note: () => [{ name: 'note', label: say('bulk.text'), type: 'text', cap: NOTE, required: true }],
};
export const BULK = Object.keys(FIELDS);

export function bulkFields() {
	return FIELDS[s.bulk.value.action]?.() ?? [];
}

/** @param {number} nr @param {boolean} [on] */
export function pick(nr, on = !s.picked.value.has(nr)) {
	const next = new Set(s.picked.value);
	if (on) next.add(nr);
	else next.delete(nr);
	s.picked.value = next;
	s.bulk.value = { ...s.bulk.value, results: {} };
}

export function pickNone() {
	s.picked.value = new Set();
	s.bulk.value = { action: '', values: {}, errors: {}, busy: false, results: {} };
}

/** @param {string} action "" closes the form */
export function chooseBulk(action) {
	s.bulk.value = { ...s.bulk.value, action, errors: {}, results: {} };
	if (action === 'start') return void sendBulk();
	if (action === 'assign') void loadParties();
	if (action) focusSoon('.bulk__form input, .bulk__form textarea');
}

/** @param {string} name @param {string} value */
export function setBulkValue(name, value) {
	const errors = { ...s.bulk.value.errors };
	delete errors[name];
	s.bulk.value = { ...s.bulk.value, errors, values: { ...s.bulk.value.values, [name]: value } };
}

export async function sendBulk() {
	const { action, values, busy } = s.bulk.value;
	const fields = bulkFields();
	const errors = mistakes(fields, values);
	if (busy || !action) return;
	if (Object.keys(errors).length) {
		s.bulk.value = { ...s.bulk.value, errors };
		return focusSoon('.bulk__form [aria-invalid="true"]');
	}
	const body = filledIn(fields, values);
	/** @type {import('./types/steps.js').Bulk["results"]} */
	const results = {};
	s.bulk.value = { ...s.bulk.value, busy: true, results };
	for (const nr of [...s.picked.value]) results[nr] = await one(nr, action, body);
	const failed = Object.entries(results).filter(([, r]) => r.kind === 'error').map(([nr]) => Number(nr));
	const done = Object.keys(results).length - failed.length;
	s.bulk.value = { action: '', values: failed.length ? values : {}, errors: {}, busy: false, results };
	s.picked.value = new Set(failed);
	s.heard.value = `${count('bulk.done', done)} ${failed.length ? count('bulk.failed', failed.length) : ''}`;
	await refresh();
}

/** @param {number} nr @param {string} action @param {Record<string, unknown>} body @returns {Promise<{ kind: "ok"|"error", text: string }>} */
async function one(nr, action, body) {
	try {
		await post(`cases/${nr}/${action}`, body);
		return { kind: 'ok', text: say(`bulk.ok.${action}`) };
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		return { kind: 'error', text: refusal.detail || word('error', refusal.code, say('error.other')) };
	}
}
