/* One letter of the corporation's own: read, tried with invented facts, saved, put back.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { get, post } from './api.js';
import { change } from './admin.js';
import { asApiError, noteFailure, noteSuccess } from './outcome.js';
import { reading } from './reading.js';
import * as s from './state.js';
import { say } from './words.js';

/** An answer that was overtaken by later typing is dropped. */
const turn = { preview: 0 };
const wait = { preview: 0 };

/** @param {string} item "nl:closed" */
function doorOf(item) {
	return item.replace(':', '/');
}

/** @param {string} item */
export function loadText(item, { quiet = false } = {}) {
	if (!quiet) s.textOpen.value = { ...s.blank(null), state: 'loading' };
	return reading('text', () => get(`texts/${doorOf(item)}`), (data) => {
		const keep = quiet && s.textOpen.value.data?.draft !== s.textOpen.value.data?.text ? { draft: s.textOpen.value.data?.draft } : {};
		s.textOpen.value = { state: 'ready', data: { ...data, item, draft: data.text, problem: '', ...keep }, error: '', stamp: Date.now() };
	}, (refusal) => { s.textOpen.value = { ...s.textOpen.value, state: 'error', error: refusal.code }; });
}

/** As somebody types: how it would read, a moment after the last key. @param {string} draft */
export function editText(draft) {
	const open = s.textOpen.value.data;
	if (!open) return;
	s.textOpen.value = { ...s.textOpen.value, data: { ...open, draft } };
	clearTimeout(wait.preview);
	const mine = ++turn.preview;
	wait.preview = window.setTimeout(async () => {
		try {
			const said = await post(`texts/preview/${doorOf(open.item)}`, { text: draft });
			noteSuccess();
			const now = s.textOpen.value.data;
			if (mine !== turn.preview || !now || now.item !== open.item) return;
			s.textOpen.value = { ...s.textOpen.value, data: { ...now, problem: said.problem, ...(said.problem ? {} : { subject: said.subject, body: said.body }) } };
		} catch (error) {
			noteFailure(asApiError(error));
		}
	}, 250);
}

/** @param {"save"|"reset"} what */
export async function keepText(what) {
	const open = s.textOpen.value.data;
	if (!open) return;
	const done = await change('texts', 'text', `texts/${what}/${doorOf(open.item)}`, what === 'save' ? { text: open.draft } : {});
	if (!done) return;
	s.textOpen.value = { ...s.textOpen.value, data: { ...open, draft: open.text } }; /* kept now: nothing of its own is left */
	await loadText(open.item, { quiet: true });
	s.notice.value = { kind: 'ok', text: say(`texts.${what}.done`) };
}
