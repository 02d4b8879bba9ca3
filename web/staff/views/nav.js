/* The left pane: saved views with their counts, in the order of a working day.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean } from '../format.js';
import { hrefOf } from '../router.js';
import { drawer, faults, help, me, openAlarms, place, prefs, views } from '../state.js';
import { count, say, word } from '../words.js';
import { button, maybe } from './parts.js';

/** @typedef {import('../types/case.js').View} View */

const GROUPS = /** @type {[string, string[]][]} */ ([
	['cases', ['late', 'urgent', 'new', 'mine', 'leader', 'referred', 'waiting', 'plan', 'open', 'phone', 'all']],
	['work', ['intake', 'notices', 'tasks', 'addresses', 'calls', 'alarms', 'exceptions', 'quarantine', 'reception']],
	['house', ['figures', 'register', 'outgoing', 'devices', 'leaders', 'phrases', 'rules', 'ladder', 'whatif', 'site', 'texts', 'users', 'audit', 'persons', 'backups']],
]);
/* Pages of this app that are not among central's views. */
const OURS = ['intake', 'addresses', 'alarms', 'register', 'outgoing', 'devices'];
/* Pages of whoever manages or administers. */
const FOR = /** @type {Record<string, string[]>} */ ({ figures: ['manager', 'admin'], leaders: ['manager', 'admin'], phrases: ['manager', 'admin'], users: ['admin'], audit: ['manager', 'admin'], persons: ['admin'], rules: ['manager', 'admin'], ladder: ['manager', 'admin'], whatif: ['manager', 'admin'], site: ['manager', 'admin'], backups: ['manager', 'admin'], texts: ['manager', 'admin'] });
const ALERTING = ['late', 'notices', 'alarms', 'exceptions', 'quarantine', 'reception', 'backups'];

export function viewsNav() {
	const known = new Map(OURS.map((key) => [key, /** @type {View} */ ({ key, count: -1 })]));
	const role = (me.value && me.value.role) || '';
	for (const [key, roles] of Object.entries(FOR)) if (roles.includes(role)) known.set(key, { key, count: -1 });
	for (const view of views.value) known.set(view.key, view);
	const listed = new Set(GROUPS.flatMap(([, keys]) => keys));
	const loose = [...known.keys()].filter((key) => !listed.has(key));
	const keys = html`${say('keys.title')} ${maybe(prefs.value.keys, () => html`<kbd aria-hidden="true">?</kbd>`)}`;
	return html`<nav class="views ${drawer.value ? 'views--open' : ''}" id="views" aria-label=${say('views.title')}>
		${GROUPS.map(([group, keysOf]) => viewGroup(group, [...keysOf, ...(group === 'cases' ? loose : [])].flatMap((key) => known.get(key) ?? [])))}
		<p class="views__foot">${button('subtle', 'keyboard', keys, () => { help.value = true; })}</p></nav>`;
}

/** @param {string} group @param {View[]} some */
function viewGroup(group, some) {
	return html`<h2 class="views__group" id="views-${group}">${say(`views.${group}`)}</h2>
		<ul aria-labelledby="views-${group}">${some.map(viewItem)}</ul>`;
}

/** @param {View} view */
function viewItem(view) {
	const own = /** @type {Record<string, () => number>} */ ({
		alarms: () => openAlarms.value.length, register: () => (faults.value.stamp ? faults.value.data.count : -1),
	});
	const n = own[view.key]?.() ?? view.count;
	const loud = (view.overdue ?? n) > 0 && ALERTING.includes(view.key) ? 'view__count--loud' : '';
	const number = html`<span class="view__count ${loud}">${n}<span class="visually-hidden"> ${count('view.count', n)}</span></span>`;
	return html`<li><a class="view" href=${hrefOf(view.key)} @click=${() => { drawer.value = false; }}
		aria-current=${place.value.view === view.key ? 'page' : nothing}><span>${word('view', view.key, clean(view.label))}</span>${
		n >= 0 ? number : nothing}</a></li>`;
}
