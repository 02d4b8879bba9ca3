/* Letters: what a step would send, shown before it is confirmed; the words of a message; what a person
 * decides about one that does not get there by itself.
 *
 * The letter on screen is the one central would send now: it is asked again when what was typed changed,
 * and a step is only sent with the letter of exactly that text in sight.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { perform } from './acts.js';
import { get, post } from './api.js';
import { asApiError, noteFailure } from './outcome.js';
import * as s from './state.js';
import { say, word } from './words.js';

/** @typedef {import('./types/case.js').Case} Case */
/** @typedef {import('./types/steps.js').Message} Message */

const PAUSE = 350; /* ms after the last key */
const wait = { timer: 0, turn: 0 };

/** What a preview belongs to: the case as it is now, the step, what was typed.
 * @param {Case} c @param {string} action @param {Record<string, string>} body */
export function keyOf(c, action, body) {
	return JSON.stringify([c.nr, c.version, action, body]);
}

/** @param {Partial<import('./types/steps.js').Preview>} change */
function setPreview(change) {
	s.preview.value = { ...s.preview.value, ...change };
}

/** Is the letter of exactly this text on screen? @param {string} key */
export function inSight(key) {
	return s.preview.value.state === 'ready' && s.preview.value.key === key;
}

/** What was asked before does not count any more. @param {import('./types/steps.js').Preview["state"]} state "idle": nothing is
 * being written; "incomplete": something is missing, so no letter can be shown */
export function noPreview(state) {
	clearTimeout(wait.timer);
	wait.turn += 1;
	s.preview.value = { state, key: '', letters: [], error: '' };
}

/** Soon, when typing pauses. @param {Case} c @param {string} action @param {Record<string, string>} body */
export function previewSoon(c, action, body) {
	clearTimeout(wait.timer);
	wait.turn += 1;
	setPreview({ state: 'loading' });
	wait.timer = window.setTimeout(() => void previewNow(c, action, body), PAUSE);
}

/** @param {Case} c @param {string} action @param {Record<string, string>} body */
export async function previewNow(c, action, body) {
	clearTimeout(wait.timer);
	const mine = ++wait.turn;
	setPreview({ state: 'loading' });
	try {
		const data = await post(`letters/${c.nr}/${action}`, body);
		if (mine === wait.turn) setPreview({ state: 'ready', key: keyOf(c, action, body), letters: data.letters ?? [], error: '' });
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		const text = refusal.field === 'text' ? say('letters.cannot.text') : refusal.detail || word('error', refusal.code, say('error.other'));
		if (mine === wait.turn) setPreview({ state: 'error', key: '', letters: [], error: text });
	}
}

/* ---- one message ---- */

/** Its words, on a sheet. @param {Message} one */
export async function openLetter(one) {
	try {
		s.letter.value = { ...await get(`messages/${one.id}`), message: one };
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		s.notice.value = { kind: 'error', text: refusal.status === 410 ? say('letters.gone') : refusal.detail || say('error.other') };
	}
}

/** @param {Message} one @param {string} act */
export async function decide(one, act) {
	if (s.busy.value) return;
	if (await perform(`message-${one.id}`, () => post(`messages/${one.id}/${act}`), say(`letters.done.${act}`))) s.letter.value = null;
	requestAnimationFrame(() => document.getElementById('letters-title')?.focus());
}
