/* Phone desk: find an address while the caller speaks, and see at once whom they should call (R3, R7).
 * The field has the focus on load; the arrow keys or j and k walk the answers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { clean } from '../format.js';
import { icon } from '../icons.js';
import { findAddress } from '../load.js';
import { lookup } from '../state.js';
import { count, say } from '../words.js';
import { badge, fact, maybe, own, paneError, paneState, phoneLink, quiet, warn, yesNo } from './parts.js';

/** @typedef {import('../types.js').Dwelling} Dwelling */
/** @typedef {import('../types.js').Party} Party */

export function addressPane() {
	const { q, state, rows } = lookup.value;
	const typed = (/** @type {Event} */ e) => findAddress(/** @type {HTMLInputElement} */ (e.target).value);
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.addresses')}</h2>
				<p class="quiet" role="status">${q && state === 'ready' ? count('count.addresses', rows.length) : ''}</p></div>
			<p class="list__lead">${say('lead.addresses')}</p>
			<form class="search" role="search" @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
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
	return html`<ul class="addresses" aria-label=${say('view.addresses')}>${repeat(rows, (d) => d.key, dwelling)}</ul>`;
}

/** @param {Dwelling} d */
function dwelling(d) {
	return html`<li class="address" tabindex="0" data-row>
		<h3 class="address__label">${own(d.label)}</h3>
		<p class="quiet">${[d.postcode, d.city].filter(Boolean).map(clean).join(' ')}</p>
		<dl class="facts">${fact(say('address.complex'), clean(d.complex))}${fact(say('address.riser'), clean(d.riser))}${
			fact(say('address.type'), clean(d.type))}${fact(say('address.nom'), yesNo(Boolean(d.nom)))}</dl>
		${party('provider', d.provider, Boolean(d.nom))}${party('supplier', d.supplier, Boolean(d.nom))}</li>`;
}

/** @param {string} role @param {Party|null|undefined} p @param {boolean} needed a NOM home must have both */
function party(role, p, needed) {
	const title = quiet(say(`address.${role}`));
	if (!p) return maybe(needed, () => html`<p class="address__party">${title} ${warn(say('addresses.gap'))}</p>`);
	return html`<div class="address__party">
		<p>${title} <strong>${own(p.name)}</strong> ${p.first_contact === 'party' ? badge('neutral', say('addresses.first')) : nothing}</p>
		<p>${maybe(p.phone, phoneLink)} ${maybe(p.mail, own)}</p>
		${maybe(p.hours, (hours) => html`<p>${quiet(own(hours))}</p>`)}
		${maybe(p.incomplete, () => html`<p>${warn(say('addresses.incomplete'))}</p>`)}</div>`;
}
