/* The frame: skip links, top bar, alarm banner, line state, the saved views.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { acceptAlarm } from '../acts.js';
import { ago, clean, hour, iso, moment } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { alarms, busy, corporation, drawer, heard, help, line, me, now, openAlarms, place, prefs, setPrefs, views } from '../state.js';
import { logOut } from '../session.js';
import { sound } from '../sound.js';
import { count, say, word } from '../words.js';
import { mark } from './login.js';
import { own } from './parts.js';

/** @typedef {{ live: import('../live.js').Live }} Wires */

export function skipLinks() {
	const go = (/** @type {string} */ id) => (/** @type {Event} */ event) => {
		event.preventDefault();
		document.getElementById(id)?.focus();
	};
	return html`<nav class="skips" aria-label=${say('skip.title')}>
		<a class="utrecht-skip-link skip--list" href="#list" @click=${go('list-title')}>${say('skip.list')}</a>
		${place.value.item ? html`<a class="utrecht-skip-link" href="#case" @click=${go('case-title')}>${say('skip.case')}</a>` : nothing}</nav>`;
}

/** @param {Wires} wires */
export function topBar(wires) {
	const who = me.value || { name: '', role: '' };
	return html`<header class="top">
		<button type="button" class="utrecht-button utrecht-button--subtle top__menu" aria-expanded=${drawer.value ? 'true' : 'false'}
			aria-controls="views" @click=${() => { drawer.value = !drawer.value; }}>${icon('menu')}<span class="top__label">${say('views.title')}</span></button>
		<h1 class="brand top__brand">${mark()}<span>${clean(corporation.value) || say('app')}</span></h1>
		${lineState(wires)}
		<div class="top__end">
			<a class="utrecht-button utrecht-button--primary-action" href="melden/nl/" target="portiek-melden"
				data-keys="m">${icon('phone')}<span>${say('intake')}</span><span class="visually-hidden"> ${say('newtab')}</span></a>
			<details class="menu" @keydown=${closeOnEscape}><summary class="utrecht-button utrecht-button--subtle" title=${clean(who.name)}>${icon('user')}<span
				class="top__name">${own(who.name)}</span></summary>
				<div class="menu__body">
					<p class="menu__who">${own(who.name)}<br><span class="quiet">${word('role', who.role, clean(who.role))}</span></p>
					<label class="tick"><input type="checkbox" .checked=${prefs.value.keys}
						@change=${(/** @type {Event} */ e) => setPrefs({ keys: /** @type {HTMLInputElement} */ (e.target).checked })}>${say('keys.on')}</label>
					<label class="tick"><input type="checkbox" .checked=${prefs.value.sound}
						@change=${(/** @type {Event} */ e) => setPrefs({ sound: /** @type {HTMLInputElement} */ (e.target).checked })}>${say('sound.on')}</label>
					<button type="button" class="utrecht-button utrecht-button--subtle" @click=${() => { help.value = true; }}
						>${icon('keyboard')}${say('keys.title')}</button>
					<button type="button" class="utrecht-button utrecht-button--subtle" @click=${logOut}>${icon('logOut')}${say('logout')}</button>
				</div></details>
		</div>
	</header>`;
}

/** @param {KeyboardEvent} event */
function closeOnEscape(event) {
	const box = /** @type {HTMLDetailsElement} */ (event.currentTarget);
	if (event.key !== 'Escape' || !box.open) return;
	event.stopPropagation();
	box.open = false;
	box.querySelector('summary')?.focus();
}

/** @param {Wires} wires */
function lineState(wires) {
	const { live, http, retryAt, stamp } = line.value;
	if (live === 'on') return html`<p class="line line--on"><span class="line__dot" aria-hidden="true"></span>${say('line.on')}</p>`;
	if (live === 'connecting') return html`<p class="line"><span class="line__dot" aria-hidden="true"></span>${say('line.connecting')}</p>`;
	void now.value;
	const wait = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
	return html`<div class="line line--off" role="status">${icon('wifiOff')}<span>${
		http ? say('line.poll', { at: hour(stamp || now.value) }) : stamp ? say('line.off', { at: hour(stamp) }) : say('line.never')}
		<span class="line__wait" aria-hidden="true">${say('line.wait', { s: wait })}</span></span>
		<button type="button" class="utrecht-button utrecht-button--secondary-action" @click=${() => wires.live.now()}>${say('line.now')}</button></div>`;
}

/** Red, on top of everything, until somebody takes it. */
export function alarmBanner() {
	const waiting = openAlarms.value;
	return html`<div class="alarms" role="alert" ?hidden=${waiting.length === 0}>${waiting.slice(0, 3).map((alarm) => html`
		<div class="alarm">${icon('siren', 'icon--large')}
			<p class="alarm__text"><strong>${say('alarm.title', { label: clean(alarm.label || alarm.sign) })}</strong>
				<span>${clean(alarm.place)}</span>
				<span><time datetime=${iso(alarm.captured)}>${moment(alarm.captured, now.value)}</time> (${ago(alarm.captured, now.value)})</span></p>
			<button type="button" class="utrecht-button alarm__accept" aria-disabled=${busy.value ? 'true' : nothing}
				@click=${() => acceptAlarm(alarm.id, clean(alarm.label || alarm.sign))}>${icon('check')}${say('alarm.accept')}</button>
		</div>`)}
		${waiting.length > 3 ? html`<p class="alarm__more"><a href=${hrefOf('alarms')}>${count('alarm.more', waiting.length - 3)}</a></p>` : nothing}
		${waiting.length && prefs.value.sound && !sound.ready.value ? html`<p class="alarm__more"><button type="button" class="utrecht-button utrecht-button--subtle"
			@click=${() => sound.unlock()}>${icon('volumeOff')}${say('sound.unlock')}</button></p>` : nothing}
	</div>`;
}

const GROUPS = /** @type {[string, string[]][]} */ ([
	['cases', ['late', 'urgent', 'new', 'mine', 'open', 'phone', 'all']],
	['work', ['addresses', 'calls', 'alarms', 'exceptions', 'quarantine']],
	['house', ['outgoing', 'devices']],
]);

export function viewsNav() {
	const known = new Map(views.value.map((view) => [view.key, view]));
	for (const key of ['addresses', 'alarms', 'outgoing', 'devices']) if (!known.has(key)) known.set(key, { key, count: -1 });
	const listed = new Set(GROUPS.flatMap(([, keys]) => keys));
	const loose = views.value.filter((view) => !listed.has(view.key)).map((view) => view.key);
	return html`<nav class="views ${drawer.value ? 'views--open' : ''}" id="views" aria-label=${say('views.title')}>${
		GROUPS.map(([group, keys]) => html`<h2 class="views__group" id="views-${group}">${say(`views.${group}`)}</h2>
			<ul aria-labelledby="views-${group}">${[...keys, ...(group === 'cases' ? loose : [])].map((key) => known.get(key))
				.map((view) => (view ? viewItem(view) : nothing))}</ul>`)}
		<p class="views__foot"><button type="button" class="utrecht-button utrecht-button--subtle" @click=${() => { help.value = true; }}
			>${icon('keyboard')}${say('keys.title')} ${prefs.value.keys ? html`<kbd aria-hidden="true">?</kbd>` : nothing}</button></p></nav>`;
}

const ALERTING = ['late', 'alarms', 'exceptions', 'quarantine'];

/** @param {import('../types.js').View} view */
function viewItem(view) {
	const n = view.key === 'alarms' ? alarms.value.filter((a) => !a.accepted).length : view.count;
	const loud = n > 0 && ALERTING.includes(view.key);
	return html`<li><a class="view" href=${hrefOf(view.key)} aria-current=${place.value.view === view.key ? 'page' : nothing}
		@click=${() => { drawer.value = false; }}><span>${word('view', view.key, clean(view.label))}</span>${n >= 0
		? html`<span class="view__count ${loud ? 'view__count--loud' : ''}">${n}<span class="visually-hidden"> ${count('view.count', n)}</span></span>` : nothing}</a></li>`;
}

/** What is said but not seen. */
export function speech() {
	return html`<p class="visually-hidden" role="status" aria-live="polite" id="heard">${heard.value}</p>`;
}
