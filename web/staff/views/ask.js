/* Questions of the form of a new report: a list that filters while one types, answers chosen by their
 * number, a line of text. Answering goes on to the first question still open; Tab always works.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { verdict } from '../state.js';
import { goOn, nameOf, placeOf } from '../intake.js';
import { say } from '../words.js';
import { maybe } from './parts.js';
import { picker } from './picker.js';

/** @typedef {import('../types/intake.js').Named} Named */
/** @typedef {import('./picker.js').Picker} Picker */

/** What central misses is marked, once it was asked to save. @param {string} name */
function isMissing(name) {
	const field = verdict.value?.wrong ? verdict.value.missing : '';
	return Boolean(field) && placeOf(field ?? '') === `#in-${name}`;
}

/** A question with its label. @param {string} name @param {string} label @param {boolean} done @param {unknown} body @param {string} [extra] */
export function ask(name, label, done, body, extra = '') {
	return html`<div class="ask ${extra}" data-ask=${name} ?data-done=${done}>
		<label class="utrecht-form-label" for="in-${name}">${label}</label>${body}${wrong(name)}</div>`;
}

/** @param {string} name */
function wrong(name) {
	return isMissing(name) ? html`<p class="step__error" id="in-${name}-error">${say('intake.wrong', { what: nameOf(verdict.value?.missing ?? '') })}</p>` : nothing;
}

/** @param {string} name @param {string} label @param {string} value @param {import('../types/steps.js').Choice[]} options @param {(value: string) => void} pick @param {Partial<Picker> & { extra?: string }} [more] */
export function askPicker(name, label, value, options, pick, more = {}) {
	return ask(name, label, Boolean(value), picker({
		id: `in-${name}`, label, value, options, invalid: isMissing(name),
		pick: (picked) => { pick(picked); if (picked) goOn(name); }, ...more,
	}), more.extra);
}

/** A line of text. @param {string} name @param {string} label @param {string} value @param {(value: string) => void} typed @param {() => void} left @param {{ type?: string, cap?: number, optional?: boolean }} [more] */
export function askText(name, label, value, typed, left, { type = 'text', cap = 119, optional = false } = {}) {
	return ask(name, label, optional || Boolean(value), html`<input class="utrecht-textbox" id="in-${name}" type=${type} maxlength=${cap}
		autocomplete="off" spellcheck="false" .value=${value} aria-invalid=${isMissing(name) ? 'true' : nothing}
		aria-describedby=${isMissing(name) ? `in-${name}-error` : nothing}
		@input=${(/** @type {Event} */ e) => typed(/** @type {HTMLInputElement} */ (e.target).value)} @change=${left}>`);
}

/** One of a few, chosen by its number. @param {string} name @param {string} legend @param {Named[]} options @param {string} value @param {(value: string) => void} pick */
export function askOne(name, legend, options, value, pick) {
	const take = (/** @type {string} */ code) => { pick(code); goOn(name); };
	return html`<fieldset class="ask ask--one" data-ask=${name} ?data-done=${options.some((one) => one.code === value)} @keydown=${byNumber(options, take)}>
		<legend class="utrecht-form-label">${legend}</legend>
		<div class="ask__rows">${options.map((one, i) => html`<label class="ask__row ${one.code === value ? 'ask__row--on' : ''}">
			<input type="radio" id=${i ? `in-${name}-${i}` : `in-${name}`} name="in-${name}" value=${one.code} .checked=${one.code === value}
				@change=${() => pick(one.code)}><span>${one.label}</span>${numberOf(i)}</label>`)}</div>${wrong(name)}</fieldset>`;
}

/** @param {number} i */
export function numberOf(i) {
	return maybe(i < 9, () => html`<kbd aria-hidden="true">${i + 1}</kbd>`);
}

/** @param {Named[]} options @param {(code: string) => void} take */
function byNumber(options, take) {
	return (/** @type {KeyboardEvent} */ e) => {
		const one = /^[1-9]$/.test(e.key) && !e.ctrlKey && !e.altKey && !e.metaKey ? options[Number(e.key) - 1] : undefined;
		if (!one) return;
		e.preventDefault();
		e.stopPropagation();
		take(one.code);
	};
}
