/* One party of the register: its contracts and contacts, each a form for whoever may change them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { clean, civilDay, phoneText } from '../format.js';
import { icon } from '../icons.js';
import { loadParty, mayMend, saveRow } from '../register.js';
import { hrefOf } from '../router.js';
import { party, place, refused } from '../state.js';
import { say, word } from '../words.js';
import { noticeBox } from './case.js';
import { card } from './case_facts.js';
import { badge, bones, maybe, oldNews, own, paneError, paneState, quiet, submitButton } from './parts.js';

/** @typedef {import('../types/register.js').Contact} Contact */
/** @typedef {import('../types/register.js').Contract} Contract */
/** @typedef {import('../types/register.js').PartyPage} PartyPage */

export function partyPane() {
	const { item, view } = place.value;
	const back = html`<p class="case__back"><a class="utrecht-link" href=${hrefOf(view)}>${icon('arrowLeft')}${say('register.back')}</a></p>`;
	return html`<section class="case" id="case" aria-labelledby="case-title" ?data-open=${Boolean(item)}>
		${item ? back : nothing}${body(item)}</section>`;
}

/** @param {string} item */
function body(item) {
	const { state, data, error } = party.value;
	const title = (/** @type {string} */ text) => html`<h2 class="visually-hidden" id="case-title" tabindex="-1">${text}</h2>`;
	if (!item) return html`${title(say('party.none.title'))}${paneState('route', say('party.none.title'), say('party.none'))}`;
	if (state === 'error') return html`${title(item)}${paneError(error, () => void loadParty(item))}`;
	return data ? keyed(data.key, page(data)) : html`${title(item)}${bones(10)}`;
}

/** @param {PartyPage} p */
function page(p) {
	return html`<header class="case__head">
			<h2 class="utrecht-heading-2" id="case-title" tabindex="-1">${own(p.name)}</h2>
			<p class="case__address">${word('party.kind', p.kind, clean(p.kind))} ${quiet(html`<code>${clean(p.key)}</code>`)}</p>
		</header>${oldNews(party.value)}${noticeBox()}
		<div class="case__body case__body--even">
			<div class="case__story">${contacts(p)}</div>
			<div class="case__story">${contracts(p)}</div>
		</div>`;
}

/* ---- contacts ---- */

/** @param {PartyPage} p */
function contacts(p) {
	const rows = repeat(p.contacts, (c) => `${c.role} ${c.name}`, (c, i) => contact(p, c, `contact-${i}`));
	return card('contacts', 'phone', say('party.contacts'), html`${p.contacts.length ? rows : html`<p>${say('party.contacts.none')}</p>`}${
		maybe(mayMend(), () => newRow('party.contacts.add', contactForm(p, null, 'contact-new')))}`, 'card--plain');
}

/** @param {PartyPage} p @param {Contact} c @param {string} form */
function contact(p, c, form) {
	const head = html`<span class="mend__what"><strong>${own(c.name || say('party.contact.noname'))}</strong> ${quiet(clean(c.role_label))}</span>
		<span class="numbers">${c.phone ? phoneText(c.phone) : own(c.mail || '–')}</span>${state(p, c)}`;
	return foldable(form, head, c.follows, () => contactForm(p, c, form), html`<p>${[c.phone && phoneText(c.phone), clean(c.mail), clean(c.hours)]
		.filter(Boolean).join(' · ')}</p>`);
}

/** @param {PartyPage} p @param {Contact|null} c @param {string} form */
function contactForm(p, c, form) {
	return html`<form class="mend" data-form=${form} @submit=${submit(p, form, 'contacts', c ? { role: c.role, name: c.name, order: c.order } : { order: 1 })}>
		${c ? nothing : html`${choice(form, 'role', p.roles.map((r) => [r.key, r.label]), 'general')}${field(form, 'name', '')}`}
		${field(form, 'phone', c?.phone, 'tel')}${field(form, 'mail', c?.mail, 'email')}${field(form, 'hours', c?.hours)}
		${choice(form, 'channels', ['phone mail', 'mail phone'].map((key) => [key, word('party.channels', key)]), c?.channels ?? 'phone mail')}
		${field(form, 'valid_from', c?.valid_from, 'date')}${field(form, 'valid_until', c?.valid_until, 'date')}
		<div class="buttons">${submitButton('primary-action', 'check', say('mend.save'))}</div></form>`;
}

/* ---- contracts ---- */

/** @param {PartyPage} p */
function contracts(p) {
	const rows = repeat(p.contracts, (c) => `${c.role} ${c.number}`, (c, i) => contract(p, c, `contract-${i}`));
	return card('contracts', 'list', say('party.contracts'), html`${p.contracts.length ? rows : html`<p>${say('party.contracts.none')}</p>`}${
		maybe(mayMend(), () => newRow('party.contracts.add', contractForm(p, null, 'contract-new')))}`, 'card--plain');
}

/** @param {PartyPage} p @param {Contract} c @param {string} form */
function contract(p, c, form) {
	const head = html`<span class="mend__what"><strong>${own(c.number)}</strong> ${quiet(clean(c.role_label))}</span>
		<span class="numbers quiet">${span(c)}</span>${state(p, c, false)}`;
	return foldable(form, head, c.follows, () => contractForm(p, c, form), html`<p>${own(c.sla)}</p>`);
}

/** @param {PartyPage} p @param {Contract|null} c @param {string} form */
function contractForm(p, c, form) {
	const first = ['party', 'corporation'].map((key) => /** @type {[string, string]} */ ([key, say(`party.first.${key}`)]));
	return html`<form class="mend" data-form=${form} @submit=${submit(p, form, 'contracts', c ? { role: c.role, number: c.number } : {})}>
		${c ? nothing : html`${choice(form, 'role', p.roles.map((r) => [r.key, r.label]), 'general')}${field(form, 'number', '')}`}
		${field(form, 'sla', c?.sla)}
		${choice(form, 'first_contact', first, c?.first_contact || 'party')}
		${field(form, 'valid_from', c?.valid_from, 'date')}${field(form, 'valid_until', c?.valid_until, 'date')}
		<div class="buttons">${submitButton('primary-action', 'check', say('mend.save'))}</div></form>`;
}

/* ---- what both have ---- */

/** @param {{ valid_from: string, valid_until: string }} c */
function span(c) {
	const from = c.valid_from ? civilDay(c.valid_from) : '';
	return c.valid_until ? say('party.span', { from, until: civilDay(c.valid_until) }) : say('party.span.open', { from });
}

/** In force today, over, or not begun; with its date where that is not said beside it.
 * @param {PartyPage} p @param {{ valid_from: string, valid_until: string }} c */
function state(p, c, dated = true) {
	if (c.valid_until && c.valid_until < p.today) return badge('danger', say('party.over', { date: dated ? civilDay(c.valid_until) : '' }).trim());
	return c.valid_from > p.today ? badge('warning', say('party.future', { date: civilDay(c.valid_from) })) : nothing;
}

/** @param {string} form @param {unknown} head @param {boolean} follows @param {() => unknown} inside @param {unknown} read for who may only look */
function foldable(form, head, follows, inside, read) {
	const note = maybe(follows, () => html`<p class="quiet">${say('party.follows')}</p>`);
	return html`<details class="mend__row" data-row-of=${form}><summary>${head}</summary>${note}${mayMend() ? inside() : read}</details>`;
}

/** @param {string} key @param {unknown} form */
function newRow(key, form) {
	return html`<details class="mend__row mend__row--new"><summary><span class="mend__what">${say(key)}</span></summary>${form}</details>`;
}

/** @param {string} form @param {string} name @param {string|undefined} value @param {string} [type] */
function field(form, name, value, type = 'text') {
	const bad = refused.value === `${form}.${name}`;
	const id = `${form}-${name}`;
	return html`<div class="field"><label class="utrecht-form-label" for=${id}>${say(`mend.${name}`)}</label>
		<input class="utrecht-textbox" id=${id} name=${name} type=${type === 'email' ? 'text' : type} inputmode=${type === 'email' ? 'email' : nothing}
			.value=${value ?? ''} maxlength=${name === 'sla' ? 390 : 110} autocomplete="off"
			aria-invalid=${bad ? 'true' : nothing} aria-describedby=${bad ? `${id}-why` : nothing}>
		${bad ? html`<p class="warn" id="${id}-why">${word('mend.refused', name, say('mend.refused.other'))}</p>` : nothing}</div>`;
}

/** @param {string} form @param {string} name @param {string[][]} options @param {string} value */
function choice(form, name, options, value) {
	return html`<div class="field"><label class="utrecht-form-label" for="${form}-${name}">${say(`mend.${name}`)}</label>
		<select class="utrecht-select" id="${form}-${name}" name=${name}>${options.map(([key, label]) => html`<option value=${key ?? ''}
			?selected=${key === value}>${clean(label)}</option>`)}</select></div>`;
}

/** @param {PartyPage} p @param {string} form @param {"contacts"|"contracts"} path @param {Record<string, unknown>} fixed */
function submit(p, form, path, fixed) {
	return async (/** @type {SubmitEvent} */ event) => {
		event.preventDefault();
		const element = /** @type {HTMLFormElement} */ (event.currentTarget);
		const saved = await saveRow(form, path, { ...Object.fromEntries(new FormData(element)), ...fixed, party: p.key });
		const bad = /** @type {HTMLElement|null} */ (element.querySelector('[aria-invalid="true"]'));
		if (!saved) return bad?.focus();
		if (form.endsWith('new')) element.reset();
		const fold = element.closest('details');
		if (fold) fold.open = false;
		document.getElementById('case-title')?.focus();
	};
}
