/* The script of emergencies (R51): which sign, whom to call, what to tell the caller; no form. Opens
 * over every screen; arrows, numbers or a first letter choose a sign, Enter leaves the alarm.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { addressHere, chooseSign, closeScript, openScript, tellAlarm } from '../emergency.js';
import { clean, hour, phoneHref } from '../format.js';
import { icon } from '../icons.js';
import { me, script, signs } from '../state.js';
import { say } from '../words.js';
import { numberOf } from './ask.js';
import { button, maybe, own, tick } from './parts.js';

/** @typedef {import('../types/intake.js').Sign} Sign */

/** On every screen, before log-in too. */
export function emergencyButton() {
	return html`<button type="button" class="utrecht-button emergency-button" @click=${() => openScript()}>${icon('siren')}<span>${
		say('emergency')}</span><kbd aria-hidden="true">F9</kbd></button>`;
}

/** The browser owns the open state of a dialog; this brings it in line with ours. @param {Element|undefined} box */
function follow(box) {
	const dialog = /** @type {HTMLDialogElement|undefined} */ (box);
	if (!dialog?.isConnected) return;
	if (script.value.open && !dialog.open) {
		dialog.showModal();
		/** @type {HTMLElement|null} */ (dialog.querySelector('input:checked') ?? dialog.querySelector('input'))?.focus();
	}
	if (!script.value.open && dialog.open) dialog.close();
}

export function emergencySheet() {
	const soon = (/** @type {Element|undefined} */ box) => queueMicrotask(() => follow(box));
	const sign = signs.value.find((one) => one.code === script.value.sign);
	const submit = (/** @type {Event} */ e) => { e.preventDefault(); if (me.value && !me.value.must_change) void tellAlarm(); };
	return html`<dialog class="sheet emergency" aria-labelledby="emergency-title" data-wanted=${script.value.open ? 'yes' : 'no'} ${ref(soon)}
		@close=${() => { if (script.value.open) closeScript(); }}>
		<div class="emergency__head"><h2 class="emergency__title" id="emergency-title">${icon('siren', 'icon--large')}${say('emergency.title')}</h2>
			${button('subtle', 'x', say('close'), closeScript)}</div>
		<form class="emergency__body" @submit=${submit} @keydown=${byLetter}>
			<fieldset class="emergency__signs"><legend class="visually-hidden">${say('emergency.which')}</legend>${signs.value.map(signRow)}</fieldset>
			<div class="emergency__script" aria-live="polite">${sign ? scriptOf(sign) : html`<p>${say('emergency.none')}</p>`}</div>
		</form></dialog>`;
}

/** @param {Sign} sign @param {number} i */
function signRow(sign, i) {
	const on = sign.code === script.value.sign;
	return html`<label class="ask__row ${on ? 'ask__row--on' : ''}"><input type="radio" name="sign" value=${sign.code} .checked=${on}
		@change=${() => chooseSign(sign.code)}><span>${clean(sign.label)}</span>${numberOf(i)}</label>`;
}

/** @param {Sign} sign */
function scriptOf(sign) {
	return html`<p class="emergency__call"><span>${say('emergency.call')}</span>
			<a class="numbers" href=${phoneHref(sign.number)}>${clean(sign.number)}</a></p>
		<p class="quiet">${own(sign.who)}</p>
		<h3 class="card__title">${say('emergency.say')}</h3>
		${sign.leave ? html`<p class="emergency__leave">${say('emergency.leave')}</p>` : nothing}
		<ol class="emergency__say">${sign.say.map((text) => html`<li>${own(text)}</li>`)}</ol>${record()}`;
}

/** One key leaves the alarm; whoever is not logged in still has the script. */
function record() {
	const { state, here, t } = script.value;
	if (!me.value || me.value.must_change) return html`<p>${say('emergency.login')}</p>`;
	const home = addressHere();
	if (state === 'told') return html`<p class="notice notice--ok emergency__told" role="status">${icon('check')}<span>${say('emergency.told', { at: hour(t) })}</span></p>`;
	return html`${state === 'failed' ? html`<p class="step__error" role="alert">${say('emergency.failed')}</p>` : nothing}
		${maybe(home, (h) => tick(say('emergency.here', { address: clean(h.label) }), here, (on) => { script.value = { ...script.value, here: on }; }))}
		<div class="buttons"><button class="utrecht-button emergency-button" aria-disabled=${state === 'busy' ? 'true' : nothing}>${icon('check')}${
			say('emergency.record')} <kbd aria-hidden="true">Enter</kbd></button></div>`;
}

/** A number, or the next sign with a word that begins so. @param {KeyboardEvent} e */
function byLetter(e) {
	if (e.ctrlKey || e.altKey || e.metaKey || !/^[\p{L}1-9]$/u.test(e.key)) return;
	const all = signs.value;
	const from = all.findIndex((one) => one.code === script.value.sign) + 1;
	const begins = (/** @type {Sign} */ one) => one.label.toLowerCase().split(/\s+/).some((w) => w.startsWith(e.key.toLowerCase()));
	const next = /\d/.test(e.key) ? all[Number(e.key) - 1] : [...all.slice(from), ...all.slice(0, from)].find(begins);
	if (!next) return;
	e.preventDefault();
	e.stopPropagation();
	chooseSign(next.code);
	/** @type {HTMLElement|null} */ (document.querySelector(`.emergency input[value="${next.code}"]`))?.focus();
}
