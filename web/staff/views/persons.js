/* One person by number, telephone or mail: what is known, to keep as a file, and forgetting it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean } from '../format.js';
import { findPerson, forgetPerson, keepPerson, setPerson } from '../persons.js';
import { confirming, person } from '../state.js';
import { count, say } from '../words.js';
import { noticeBox } from './case.js';
import { card } from './case_facts.js';
import { at, button, fact, maybe, own, quiet, submitButton } from './parts.js';
import { table } from './wide.js';

/** @typedef {import('../types/admin.js').PersonFound} PersonFound */

const WAYS = /** @type {["tenant", "phone", "mail"]} */ (['tenant', 'phone', 'mail']);
const INPUTS = { tenant: 'text', phone: 'tel', mail: 'email' };

export function personPane() {
	const { found } = person.value;
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.persons')}</h2></div>
			<p class="list__lead">${say('lead.persons')}</p></div>
		<div class="list__body">${noticeBox()}<div class="persons">${question()}${found ? answer(found) : nothing}</div></div></section>`;
}

function question() {
	const { by, value, wrong } = person.value;
	const submit = async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const done = await findPerson();
		if (!done) requestAnimationFrame(() => document.getElementById('person-value')?.focus());
	};
	return card('person', 'user', say('persons.who'), html`<form class="mend" novalidate @submit=${submit}>
		<fieldset class="ticks"><legend class="utrecht-form-label">${say('persons.by')}</legend>${WAYS.map((way) => html`<label class="tick"><input type="radio"
			name="by" value=${way} .checked=${way === by} @change=${() => setPerson({ by: way, found: null, wrong: false })}>${say(`persons.by.${way}`)}</label>`)}</fieldset>
		<div class="field"><label class="utrecht-form-label" for="person-value">${say(`persons.by.${by}`)}</label>
			<input class="utrecht-textbox" id="person-value" type=${INPUTS[by]} maxlength="200" autocomplete="off" spellcheck="false" .value=${value}
				aria-invalid=${wrong ? 'true' : nothing} @input=${(/** @type {Event} */ e) => setPerson({ value: /** @type {HTMLInputElement} */ (e.target).value, wrong: false })}></div>
		<div class="buttons">${submitButton('primary-action', 'search', say('persons.find'))}</div></form>`, 'card--plain');
}

/** @param {PersonFound} f */
function answer(f) {
	const { register, cases } = f;
	const known = Boolean(register.number);
	return html`${card('found', 'list', count('persons.cases', cases.length), html`<p class="visually-hidden" role="status">${count('persons.cases', cases.length)}</p>
			${maybe(known, () => html`<dl class="facts">${fact(say('persons.name'), own(register.name))}${fact(say('persons.by.tenant'), own(register.number))}${
				fact(say('persons.by.phone'), own(register.phone || '-'))}${fact(say('persons.by.mail'), own(register.mail || '-'))}</dl>`)}
			${cases.length ? table('persons', ['receipt', 'subject', 'state', 'time'], cases.map((c) => ({
				cells: [clean(c.receipt), own(c.subject), clean(c.state), at(c.captured)] })), 'view.persons')
				: html`<p>${say('persons.cases.none')}</p>`}
			<div class="buttons">${button('secondary-action', 'download', say('persons.keep'), keepPerson)}</div>
			<p class="quiet">${say('persons.keep.text')}</p>`, 'card--plain')}
		${cases.length ? card('forget', 'triangle', say('persons.forget'), forget(), 'card--plain') : nothing}`;
}

function forget() {
	const asks = confirming.value === 'person';
	return html`<p>${say('persons.forget.text')}</p>${asks ? html`<div class="confirm" role="group" aria-labelledby="confirm-text"><p id="confirm-text">${
		say('persons.confirm')}</p><div class="buttons">${button('primary-action', 'check', say('persons.confirm.yes'), () => {
			confirming.value = '';
			void forgetPerson().then(() => document.getElementById('list-title')?.focus());
		})}${button('subtle', 'x', say('sets.confirm.no'), () => { confirming.value = ''; })}</div></div>`
		: html`<div class="buttons">${button('secondary-action', 'x', say('persons.forget'), () => {
			confirming.value = 'person';
			requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector('.confirm button'))?.focus());
		})}</div>${quiet(say('persons.forget.note'))}`}`;
}
