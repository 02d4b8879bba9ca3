/* What a person can do with the case: the next step as the one big button, the others in a menu with
 * the reason of those that cannot be taken yet, and the form of the step that was chosen.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, moment, phoneHref, phoneText } from '../format.js';
import { icon } from '../icons.js';
import { busy, now, stepsOpen } from '../state.js';
import { acknowledge, closeStep, focusSoon, meanwhile, openStep, openStepOf, sendStep, setValue, stepsOf } from '../steps.js';
import { say, word } from '../words.js';
import { openCall } from './case_facts.js';
import { fieldRow } from './fields.js';
import { previewBox } from './letters.js';
import { button, maybe, own, quiet } from './parts.js';

/** @typedef {import('../types/case.js').Case} Case */
/** @typedef {import('../types/steps.js').Step} Step */

/* Steps beside the road: they change nothing about where the case stands. */
const BESIDE = ['note', 'task', 'urgency', 'code', 'finding'];

/** The buttons of the head. @param {Case} c */
export function caseActs(c) {
	const steps = stepsOf(c);
	const next = steps.find((step) => step.primary);
	const others = steps.filter((step) => step !== next);
	const call = callButton(c, !next);
	if (!steps.length && call === nothing) return nothing;
	return html`<div class="case__act">${next ? stepButton(c, next) : nothing}${call}${others.length ? menu(c, others, !next) : nothing}</div>`;
}

/** @param {Case} c @param {Step} step */
function stepButton(c, step) {
	return html`<button type="button" class="utrecht-button utrecht-button--primary-action" data-keys="a" data-step=${step.action}
		aria-disabled=${busy.value ? 'true' : nothing} @click=${() => openStep(c, step)}>${icon('arrowRight')}${clean(step.label)}</button>`;
}

/** @param {Case} c @param {boolean} first is it the most important thing here? */
function callButton(c, first) {
	const call = openCall(c);
	const phone = call?.to || c.contact?.phone;
	if (!call || !phone) return nothing;
	const who = clean(c.contact?.name) || say('call.someone');
	return html`<a class="utrecht-button utrecht-button--${first ? 'primary' : 'secondary'}-action" data-keys="b"
		href=${phoneHref(phone)}>${icon('phoneCall')}<span>${say('call.now', { who })} <span class="numbers">${phoneText(phone)}</span></span></a>`;
}

/* ---- the menu ---- */

/** @param {Case} c @param {Step[]} steps @param {boolean} alone is there no next step? */
function menu(c, steps, alone) {
	const open = stepsOpen.value;
	const groups = /** @type {[string, Step[]][]} */ ([
		['on', steps.filter((step) => step.ready && !BESIDE.includes(step.action))],
		['beside', steps.filter((step) => step.ready && BESIDE.includes(step.action))],
		['blocked', steps.filter((step) => !step.ready)]]);
	const choose = alone && (groups[0]?.[1].length ?? 0) > 0;
	const toggle = () => {
		stepsOpen.value = !open;
		if (!open) focusSoon('.steps__item');
	};
	return html`<div class="steps" @keydown=${walk} @focusout=${leave}>
		<button type="button" class="utrecht-button utrecht-button--secondary-action steps__toggle" data-keys="m" aria-expanded=${open ? 'true' : 'false'}
			aria-controls="steps" @click=${toggle}>${say(choose ? 'steps.choose' : 'steps.more')}${icon('chevronDown')}</button>
		<div class="steps__menu" id="steps" ?hidden=${!open}>${open ? groups.filter(([, some]) => some.length).map(([name, some]) => html`
			<h3 class="steps__group" id="steps-${name}">${say(`steps.${name}`)}</h3>
			<ul aria-labelledby="steps-${name}">${some.map((step) => item(c, step))}</ul>`) : nothing}</div></div>`;
}

/** @param {Case} c @param {Step} step */
function item(c, step) {
	const why = `why-${step.action}`;
	return html`<li><button type="button" class="steps__item" data-step=${step.action} aria-disabled=${step.ready ? nothing : 'true'}
		aria-describedby=${step.ready ? nothing : why} @click=${() => openStep(c, step)}>${clean(step.label)}</button>${
		step.ready ? nothing : html`<p class="steps__why" id=${why}>${clean((step.missing ?? []).join(' '))}</p>`}</li>`;
}

/** @param {KeyboardEvent} e */
function walk(e) {
	const box = /** @type {HTMLElement} */ (e.currentTarget);
	if (!stepsOpen.value) return;
	const items = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('.steps__item')]);
	const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
	const to = { ArrowDown: here + 1, j: here + 1, ArrowUp: here - 1, k: here - 1, Home: 0, End: items.length - 1 }[e.key];
	if (e.key === 'Escape') {
		stepsOpen.value = false;
		/** @type {HTMLElement|null} */ (box.querySelector('.steps__toggle'))?.focus();
	} else if (to !== undefined) items[Math.max(0, Math.min(items.length - 1, to))]?.focus();
	else return;
	e.preventDefault();
	e.stopPropagation();
}

/** @param {FocusEvent} e */
function leave(e) {
	const box = /** @type {HTMLElement} */ (e.currentTarget);
	if (!box.contains(/** @type {Node|null} */ (e.relatedTarget))) stepsOpen.value = false;
}

/* ---- the form ---- */

/** @param {Case} c */
export function stepForm(c) {
	const { draft, step, gone } = openStepOf(c);
	if (!draft.action || !step) return nothing;
	const form = {
		id: `step-${step.action}`, values: draft.texts[draft.action] ?? {}, errors: draft.errors, about: c,
		set: (/** @type {string} */ name, /** @type {string} */ value) => setValue(c.nr, name, value),
	};
	const submit = (/** @type {Event} */ e) => {
		e.preventDefault();
		void sendStep(c);
	};
	return html`<section class="card card--do step" aria-labelledby="step-title">
		<h3 class="card__title" id="step-title">${icon('arrowRight')}${clean(step.label)}</h3>
		${stale(c, draft, gone)}${problems(form, step, draft)}
		<form class="step__form" novalidate @submit=${submit} @keydown=${(/** @type {KeyboardEvent} */ e) => hurry(e, c)}>
			${step.fields.map((field) => fieldRow(form, field))}
			${previewBox(step)}
			<div class="buttons"><button class="utrecht-button utrecht-button--primary-action" aria-disabled=${busy.value || gone ? 'true' : nothing}
				>${icon('check')}${clean(step.label)}</button>${button('subtle', 'x', say('step.close'), () => closeStep(c.nr))}
				<span class="quiet step__keys" aria-hidden="true"><kbd>Ctrl</kbd> <kbd>Enter</kbd> ${say('step.keys.send')} <kbd>Esc</kbd> ${say('step.keys.close')}</span></div>
		</form></section>`;
}

/** @param {KeyboardEvent} e @param {Case} c */
function hurry(e, c) {
	if (e.key === 'Enter' && e.ctrlKey) void sendStep(c);
	else if (e.key === 'Escape') closeStep(c.nr);
	else return;
	e.preventDefault();
	e.stopPropagation();
}

/** Somebody else did something since the form was opened: who, what, when. @param {Case} c
 * @param {import('../types/steps.js').Draft} draft @param {boolean} gone */
function stale(c, draft, gone) {
	const news = meanwhile(c, draft);
	if (!news.length && !gone) return nothing;
	const state = word('state', c.state, clean(c.state_label));
	return html`<div class="stale" id="step-stale" role="alert" tabindex="-1">
		<p><strong>${say(gone ? 'stale.gone' : 'stale.title')}</strong> ${say(gone ? 'stale.gone.text' : 'stale.text', { state })}</p>
		<ul>${news.map((e) => html`<li><strong>${word('who', e.who, clean(e.who))}</strong> ${quiet(moment(e.t, now.value))}<br>${
			clean(e.text || e.what)}${maybe(e.detail?.['note'] ?? e.detail?.['text'], (text) => html`: ${own(text)}`)}</li>`)}</ul>
		${gone ? nothing : button('secondary-action', 'check', say('stale.go'), () => { acknowledge(c); focusSoon('.step__field input, .step__field textarea'); })}</div>`;
}

/** What is wrong, with a way to each field. @param {import('./fields.js').Form} form @param {Step} step @param {import('../types/steps.js').Draft} draft */
function problems(form, step, draft) {
	const wrong = step.fields.filter((field) => draft.errors[field.name]);
	if (!wrong.length && !draft.problem) return nothing;
	const to = (/** @type {string} */ name) => (/** @type {Event} */ e) => {
		e.preventDefault();
		document.getElementById(`${form.id}-${name}`)?.focus();
	};
	return html`<div class="problem" id="step-problem" role="alert" tabindex="-1">
		<p><strong>${draft.problem || say('step.problem')}</strong></p>
		<ul>${wrong.map((field) => html`<li><a class="utrecht-link" href="#${form.id}-${field.name}" @click=${to(field.name)}>${
			clean(field.label)}: ${draft.errors[field.name]}</a></li>`)}</ul></div>`;
}
