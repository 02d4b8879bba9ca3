/* One address beside the search: whom to refer to and why, who lives there, earlier cases. Everything
 * a phone desk reads out stands in the first card; the rest is for looking up.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { clean } from '../format.js';
import { icon } from '../icons.js';
import { loadHome, mayMend, saveHome } from '../register.js';
import { hrefOf } from '../router.js';
import { home, parties, place } from '../state.js';
import { count, say, word } from '../words.js';
import { noticeBox } from './case.js';
import { card } from './case_facts.js';
import {
	at, badge, bones, fact, maybe, oldNews, own, paneError, paneState, phoneLink, quiet, submitButton, urgency, warn, yesNo,
} from './parts.js';

/** @typedef {import('../types/register.js').Home} Home */
/** @typedef {import('../types/register.js').Refer} Refer */

export function homePane() {
	const { item, view } = place.value;
	const back = html`<p class="case__back"><a class="utrecht-link" href=${hrefOf(view)}>${icon('arrowLeft')}${say('home.back')}</a></p>`;
	return html`<section class="case" id="case" aria-labelledby="case-title" ?data-open=${Boolean(item)}>
		${item && view !== 'intake' ? back : nothing}${body(item)}</section>`;
}

/** @param {string} item */
function body(item) {
	const { state, data, error } = home.value;
	const title = (/** @type {string} */ text) => html`<h2 class="visually-hidden" id="case-title" tabindex="-1">${text}</h2>`;
	if (!item) return html`${title(say('home.none.title'))}${paneState('house', say('home.none.title'), say('home.none'))}`;
	if (state === 'error') return html`${title(item)}${paneError(error, () => void loadHome(item))}`;
	return data ? keyed(data.key, page(data)) : html`${title(item)}${bones(10)}`;
}

/** @param {Home} h */
function page(h) {
	const answers = h.answers ?? [];
	return html`<header class="case__head">
			<h2 class="utrecht-heading-2" id="case-title" tabindex="-1">${own(h.label)}</h2>
			<p class="case__address">${[h.postcode, h.city].filter(Boolean).map(clean).join(' ')}</p>
			<p class="case__chips">${h.nom ? badge('neutral', say('address.nom')) : nothing}
				<span class="quiet">${count('address.open', h.open_cases ?? 0)}</span></p>
		</header>${oldNews(home.value)}${noticeBox()}
		<div class="case__body">
			<div class="case__story">${answers.length ? referCard(answers[0]) : plainCard()}${others(answers.slice(1))}${cases(h)}</div>
			<div class="case__facts">${referral(h)}${tenants(h)}${facts(h)}${roles(h)}</div>
		</div>`;
}

/* ---- whom to refer to ---- */

/** @param {Refer|undefined} r */
function referCard(r) {
	if (!r) return nothing;
	const title = say('home.refer', { role: r.role_label });
	if (!r.found) {
		return card('refer', 'triangle', title, html`<p>${warn(own(r.reason))}</p><p>${say('home.refer.none')}</p>${mendLink(r)}`, 'card--late');
	}
	return card('refer', 'route', title, html`
		<div class="refer"><p class="refer__name">${own(r.name)}${maybe(r.contact, (name) => html`<br>${quiet(own(name))}`)}</p>
			<p class="refer__phone">${r.phone ? phoneLink(r.phone) : maybe(r.mail, mailLink)}</p></div>
		<p><strong>${say(r.first_contact === 'corporation' ? 'home.first.corporation' : 'home.first.party')}</strong></p>
		<dl class="facts">
			${fact(say('home.hours'), r.hours ? own(r.hours) : '')}
			${fact(say('caller.mail'), r.phone && r.mail ? mailLink(r.mail) : '')}
			${fact(say('home.sla'), r.sla ? own(r.sla) : '')}
			${fact(say('home.contract'), html`${own(r.reason)}`)}
			${fact(say('home.as'), word('address', r.as))}</dl>`, 'card--do');
}

/** @param {string} to */
function mailLink(to) {
	return html`<a class="utrecht-link" href=${`mailto:${encodeURIComponent(to)}`}>${own(to)}</a>`;
}

/** To where it can be mended. @param {Refer} r */
function mendLink(r) {
	if (!r.key || !mayMend()) return nothing;
	return html`<p><a class="utrecht-link" href=${hrefOf('register', r.key)}>${say('home.mend', { party: clean(r.name) })}</a></p>`;
}

function plainCard() {
	return card('refer', 'route', say('home.plain.title'), html`<p>${say('home.plain')}</p>`);
}

/** The other roles somebody has a contract for, one line each. @param {Refer[]} some */
function others(some) {
	if (!some.length) return nothing;
	return card('others', 'list', say('home.others'), html`<ul class="lines">${some.map((r) => html`<li class="line3">
		<span>${own(r.role_label)}</span>
		<span>${r.found ? html`${own(r.name)}${maybe(r.contact, (name) => html` ${quiet(own(name))}`)}` : warn(own(r.reason))}</span>
		<span>${r.found && r.phone ? phoneLink(r.phone) : nothing}</span></li>`)}</ul>`);
}

/** @param {Home} h */
function referral(h) {
	const r = h.referral;
	if (!r) return nothing;
	return card('referral', 'external', say('home.referral'), html`<p>${say('home.referral.to', { party: clean(r.party) })} ${at(r.t)}</p>
		<p><a class="utrecht-link" href=${hrefOf('all', r.nr)}>${say('case.title', { nr: r.nr })}</a></p>`, r.open ? 'card--late' : '');
}

/* ---- who, what, before ---- */

/** @param {Home} h */
function tenants(h) {
	const all = h.tenants ?? [];
	return card('tenants', 'user', say('home.tenants'), all.length ? html`<ul class="people">${all.map((t) => html`<li>
		<strong>${own(t.name)}</strong> ${quiet(html`<span class="numbers">${clean(t.number)}</span>`)}
		${maybe(t.phone, (phone) => html`<br>${phoneLink(phone)}`)}${maybe(t.mail, (mail) => html`<br>${mailLink(mail)}`)}</li>`)}</ul>`
		: html`<p>${say('address.nobody')}</p>`);
}

/** @param {Home} h */
function facts(h) {
	const units = h.units ?? [];
	return card('address', 'house', say('address.title'), html`<dl class="facts">
		${fact(say('address.complex'), clean(h.complex))}
		${fact(say('address.riser'), clean(h.riser))}
		${fact(say('address.type'), clean(h.type))}
		${fact(say('address.nom'), yesNo(h.nom))}
		${fact(say('address.provider'), h.provider ? own(h.provider.name) : h.nom ? warn(say('addresses.gap')) : '')}
		${fact(say('address.supplier'), h.supplier ? own(h.supplier.name) : h.nom ? warn(say('addresses.gap')) : '')}
		${fact(say('home.units'), units.length ? html`${units.map((u, i) => html`${i ? ', ' : nothing}${word('unit', u.kind)} ${own(u.label)}`)}` : '')}
		${fact(say('address.key'), clean(h.key))}</dl>`);
}

/** @param {Home} h */
function cases(h) {
	const all = h.cases ?? [];
	if (!all.length) return card('cases', 'inbox', say('home.cases'), html`<p>${say('home.cases.none')}</p>`);
	return card('cases', 'inbox', say('home.cases'), html`<ul class="lines">${all.map((c) => html`<li class="line3">
		<span>${at(c.captured)}</span>
		<span><a class="utrecht-link" href=${hrefOf('all', c.nr)}>${own(c.subject || say('row.nosubject'))}</a><br>${
			quiet(html`<span class="receipt">${clean(c.receipt)}</span>`)}</span>
		<span>${urgency(c)} ${badge('neutral', word('state', c.state, clean(c.state_label)))}</span></li>`)}</ul>`);
}

/* ---- naming the parties of this address ---- */

/** @param {Home} h */
function roles(h) {
	if (!h.nom || !mayMend() || (h.provider && h.supplier)) return nothing;
	const submit = (/** @type {SubmitEvent} */ e) => {
		e.preventDefault();
		const data = new FormData(/** @type {HTMLFormElement} */ (e.currentTarget));
		void saveHome(h.key, String(data.get('provider')), String(data.get('supplier')));
	};
	return card('roles', 'route', say('home.roles'), html`<form class="call" @submit=${submit}>
		${partyChoice('provider', h.provider?.key ?? '')}${partyChoice('supplier', h.supplier?.key ?? '')}
		<div class="buttons">${submitButton('primary-action', 'check', say('mend.save'))}</div></form>`, 'card--do');
}

/** @param {"provider"|"supplier"} kind @param {string} value */
function partyChoice(kind, value) {
	const some = parties.value.filter((p) => p.kind === 'provider' || p.kind === 'supplier');
	return html`<label class="utrecht-form-label" for="home-${kind}">${say(`address.${kind}`)}</label>
		<select class="utrecht-select" id="home-${kind}" name=${kind}><option value="">${say('mend.nobody')}</option>
			${some.map((p) => html`<option value=${p.key} ?selected=${p.key === value}>${clean(p.name)}</option>`)}</select>`;
}
