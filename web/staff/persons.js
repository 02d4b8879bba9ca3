/* One person: everything central knows of them, kept as a file, or taken out of closed cases (AVG).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask } from './api.js';
import { asApiError, noteFailure, noteSuccess } from './outcome.js';
import * as s from './state.js';
import { count, say, word } from './words.js';

/** @typedef {import('./types/admin.js').PersonAsked} PersonAsked */

/** @param {Partial<PersonAsked>} change */
export function setPerson(change) {
	s.person.value = { ...s.person.value, ...change };
}

/** @param {string} door @returns {Promise<any>} the answer, or null when it was refused: then the notice says why */
async function knock(door) {
	const { by, value } = s.person.value;
	if (s.busy.value) return null;
	s.busy.value = 'person';
	s.notice.value = null;
	try {
		const data = await ask('POST', `persons/${door}`, { [by]: value.trim() });
		noteSuccess();
		setPerson({ wrong: false });
		return data;
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		setPerson({ wrong: ['bad_field', 'not_found'].includes(refusal.code) || refusal.status === 422 });
		const text = s.person.value.wrong ? say(`persons.wrong.${by}`) : word('error', refusal.code, say('error.other'));
		s.notice.value = { kind: 'error', text };
		return null;
	} finally {
		s.busy.value = '';
	}
}

export async function findPerson() {
	setPerson({ found: null });
	const found = await knock('export');
	if (found) setPerson({ found });
	return Boolean(found);
}

/** What was found, as a file of this computer. */
export function keepPerson() {
	const url = URL.createObjectURL(new Blob([JSON.stringify(s.person.value.found, null, '\t')], { type: 'application/json' }));
	const link = document.createElement('a');
	link.href = url;
	link.download = 'persoonsgegevens.json';
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export async function forgetPerson() {
	const told = await knock('erase');
	if (!told) return;
	if (told.open) {
		s.notice.value = { kind: 'error', text: count('persons.open', told.open) };
		return;
	}
	s.person.value = { by: 'tenant', value: '', found: null, wrong: false };
	s.notice.value = { kind: 'ok', text: count('persons.forgotten', told.forgotten) };
}
