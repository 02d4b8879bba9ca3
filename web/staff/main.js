/* The office app starts here: one effect renders everything from the signals, one listener for the
 * hash, one for keys, one clock tick every ten seconds, and the live line while somebody is logged in.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { effect, untracked } from '@preact/signals-core';
import { html, nothing, render } from 'lit-html';
import { arrive, openItem, openList } from './go.js';
import { onKey } from './keys.js';
import { Live } from './live.js';
import { loadSigns } from './emergency.js';
import { loadAlarms, loadViews } from './load.js';
import { watchColleagues } from './looking.js';
import { loadFaults } from './register.js';
import { loadCorporation, start } from './session.js';
import { sound } from './sound.js';
import { openStep, watchLetters } from './steps.js';
import * as s from './state.js';
import { say, word } from './words.js';
import { addressPane } from './views/addresses.js';
import { auditPane } from './views/audit.js';
import { casePane } from './views/case.js';
import { devicePane } from './views/device.js';
import { emergencySheet } from './views/emergency.js';
import { figuresPane } from './views/figures.js';
import { backupsPane } from './views/backups.js';
import { helpSheet } from './views/help.js';
import { homePane } from './views/home.js';
import { intakePane } from './views/intake.js';
import { leadersPane } from './views/leaders.js';
import { listPane } from './views/list.js';
import { loginView } from './views/login.js';
import { viewsNav } from './views/nav.js';
import { partyPane } from './views/party.js';
import { passwordView } from './views/password.js';
import { personPane } from './views/persons.js';
import { phrasesPane } from './views/phrases.js';
import { registerPane } from './views/register.js';
import { setPane, setSidePane } from './views/sets.js';
import { sitePane } from './views/site.js';
import { textPane, textsPane } from './views/texts.js';
import { alarmBanner, skipLinks, speech, topBar } from './views/shell.js';
import { letterSheet } from './views/letters.js';
import { slipSheet } from './views/slip.js';
import { BESIDE_CASE, tablePane } from './views/tables.js';
import { userPane, usersPane } from './views/users.js';
import { whatIfPane } from './views/whatif.js';

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const live = new Live();

/** What stands left and right; pages that are not here are tables. @type {Record<string, [() => unknown, (() => unknown)|null]>} */
const PANES = { cases: [listPane, casePane], addresses: [addressPane, homePane], intake: [intakePane, homePane], register: [registerPane, partyPane],
	leaders: [leadersPane, null], phrases: [phrasesPane, null], figures: [figuresPane, null], users: [usersPane, userPane], rules: [setPane, setSidePane], ladder: [setPane, setSidePane], whatif: [whatIfPane, null],
	site: [sitePane, null], backups: [backupsPane, null], texts: [textsPane, textPane], audit: [auditPane, null], persons: [personPane, null] };

function office() {
	const { page, item } = s.place.value;
	const [left, right] = page === 'devices' && item ? [devicePane, null] : PANES[page] ?? [tablePane, BESIDE_CASE.includes(page) ? casePane : null];
	const kind = page === 'intake' ? 'office--intake' : right ? (item ? 'office--case' : '') : 'office--wide';
	return html`<div class="office ${kind}">
		${skipLinks()}${topBar({ live })}${alarmBanner()}${viewsNav()}
		<main class="main" id="main">${left()}${right ? right() : nothing}</main>
		${speech()}${helpSheet()}${slipSheet()}${letterSheet()}${emergencySheet()}</div>`;
}

effect(() => {
	const who = s.me.value;
	const starting = html`<p class="starting" role="status">${say('starting')}</p>`;
	const choosing = who && (who.must_change || s.changing.value);
	render(who === null ? starting : who && !choosing ? office() : html`${choosing ? passwordView() : loginView()}${emergencySheet()}`, root);
});

/* Somebody logs in or out. */
effect(() => {
	const who = s.me.value;
	untracked(() => {
		if (!who || who.must_change) {
			live.stop();
			if (who !== null) queueMicrotask(() => document.getElementById(who ? 'new' : 'name')?.focus());
			return;
		}
		const at = s.place.value;
		void loadViews();
		void loadAlarms();
		void loadCorporation();
		void loadFaults();
		if (at.view && at.page !== 'register') openList(at.page);
		openItem(at);
		if (at.page === 'addresses' && !at.item) requestAnimationFrame(() => document.getElementById('q')?.focus());
		live.start();
	});
});

/* Title: what is open, and how many alarms wait. */
effect(() => {
	const waiting = s.openAlarms.value.length;
	const { view } = s.place.value;
	const subject = s.open.value.data?.subject || s.home.value.data?.label;
	const what = !s.me.value ? say('login.title') : subject || word('view', view, say('app'));
	document.title = `${waiting ? `(${waiting}) ` : ''}${what} - ${say('app')}`;
});

effect(() => sound.ring(s.openAlarms.value.length > 0 && s.prefs.value.sound && Boolean(s.me.value)));

/* A case that was just opened takes the focus to its heading; only when somebody asked for it. */
let asked = '';
addEventListener('hashchange', () => {
	arrive();
	const { page } = s.place.value;
	asked = s.place.value.item;
	focusAdmin();
	const first = page === 'addresses' ? 'q' : page === 'intake' ? 'in-address' : 'list-title';
	if (!asked || page === 'devices') queueMicrotask(() => document.getElementById(first)?.focus({ preventScroll: true }));
});
/** @param {import('./state.js').Loaded<any>} one @param {"nr"|"key"} id */
function focusWhenReady({ state, data }, id) {
	if (state !== 'ready' || !data || String(data[id]) !== asked) return;
	asked = '';
	if (s.place.value.page === 'intake') return; /* the form goes on by itself */
	requestAnimationFrame(() => document.getElementById('case-title')?.focus({ preventScroll: false }));
}
effect(() => focusWhenReady(s.open.value, 'nr'));
effect(() => focusWhenReady(s.home.value, 'key'));
effect(() => focusWhenReady(s.party.value, 'key'));
/* What is beside a page of administration came with the page itself; a letter comes by itself. */
function focusAdmin() {
	const { page, item } = s.place.value;
	const { state, data } = page === 'texts' ? s.textOpen.value : s.admin.value[page] ?? s.blank(null);
	const key = page === 'texts' ? data?.item : item;
	focusWhenReady({ state, data: data && { key }, error: '', stamp: 0 }, 'key');
}
effect(focusAdmin);

/* A step somebody asked for from elsewhere opens when its case is there. */
effect(() => {
	const { nr, action } = s.wanted.value;
	const c = s.open.value.data;
	if (!nr || s.open.value.state !== 'ready' || String(c?.nr) !== nr) return;
	const step = c?.steps?.find((one) => one.action === action && one.ready);
	untracked(() => {
		s.wanted.value = { nr: '', action: '' };
		asked = '';
		if (c && step) openStep(c, step);
	});
});

document.addEventListener('keydown', onKey);
for (const touch of ['pointerdown', 'keydown']) document.addEventListener(touch, () => sound.unlock(), { once: true });
const tick = () => {
	if (!document.hidden) s.tick();
};
setInterval(tick, 10_000);
effect(() => {
	if (s.line.value.live !== 'off') return;
	const fast = setInterval(tick, 1_000);
	return () => clearInterval(fast);
});
document.addEventListener('visibilitychange', tick);

watchColleagues();
watchLetters();
void loadSigns();
void start();
