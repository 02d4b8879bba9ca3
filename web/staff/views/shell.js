/* The frame: skip links, top bar with the state of the line, alarm banner.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { acceptAlarm } from '../acts.js';
import { ago, clean, hour } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { logOut } from '../session.js';
import { sound } from '../sound.js';
import * as s from '../state.js';
import { count, say, word } from '../words.js';
import { emergencyButton } from './emergency.js';
import { mark } from './login.js';
import { at, button, maybe, own, quiet, tick } from './parts.js';

/** @typedef {{ live: import('../live.js').Live }} Wires */

/** @param {string} id */
const focusOn = (id) => (/** @type {Event} */ event) => {
	event.preventDefault();
	document.getElementById(id)?.focus();
};

export function skipLinks() {
	const toCase = () => html`<a class="utrecht-skip-link" href="#case" @click=${focusOn('case-title')}>${say('skip.case')}</a>`;
	return html`<nav class="skips" aria-label=${say('skip.title')}>
		<a class="utrecht-skip-link skip--list" href="#list" @click=${focusOn('list-title')}>${say('skip.list')}</a>
		${maybe(s.place.value.item, toCase)}</nav>`;
}

/** @param {Wires} wires */
export function topBar(wires) {
	const open = s.drawer.value;
	return html`<header class="top">
		<button type="button" class="utrecht-button utrecht-button--subtle top__menu" aria-controls="views"
			aria-expanded=${open ? 'true' : 'false'} @click=${() => { s.drawer.value = !open; }}>${icon('menu')}<span
			class="top__label">${say('views.title')}</span></button>
		<h1 class="brand top__brand">${mark()}<span>${clean(s.corporation.value) || say('app')}</span></h1>
		${lineState(wires)}
		<div class="top__end">
			${emergencyButton()}
			<a class="utrecht-button utrecht-button--primary-action" href=${hrefOf('intake')} data-keys="i">${icon('phone')}<span>${say('intake')}</span></a>
			${ownMenu()}
		</div>
	</header>`;
}

/** Who is logged in, their settings, the way out. */
function ownMenu() {
	const who = s.me.value || { name: '', role: '' };
	const { keys, sound: loud } = s.prefs.value;
	return html`<details class="menu" @keydown=${closeOnEscape}>
		<summary class="utrecht-button utrecht-button--subtle" title=${clean(who.name)}>${icon('user')}<span
			class="top__name">${own(who.name)}</span></summary>
		<div class="menu__body">
			<p class="menu__who">${own(who.name)}<br>${quiet(word('role', who.role, clean(who.role)))}</p>
			${tick(say('keys.on'), keys, (on) => s.setPrefs({ keys: on }))}
			${tick(say('sound.on'), loud, (on) => s.setPrefs({ sound: on }))}
			${button('subtle', 'keyboard', say('keys.title'), () => { s.help.value = true; })}
			${button('subtle', 'user', say('password.change'), () => { s.changing.value = true; })}
			${button('subtle', 'logOut', say('logout'), () => void logOut())}
		</div></details>`;
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
	const { live, http, retryAt, stamp } = s.line.value;
	const dot = html`<span class="line__dot" aria-hidden="true"></span>`;
	if (live === 'on') return html`<p class="line line--on">${dot}${say('line.on')}</p>`;
	if (live === 'connecting') return html`<p class="line">${dot}${say('line.connecting')}</p>`;
	const clock = s.now.value; /* ticks every second while the line is off */
	const seen = hour(stamp || clock);
	const text = http ? say('line.poll', { at: seen }) : stamp ? say('line.off', { at: seen }) : say('line.never');
	const wait = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
	return html`<div class="line line--off" role="status">${icon('wifiOff')}<span>${text}
		<span class="line__wait" aria-hidden="true">${say('line.wait', { s: wait })}</span></span>
		${button('secondary-action', 'refresh', say('line.now'), () => wires.live.now())}</div>`;
}

/* ---- alarms ---- */

/** Red, on top of everything, until somebody takes it. */
export function alarmBanner() {
	const waiting = s.openAlarms.value;
	const more = waiting.length - 3;
	const silent = waiting.length > 0 && s.prefs.value.sound && !sound.ready.value;
	return html`<div class="alarms" role="alert" ?hidden=${waiting.length === 0}>${waiting.slice(0, 3).map(alarmLine)}
		${maybe(more > 0, () => html`<p class="alarm__more"><a href=${hrefOf('alarms')}>${count('alarm.more', more)}</a></p>`)}
		${maybe(silent, () => html`<p class="alarm__more">${
			button('subtle', 'volumeOff', say('sound.unlock'), () => sound.unlock())}</p>`)}
	</div>`;
}

/** @param {import('../types/office.js').Alarm} alarm */
function alarmLine(alarm) {
	const label = clean(alarm.label || alarm.sign);
	return html`<div class="alarm">${icon('siren', 'icon--large')}
		<p class="alarm__text"><strong>${say('alarm.title', { label })}</strong><span>${clean(alarm.place)}</span>
			<span>${at(alarm.captured)} (${ago(alarm.captured, s.now.value)})</span></p>
		<button type="button" class="utrecht-button alarm__accept" aria-disabled=${s.busy.value ? 'true' : nothing}
			@click=${() => acceptAlarm(alarm.id, label)}>${icon('check')}${say('alarm.accept')}</button>
	</div>`;
}

/** What is said but not seen. */
export function speech() {
	return html`<p class="visually-hidden" role="status" aria-live="polite" id="heard">${s.heard.value}</p>`;
}
