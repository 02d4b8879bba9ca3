/* Phone desk: find an address while the caller speaks, and see at once whom they should call (R3, R7).
 * The field has the focus on load; the arrow keys walk the answers, Enter opens one, Escape clears.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { clean, phoneText } from '../format.js';
import { icon } from '../icons.js';
import { findAddress, openFirst } from '../load.js';
import { hrefOf } from '../router.js';
import { lookup, place } from '../state.js';
import { count, say } from '../words.js';
import { badge, maybe, own, paneError, paneState, quiet, warn } from './parts.js';

/** @typedef {import('../types/register.js').Dwelling} Dwelling */

export function addressPane() {
	const { q, state, rows } = lookup.value;
	const typed = (/** @type {Event} */ e) => findAddress(/** @type {HTMLInputElement} */ (e.target).value);
	const go = (/** @type {Event} */ e) => { e.preventDefault(); openFirst(); };
	return html`<section class="list" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.addresses')}</h2>
				<p class="quiet" role="status">${q && state === 'ready' ? count('count.addresses', rows.length) : ''}</p></div>
			<form class="search" role="search" @submit=${go}>
				<div class="search__box">${icon('search')}<label class="visually-hidden" for="q">${say('addresses.label')}</label>
					<input class="utrecht-textbox" id="q" type="search" autocomplete="off" spellcheck="false" maxlength="80"
						placeholder=${say('addresses.hint')} .value=${q} @input=${typed}></div></form>
		</div>
		<div class="list__body">${answers()}</div>
	</section>`;
}

function answers() {
	const { q, state, rows, error } = lookup.value;
	if (state === 'error') return paneError(error, () => findAddress(q));
	if (!q) return paneState('house', say('addresses.empty.title'), say('addresses.empty'));
	if (state === 'ready' && !rows.length) return paneState('search', say('addresses.none.title'), say('addresses.none'));
	return html`<ul class="rows" aria-label=${say('view.addresses')}>${repeat(rows, (d) => d.key, dwelling)}</ul>`;
}

/** @param {Dwelling} d */
function dwelling(d) {
	const here = place.value.item === d.key;
	return html`<li class="row row--home ${here ? 'row--here' : ''}">
		<p class="row__subject"><a class="row__link" data-row href=${hrefOf('addresses', d.key)}
			aria-current=${here ? 'true' : nothing}>${own(d.label)}</a>
			${quiet([d.postcode, d.city].filter(Boolean).map(clean).join(' '))}</p>
		<p class="row__due">${maybe(d.nom, () => badge('neutral', say('address.nom.short')))}${
			maybe(d.open_cases, (n) => html`<span class="chip">${count('address.open', n)}</span>`)}</p>
		<p class="row__where">${people(d)}</p>
		<p class="row__foot">${whom(d)}</p></li>`;
}

/** Who lives there, with the number to ring back. @param {Dwelling} d */
function people(d) {
	const tenants = d.tenants ?? [];
	if (!tenants.length) return quiet(say('address.nobody'));
	return tenants.map((t, i) => html`${i ? ', ' : nothing}${own(t.name)}${
		maybe(t.phone, (phone) => html` <span class="numbers quiet">${phoneText(phone)}</span>`)}`);
}

/** Whom the tenant turns to, or what lacks. Other homes go the ordinary way. @param {Dwelling} d */
function whom(d) {
	const r = d.refer;
	if (!r || (!d.nom && !d.provider && !d.supplier)) return nothing;
	if (!r.found) return warn(own(r.reason));
	return html`${icon('route')}${own(r.name)} <span class="numbers">${phoneText(r.phone)}</span>${
		maybe(d.referral, (was) => html` ${badge(was.open ? 'warning' : 'neutral', say('address.referred'))}`)}`;
}
