/* What a person can do on a case now: log the call that waits, give a party to a case no rule matched.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { assignCase, logCall } from '../acts.js';
import { clean } from '../format.js';
import { now, parties } from '../state.js';
import { count, say } from '../words.js';
import { card, openCall } from './case_facts.js';
import { at, left, maybe, submitButton } from './parts.js';

/** @typedef {import('../types.js').Case} Case */

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

/** No rule matched: a person chooses the party, with a reason. @param {Case} c */
export function assignForm(c) {
	if (c.state !== 'exception') return nothing;
	const options = parties.value.map((p) => html`<option value=${p.key}>${clean(p.name)}</option>`);
	return card('assign', 'route', say('assign.title'), html`<p>${say('assign.text')}</p>
		<form class="call" @submit=${(/** @type {SubmitEvent} */ e) => submitAssign(e, c.nr)}>
			<label class="utrecht-form-label" for="assign-party">${say('assign.party')}</label>
			<select class="utrecht-select" id="assign-party" name="party" required>
				<option value="">${say('assign.choose')}</option>${options}</select>
			<label class="utrecht-form-label" for="assign-note">${say('assign.note')}</label>
			<input class="utrecht-textbox" id="assign-note" name="note" required maxlength=${NOTE} autocomplete="off">
			<div class="buttons">${submitButton('primary-action', 'check', say('assign.go'))}</div>
		</form>`, 'card--do');
}

/** @param {SubmitEvent} event @param {number} nr */
async function submitAssign(event, nr) {
	event.preventDefault();
	const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
	const key = String(data.get('party'));
	const name = clean(parties.value.find((p) => p.key === key)?.name ?? key);
	const note = String(data.get('note') ?? '').trim();
	if (await assignCase(nr, key, note, name)) document.getElementById('case-title')?.focus();
}
