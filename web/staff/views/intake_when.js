/* When it suits (R39): rather be called, or day-parts of the coming working days. One stop for Tab; the
 * arrows go over days and parts, the space bar chooses.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { today, workingDays } from '../../kiosk/js/calendar.js';
import { clean, wishDay } from '../format.js';
import { asks, choose, goOn, toggleSlot } from '../intake.js';
import { form, now, verdict } from '../state.js';
import { say } from '../words.js';
import { numberOf } from './ask.js';

const DAYS = 5;

/** @param {import('../types/intake.js').Intake} draft */
export function whenFields(draft) {
	if (!asks(draft, 'when')) return nothing;
	const urgent = Boolean(verdict.value?.urgent); /* the box stays, so that the focus does */
	const days = workingDays(today(now.value), DAYS);
	const parts = form.value?.parts ?? [];
	const call = draft.call || urgent, done = call || draft.slots.length > 0;
	return html`<fieldset class="ask ask--when" data-ask="when" ?data-done=${done} @keydown=${(/** @type {KeyboardEvent} */ e) => move(e, parts.length, call)}>
		<legend class="utrecht-form-label">${say('intake.when')}</legend>
		<label class="ask__row ${call ? 'ask__row--on' : ''}"><input type="checkbox" id="in-when" .checked=${call} aria-disabled=${urgent ? 'true' : nothing}
			@click=${(/** @type {Event} */ e) => { if (urgent) e.preventDefault(); }} @change=${(/** @type {Event} */ e) => choose('call', /** @type {HTMLInputElement} */ (e.target).checked)}><span>${say(urgent ? 'intake.when.urgent' : 'intake.when.call')}</span>${urgent ? nothing : numberOf(0)}</label>
		${urgent ? nothing : html`<div class="slots-grid">${days.map((day) => html`<div class="slots-grid__day"><span class="slots-grid__name">${wishDay(day, now.value)}</span>${
			parts.map((part) => slot(draft, day, part))}</div>`)}</div>`}</fieldset>`;
}

/** @param {import('../types/intake.js').Intake} draft @param {string} day @param {import('../types/intake.js').Named} part */
function slot(draft, day, part) {
	const code = `${day} ${part.code}`;
	const on = draft.slots.includes(code);
	return html`<label class="ask__row ${on ? 'ask__row--on' : ''}"><input type="checkbox" tabindex="-1" data-slot .checked=${on}
		@change=${() => toggleSlot(code)}><span class="visually-hidden">${wishDay(day, now.value)} </span><span>${clean(part.label)}</span></label>`;
}

/** @param {KeyboardEvent} e @param {number} wide parts of a day @param {boolean} call */
function move(e, wide, call) {
	const box = /** @type {HTMLElement} */ (e.currentTarget);
	const all = /** @type {HTMLInputElement[]} */ ([...box.querySelectorAll('input')]);
	const here = all.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
	if (e.key === '1' && !e.ctrlKey && !e.altKey) {
		e.preventDefault();
		if (!verdict.value?.urgent) choose('call', !call);
		if (!call) goOn('when');
		return;
	}
	const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: here === 0 ? 1 : wide, ArrowUp: here <= wide ? -here : -wide }[e.key];
	if (step === undefined || here < 0) return;
	e.preventDefault();
	all[Math.max(0, Math.min(all.length - 1, here + step))]?.focus();
}
