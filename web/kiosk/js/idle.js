/* A shared screen forgets: after a rest a warning with time to react, then everything is wiped. On
 * the start page the rest brings the attract screen.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { leaveSession } from './api.js';
import { dropEverything } from './draft.js';
import { all, fill, find, page } from './page.js';

/** Seconds of rest before the warning, and seconds to answer it; per channel. */
const PATIENCE = {
	kiosk: { rest: 75, warn: 30 },
	web: { rest: 900, warn: 60 },
	phone: { rest: 0, warn: 0 },
	tablet: { rest: 0, warn: 0 },
};
const ATTRACT = 60; /* seconds of rest on the start page */
const WANDER = 12_000; /* ms between two places of the attract card */

/** Wipe this person's traces and go to the first language's start. */
export function leave() {
	leaveSession();
	dropEverything();
	const first = /** @type {HTMLElement|null} */ (find('.langs__link'))?.dataset.lang ?? page.lang;
	location.replace(new URL(`${first}/`, page.root));
}

/** Links that stop wipe before they go. */
export function startStop() {
	for (const link of all('[data-stop]'))
		link.addEventListener('click', (event) => {
			event.preventDefault();
			leave();
		});
}

/** @param {keyof typeof PATIENCE} channel @param {number} [times] how much longer this page may rest */
export function startIdle(channel, times = 1) {
	const { rest, warn } = PATIENCE[channel] ?? PATIENCE.kiosk;
	const dialog = /** @type {HTMLDialogElement|null} */ (find('#idle'));
	if (!rest || !dialog) return;
	let quiet = 0;
	let left = 0;
	const awake = () => {
		quiet = 0;
		if (dialog.open) dialog.close();
	};
	for (const kind of ['pointerdown', 'keydown', 'input', 'scroll'])
		addEventListener(kind, () => dialog.open || awake(), { capture: true, passive: true });
	find('[data-idle-stay]')?.addEventListener('click', awake);
	find('[data-idle-stop]')?.addEventListener('click', leave);
	dialog.addEventListener('cancel', awake);
	const timer = setInterval(() => {
		quiet += 1;
		if (!dialog.open && quiet >= rest * times) {
			left = warn;
			dialog.showModal();
			find('[data-idle-stay]')?.focus();
		} else if (dialog.open) left -= 1;
		fill('[data-idle-left]', String(left));
		if (!dialog.open || left > 0) return;
		clearInterval(timer);
		leave();
	}, 1000);
}

/** The start page at rest. @param {string} channel */
export function startAttract(channel) {
	const screen = find('#attract');
	if (channel !== 'kiosk' || !screen) return;
	let quiet = 0;
	let spot = 0;
	const wake = () => {
		quiet = 0;
		screen.hidden = true;
	};
	addEventListener('pointerdown', (event) => {
		if (!screen.hidden) event.preventDefault();
	}, { capture: true });
	addEventListener('click', (event) => {
		if (screen.hidden) return void (quiet = 0);
		event.preventDefault();
		event.stopPropagation();
		wake();
	}, { capture: true });
	addEventListener('keydown', wake, { capture: true });
	setInterval(() => {
		quiet += 1;
		if (quiet === ATTRACT) screen.hidden = false;
	}, 1000);
	setInterval(() => {
		spot = (spot + 1) % 4;
		screen.dataset.spot = String(spot);
	}, WANDER);
}
