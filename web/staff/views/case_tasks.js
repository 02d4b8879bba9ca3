/* The call that waits: who must be called before when, and what came of it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { logCall } from '../acts.js';
import { now } from '../state.js';
import { count, say } from '../words.js';
import { card, openCall } from './case_facts.js';
import { at, left, maybe, submitButton } from './parts.js';

/** @typedef {import('../types/case.js').Case} Case */

const NOTE = 200; /* characters; central keeps 280 bytes */

/** Log what came of the call. @param {Case} c */
export function callTask(c) {
	const call = openCall(c);
	if (!call) return nothing;
	const { due } = call;
	const send = (/** @type {SubmitEvent} */ e) => submitCall(e, call.id ?? c.nr);
	return card('call', 'phoneCall', say('call.title'), html`
		<p>${due ? html`${say('call.before')} ${at(due)} ${left(due, due < now.value)}` : say('call.text')}</p>
		${maybe(call.attempts, (n) => html`<p class="quiet">${count('call.tries', n)}</p>`)}
		<form class="call" data-call=${call.id ?? nothing} @submit=${send}>
			<label class="utrecht-form-label" for="call-note">${say('call.note')}</label>
			<textarea class="utrecht-textarea" id="call-note" name="note" rows="2" maxlength=${NOTE}></textarea>
			<div class="buttons">${submitButton('primary-action', 'check', say('call.reached'), 'reached')}
				${submitButton('secondary-action', 'phoneMissed', say('call.not_reached'), 'not_reached')}</div>
		</form>`, 'card--do');
}

/** @param {SubmitEvent} event @param {string|number} id */
async function submitCall(event, id) {
	event.preventDefault();
	const form = /** @type {HTMLFormElement} */ (event.currentTarget);
	const pressed = /** @type {HTMLButtonElement|null} */ (event.submitter);
	const result = pressed?.value === 'not_reached' ? 'not_reached' : 'reached';
	const note = String(new FormData(form).get('note') ?? '').trim();
	if (!await logCall(id, result, note)) return;
	form.reset();
	document.getElementById('case-title')?.focus();
}
