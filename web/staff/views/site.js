/* What kiosks show: the version in force, how many have it, earlier ones.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { adminData, change, isOneOf, loadAdmin } from '../admin.js';
import { clean, size } from '../format.js';
import { icon } from '../icons.js';
import { busy, confirming } from '../state.js';
import { count, say } from '../words.js';
import { noticeBox } from './case.js';
import { at, badge, bones, button, maybe, oldNews, paneError, paneState, quiet } from './parts.js';
import { below, table } from './wide.js';

/** @typedef {import('../types/admin.js').SiteRow} SiteRow */

export function sitePane() {
	const loaded = adminData('site');
	const { state, data, error } = loaded;
	const sites = /** @type {SiteRow[]} */ (data?.sites ?? []);
	const body = state === 'error' ? paneError(error, () => void loadAdmin('site')) : !data ? bones(6)
		: sites.length ? html`${oldNews(loaded)}${table('site', ['version', 'published', 'kiosks', 'act'], sites.map((r) => row(r, data.kiosks)), 'view.site')}`
		: paneState('globe', say('site.none'), say('site.none.text'));
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head">
			<div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.site')}</h2>
				<p class="quiet" role="status">${data ? count('count.site', sites.length) : ''}</p></div>
			<p class="list__lead">${say('lead.site')}</p>${maybe(isOneOf('admin'), () => html`<div class="list__tools">${publish()}</div>`)}</div>
		${noticeBox()}
		<div class="list__body" tabindex="0" role="group" aria-label=${say('view.site')}>${body}</div></section>`;
}

function publish() {
	const go = async () => {
		const done = await change('site', 'site', 'site/publish', {}, say('site.published'));
		confirming.value = '';
		if (done) document.getElementById('list-title')?.focus();
	};
	if (confirming.value !== 'site') return button('primary-action', 'globe', say('site.publish'), () => {
		confirming.value = 'site';
		requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector('.confirm button'))?.focus());
	});
	return html`<div class="confirm" role="group" aria-labelledby="confirm-text"><p id="confirm-text">${say('site.confirm')}</p>
		<div class="buttons">${button('primary-action', 'check', say('site.confirm.yes'), () => void go())}${
		button('subtle', 'x', say('sets.confirm.no'), () => { confirming.value = ''; })}</div></div>`;
}

/** @param {SiteRow} r @param {number} kiosks */
function row(r, kiosks) {
	const back = () => void change('site', 'site', 'site/back', { version: r.version }, say('site.back.done', { version: r.version }));
	return { cells: [
		html`<strong class="id">${clean(r.version)}</strong>${below(quiet(say('site.catalogue', { version: clean(r.catalogue) })))}`,
		html`${at(r.published)}${below(quiet(size(r.size)))}`,
		html`${say('site.of', { n: r.kiosks, all: kiosks })}`,
		r.current ? badge('success', say('sets.inuse')) : isOneOf('admin') ? html`<button type="button" data-row class="utrecht-button utrecht-button--secondary-action"
			aria-disabled=${busy.value ? 'true' : nothing} @click=${back}>${icon('reopened')}${say('sets.back')}<span class="visually-hidden"> ${clean(r.version)}</span></button>` : nothing,
	] };
}
