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
 * One act on central: busy mark, result in words, and the truth read back.
 * @param {string} name @param {() => Promise<unknown>} act @param {string} done key of the sentence
 * @param {Record<string, string>} [holes]
 */
async function perform(name, act, done, holes) {
	if (s.busy.value) return false;
	s.busy.value = name;
	try {
		await act();
		s.notice.value = { kind: 'ok', text: say(done, holes) };
		return true;
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		const kind = refusal.status === 409 ? 'conflict' : 'error';
		s.notice.value = { kind, text: refusal.detail || word('error', refusal.code, say('error.other')) };
		return false;
	} finally {
		s.busy.value = '';
		void refresh();
	}
}

/** @param {string|number} id @param {string} label */
export function acceptAlarm(id, label) {
	return perform(`alarm-${id}`, () => post(`alarms/${encodeURIComponent(String(id))}/accept`), 'alarm.done', { label });
}

/** @param {string|number} id @param {"reached"|"not_reached"} result @param {string} note */
export function logCall(id, result, note) {
	return perform(`call-${id}`, () => post(`calls/${encodeURIComponent(String(id))}`, { result, note }), `call.done.${result}`);
}
