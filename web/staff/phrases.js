/* Standard texts: those of a case put into a field, and the page on which they are kept.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { get, post } from './api.js';
import { asApiError, noteFailure } from './outcome.js';
import { reading } from './reading.js';
import * as s from './state.js';
import { say, word } from './words.js';

/** @typedef {import('./types/steps.js').Phrase} Phrase */

/* ---- putting one in ---- */

/** Filled for this case, asked for once per version of it. @param {import('./types/case.js').Case} c */
export async function loadPhrases(c) {
	const key = `${c.nr}/${c.version}`;
	if (s.phrases.value.key === key) return;
	s.phrases.value = { ...s.phrases.value, key };
	const rows = (await get(`phrases/${c.nr}`).catch(() => ({}))).texts ?? [];
	if (s.phrases.value.key === key) s.phrases.value = { key, rows };
}

/** The list beside a field, opened. @param {string} id of the field */
export function openPhrases(id) {
	s.phraseAt.value = id;
	const box = `${id}-phrase`;
	s.picking.value = { id: box, q: '', at: 0 };
	document.getElementById(box)?.focus(); /* it is drawn by now: no key typed next is lost */
}

/** At the place of the cursor; the field is where the person goes on.
 * @param {string} id @param {string} value @param {string} text @param {(value: string) => void} set */
export function putPhrase(id, value, text, set) {
	const box = /** @type {HTMLTextAreaElement|null} */ (document.getElementById(id));
	const from = box?.selectionStart ?? value.length, to = box?.selectionEnd ?? value.length;
	const before = value.slice(0, from), after = value.slice(to);
	const space = before && !/\s$/.test(before) ? ' ' : '';
	set(`${before}${space}${text}${after}`);
	closePhrases(id, from + space.length + text.length);
}

/** @param {string} id @param {number} [at] where the cursor goes */
export function closePhrases(id, at) {
	s.phraseAt.value = '';
	s.picking.value = null;
	requestAnimationFrame(() => {
		const box = /** @type {HTMLTextAreaElement|null} */ (document.getElementById(id));
		box?.focus();
		if (at !== undefined) box?.setSelectionRange(at, at);
	});
}

/* ---- keeping them ---- */

/** @param {Partial<import('./types/steps.js').Phrases>} change */
function set(change) {
	s.phraseBook.value = { ...s.phraseBook.value, ...change };
}

export function loadPhraseBook() {
	if (s.phraseBook.value.state !== 'ready') set({ state: 'loading' });
	return reading('phrases', () => get('phrases'),
		(data) => set({ state: 'ready', error: '', rows: data.texts ?? [], subjects: data.subjects ?? [], holes: data.holes ?? [] }),
		(refusal) => set({ state: s.phraseBook.value.rows.length ? 'ready' : 'error', error: refusal.code }));
}

/** With what was changed in it. @param {Phrase} row @returns {Phrase} */
export function editedPhrase(row) {
	return { ...row, ...s.phraseBook.value.forms[row.id] };
}

/** @param {Phrase} row @param {Partial<Phrase>} change */
export function editPhrase(row, change) {
	const { forms, problems } = s.phraseBook.value;
	const { [row.id]: _, ...rest } = problems;
	set({ problems: rest, forms: { ...forms, [row.id]: { ...forms[row.id], ...change } } });
}

/** @param {Phrase} row @param {() => Promise<unknown>} act @param {string} done */
async function change(row, act, done) {
	if (s.busy.value) return;
	s.busy.value = `text-${row.id}`;
	try {
		await act();
		await loadPhraseBook();
		const { [row.id]: _, ...forms } = s.phraseBook.value.forms;
		set({ forms });
		s.phrases.value = { key: '', rows: [] };
		s.notice.value = { kind: 'ok', text: done };
		requestAnimationFrame(() => document.getElementById('list-title')?.focus());
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		const known = refusal.code === 'bad_field' && refusal.field !== 'text';
		const text = known ? say(`phrases.wrong.${refusal.field}`) : refusal.detail || word('error', refusal.code, say('error.other'));
		set({ problems: { ...s.phraseBook.value.problems, [row.id]: { field: refusal.field, text } } });
		requestAnimationFrame(() => document.getElementById(`text-${refusal.field || 'title'}-${row.id}`)?.focus());
	} finally {
		s.busy.value = '';
	}
}

/** @param {Phrase} row */
export function savePhrase(row) {
	const { id, subject, title, text } = editedPhrase(row);
	return change(row, () => post('phrases', { ...(id ? { id } : {}), subject, title: title.trim(), text: text.trim() }), say('phrases.done', { title: title.trim() }));
}

/** @param {Phrase} row */
export function removePhrase(row) {
	return change(row, () => post(`phrases/${row.id}/remove`), say('phrases.removed', { title: row.title }));
}
