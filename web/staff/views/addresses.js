/* Phone desk: find an address while the caller speaks, and see at once whom they should call (R3, R7).
 * The field has the focus on load; the arrow keys or j and k walk the answers.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { findAddress } from '../load.js';
import { clean, phoneHref, phoneText } from '../format.js';
import { icon } from '../icons.js';
import { lookup } from '../state.js';
import { count, say, word } from '../words.js';
import { fact, own, paneError, paneState } from './parts.js';

/** @typedef {import('../types.js').Dwelling} Dwelling */
/** @typedef {import('../types.js').Party} Party */

export function addressPane() {
	const { q, state, rows, error } = lookup.value;
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head"><div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.addresses')}</h2>
			<p class="quiet" role="status">${q && state === 'ready' ? count('count.addresses', rows.length) : ''}</p></div>
			<p class="list__lead">${say('lead.addresses')}</p>
			<form class="search" role="search" @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
				<div class="search__box">${icon('search')}<label class="visually-hidden" for="q">${say('addresses.label')}</label>
					<input class="utrecht-textbox" id="q" type="search" autocomplete="off" spellcheck="false" maxlength="80"
						placeholder=${say('addresses.hint')} .value=${q}
						@input=${(/** @type {Event} */ e) => findAddress(/** @type {HTMLInputElement} */ (e.target).value)}></div></form></div>
		<div class="list__body">${state === 'error' ? paneError(error, () => findAddress(q))
			: !q ? paneState('house', say('addresses.empty.title'), say('addresses.empty'))
				: state === 'ready' && !rows.length ? paneState('search', say('addresses.none.title'), say('addresses.none'))
					: html`<ul class="addresses" aria-label=${say('view.addresses')}>${repeat(rows, (d) => d.key, dwelling)}</ul>`}</div>
	</section>`;
}

/** @param {Dwelling} d */
function dwelling(d) {
	return html`<li class="address" tabindex="0" data-row>
		<h3 class="address__label">${own(d.label)}</h3>
		<p class="quiet">${[d.postcode, d.city].filter(Boolean).map(clean).join(' ')}</p>
		<dl class="facts">${fact(say('address.complex'), clean(d.complex))}${fact(say('address.riser'), clean(d.riser))}${
			fact(say('address.type'), clean(d.type))}${fact(say('address.nom'), say(d.nom ? 'yes' : 'no'))}</dl>
		${d.nom || d.provider || d.supplier ? html`${party('provider', d.provider, Boolean(d.nom))}${party('supplier', d.supplier, Boolean(d.nom))}` : nothing}</li>`;
}

/** @param {string} role @param {Party|null|undefined} p @param {boolean} needed a NOM home must have both */
function party(role, p, needed) {
	if (!p) return needed ? html`<p class="address__party"><span class="quiet">${say(`address.${role}`)}</span> <span class="warn">${say('addresses.gap')}</span></p>` : nothing;
	return html`<div class="address__party"><p><span class="quiet">${say(`address.${role}`)}</span> <strong>${own(p.name)}</strong>${
		p.first_contact === 'party' ? html` <span class="utrecht-status-badge utrecht-status-badge--neutral">${say('addresses.first')}</span>` : nothing}</p>
		<p>${p.phone ? html`<a class="utrecht-link numbers" href=${phoneHref(p.phone)}>${phoneText(p.phone)}</a>` : nothing} ${p.mail ? own(p.mail) : nothing}</p>
		${p.hours ? html`<p class="quiet">${own(p.hours)}</p>` : nothing}
		${p.incomplete ? html`<p class="warn">${word('addresses', 'incomplete')}</p>` : nothing}</div>`;
}
