/* What a person does to a case or an alarm. Each act asks central, then reads back what central
 * made of it; nothing on screen is changed on hope.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { post } from './api.js';
import { refresh } from './load.js';
import { asApiError, noteFailure } from './outcome.js';
import * as s from './state.js';
import { say, word } from './words.js';

/**
 * One act on central: busy mark, the truth read back, and then the result in words.
 * @param {string} name @param {() => Promise<unknown>} act @param {string} done the sentence
 * @returns {Promise<boolean>} was it done?
 */
export async function perform(name, act, done) {
	if (s.busy.value) return false;
	s.busy.value = name;
	const refusal = await act().then(() => null, asApiError);
	if (refusal) noteFailure(refusal);
	await refresh();
	s.busy.value = '';
	s.notice.value = !refusal ? { kind: 'ok', text: done }
		: { kind: refusal.status === 409 ? 'conflict' : 'error', text: refusal.detail || word('error', refusal.code, say('error.other')) };
	return !refusal;
}

/** @param {string|number} id @param {string} label */
export function acceptAlarm(id, label) {
	return perform(`alarm-${id}`, () => post(`alarms/${encodeURIComponent(String(id))}/accept`), say('alarm.done', { label }));
}

/** @param {string|number} id @param {"reached"|"not_reached"} result @param {string} note */
export function logCall(id, result, note) {
	return perform(`call-${id}`, () => post(`calls/${encodeURIComponent(String(id))}`, { result, note }), say(`call.done.${result}`));
}
