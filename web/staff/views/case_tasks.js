/* What a person can do on a case now: log the call that waits, give a party to a case no rule matched.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { assignCase, logCall } from '../acts.js';
import { clean, untilDue } from '../format.js';
import { icon } from '../icons.js';
import { busy, now, parties } from '../state.js';
import { count, say } from '../words.js';
import { card, openCall } from './case_facts.js';
import { at } from './parts.js';

/** @typedef {import('../types.js').Case} Case */

/** Log what came of the call. @param {Case} c */
export function callTask(c) {
	const call = openCall(c);
	if (!call) return nothing;
	const tries = call.attempts ?? 0;
	return card('call', 'phoneCall', say('call.title'), html`
		<p>${call.due ? html`${say('call.before')} ${at(call.due)} <span class="${call.due < now.value ? 'warn' : 'quiet'}">(${untilDue(call.due, now.value)})</span>` : say('call.text')}</p>
		${tries ? html`<p class="quiet">${count('call.tries', tries)}</p>` : nothing}
		<form class="call" data-call=${call.id ?? nothing} @submit=${(/** @type {SubmitEvent} */ e) => submitCall(e, call.id ?? c.nr)}>
			<label class="utrecht-form-label" for="call-note">${say('call.note')}</label>
			<textarea class="utrecht-textarea" id="call-note" name="note" rows="2" maxlength="240"></textarea>
			<div class="buttons"><button class="utrecht-button utrecht-button--primary-action" name="result" value="reached"
				aria-disabled=${busy.value ? 'true' : nothing}>${icon('check')}${say('call.reached')}</button>
				<button class="utrecht-button utrecht-button--secondary-action" name="result" value="not_reached"
				aria-disabled=${busy.value ? 'true' : nothing}>${icon('phoneMissed')}${say('call.not_reached')}</button></div>
		</form>`, 'card--do');
}

/** @param {SubmitEvent} event @param {string|number} id */
async function submitCall(event, id) {
	event.preventDefault();
	const form = /** @type {HTMLFormElement} */ (event.currentTarget);
	const button = /** @type {HTMLButtonElement|null} */ (event.submitter);
	const result = button?.value === 'not_reached' ? 'not_reached' : 'reached';
	const note = String(new FormData(form).get('note') ?? '').trim();
	if (!await logCall(id, result, note)) return;
	form.reset();
	document.getElementById('case-title')?.focus();
}

/** No rule matched: a person chooses the party, with a reason. @param {Case} c */
export function assignForm(c) {
	if (c.state !== 'exception') return nothing;
	const choice = parties.value;
	return card('assign', 'route', say('assign.title'), html`<p>${say('assign.text')}</p>
		<form class="call" @submit=${(/** @type {SubmitEvent} */ e) => submitAssign(e, c.nr)}>
			<label class="utrecht-form-label" for="assign-party">${say('assign.party')}</label>
			<select class="utrecht-select" id="assign-party" name="party" required><option value="">${say('assign.choose')}</option>${
				choice.map((p) => html`<option value=${p.key}>${clean(p.name)}</option>`)}</select>
			<label class="utrecht-form-label" for="assign-note">${say('assign.note')}</label>
			<input class="utrecht-textbox" id="assign-note" name="note" required maxlength="240" autocomplete="off">
			<div class="buttons"><button class="utrecht-button utrecht-button--primary-action" aria-disabled=${busy.value ? 'true' : nothing}
				>${icon('check')}${say('assign.go')}</button></div>
		</form>`, 'card--do');
}

/** @param {SubmitEvent} event @param {number} nr */
async function submitAssign(event, nr) {
	event.preventDefault();
	const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
	const key = String(data.get('party'));
	const name = parties.value.find((p) => p.key === key)?.name ?? key;
	if (await assignCase(nr, key, String(data.get('note') ?? '').trim(), clean(name))) document.getElementById('case-title')?.focus();
}
