/* What is wrong in the register: each line says what, where, since when and what to do; it opens where
 * it can be mended (R6, R7).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, civilDay } from '../format.js';
import { icon } from '../icons.js';
import { loadFaults } from '../register.js';
import { hrefOf } from '../router.js';
import { faults, place } from '../state.js';
import { count, say } from '../words.js';
import { bones, button, maybe, oldNews, own, paneError, paneState, quiet } from './parts.js';

/** @typedef {import('../types/register.js').Fault} Fault */

export function registerPane() {
	const { state, data } = faults.value;
	const sheet = html`<a class="utrecht-button utrecht-button--secondary-action" href="api/v1/register/faults.csv" download
		>${icon('external')}${say('register.sheet')}</a>`;
	return html`<section class="list" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.register')}</h2>
				<p class="quiet" role="status">${state === 'ready' ? count('count.register', data.count) : ''}</p></div>
			<p class="list__lead">${say('lead.register')}</p>
			<p class="list__tools">${data.faults.length ? sheet : nothing}</p></div>
		<div class="list__body">${body()}</div></section>`;
}

function body() {
	const { state, data, error } = faults.value;
	if (state === 'error') return paneError(error, () => void loadFaults());
	if (state !== 'ready' && !data.faults.length) return bones(8);
	if (!data.faults.length) return paneState('check', say('empty.title.register'), say('empty.register'));
	return html`${oldNews(faults.value)}<ul class="rows" aria-label=${say('view.register')}>${data.faults.map(row)}</ul>${
		maybe(data.more, () => html`<p class="list__more">${
			button('secondary-action', 'list', say('register.more'), () => void loadFaults({ more: true }))}</p>`)}`;
}

/** @param {Fault} f */
function row(f) {
	const here = Boolean(f.party) && place.value.item === f.party;
	const about = f.dwelling ? f.address : f.party_label;
	const title = html`${own(f.what)}`;
	const href = f.dwelling ? hrefOf('addresses', f.dwelling) : hrefOf('register', f.party);
	/* a party that is in no register has no page */
	const subject = f.rule ? html`<span class="row__link" data-row tabindex="0">${title}</span>`
		: html`<a class="row__link" data-row href=${href} aria-current=${here ? 'true' : nothing}>${title}</a>`;
	return html`<li class="row row--home row--fault ${here ? 'row--here' : ''}">
		<p class="row__subject">${subject}</p>
		<p class="row__due">${maybe(f.date, (date) => html`<time class="numbers" datetime=${date}>${civilDay(date)}</time>`)}</p>
		<p class="row__where">${own(about)}${maybe(f.role && f.role !== 'general', () => html` ${quiet(html`· ${clean(f.role_label)}`)}`)}${
			maybe(f.rule, (rule) => html` ${quiet(html`· ${clean(rule)}`)}`)}</p>
		<p class="row__foot">${own(f.todo)}</p></li>`;
}
