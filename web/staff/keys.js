/* Single keys, as a table. They rest while somebody types, while a modifier is down, while the sheet
 * is open, and for good when switched off (WCAG 2.1.4); Tab and Enter always do everything.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { openScript } from './emergency.js';
import { findAddress } from './load.js';
import { hrefOf } from './router.js';
import { drawer, help, letter, notice, place, prefs, script, slip, views } from './state.js';

/** @param {number} step */
function move(step) {
	const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-row]')]);
	if (!rows.length) return;
	const here = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
	const marked = rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
	if (step < 0 && here === 0 && document.querySelector('#q')) return focusOn('#q');
	const from = here >= 0 ? here : marked;
	const next = from < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, from + step));
	rows[next]?.focus();
	rows[next]?.closest('li, tr')?.scrollIntoView({ block: 'nearest' });
}

function openRow() {
	const row = /** @type {HTMLElement|null} */ (document.activeElement);
	if (row?.matches('[data-row]')) row.click();
}

/** Choose the row in focus, or the open one, for an act on several. */
function pickRow() {
	const row = document.activeElement?.closest('.row') ?? document.querySelector('.row:has([data-row][aria-current="true"])');
	/** @type {HTMLElement|null} */ (row?.querySelector('.row__pick input') ?? null)?.click();
}

/** Back to the row we came from. */
function backToList() {
	const { view, item } = place.value;
	const row = /** @type {HTMLElement|null} */ (document.querySelector('[data-row][aria-current="true"]'));
	if (item && !matchMedia('(min-width: 60rem)').matches) location.hash = hrefOf(view);
	(row ?? document.getElementById('list-title'))?.focus();
}

/** @param {string} selector */
function focusOn(selector) {
	const field = /** @type {HTMLElement|null} */ (document.querySelector(selector));
	field?.focus();
	if (field instanceof HTMLInputElement) field.select();
}

/** @param {string} selector */
function press(selector) {
	/** @type {HTMLElement|null} */ (document.querySelector(selector))?.click();
}

/** A new report, about the address on screen if there is one. */
function goIntake() {
	const { page, item } = place.value;
	if (page === 'intake') return focusOn('#in-address');
	location.hash = hrefOf('intake', page === 'addresses' ? item : '');
}

/** @param {string} key */
function goView(key) {
	if (views.value.some((view) => view.key === key)) location.hash = hrefOf(key);
}

/** @type {{ name: string, keys: string[], show: string[], run: () => void }[]} */
export const KEYS = [
	{ name: 'next', keys: ['j', 'ArrowDown'], show: ['j'], run: () => move(1) },
	{ name: 'previous', keys: ['k', 'ArrowUp'], show: ['k'], run: () => move(-1) },
	{ name: 'open', keys: ['o'], show: ['o', 'Enter'], run: openRow },
	{ name: 'back', keys: ['u'], show: ['u'], run: backToList },
	{ name: 'search', keys: ['/'], show: ['/'], run: () => focusOn('#q') },
	{ name: 'call', keys: ['b'], show: ['b'], run: () => focusOn('[data-keys="b"], .call button') },
	{ name: 'note', keys: ['n'], show: ['n'], run: () => focusOn('#call-note') },
	{ name: 'alarm', keys: ['!'], show: ['!'], run: () => focusOn('.alarm__accept') },
	{ name: 'step', keys: ['a'], show: ['a'], run: () => press('[data-keys="a"]') },
	{ name: 'steps', keys: ['m'], show: ['m'], run: () => press('[data-keys="m"]') },
	{ name: 'pick', keys: ['x'], show: ['x'], run: pickRow },
	{ name: 'intake', keys: ['i'], show: ['i'], run: goIntake },
	{ name: 'addresses', keys: ['d'], show: ['d'], run: () => { location.hash = hrefOf('addresses'); } },
	{ name: 'mine', keys: ['0'], show: ['0'], run: () => goView('mine') },
	{ name: 'late', keys: ['1'], show: ['1'], run: () => goView('late') },
	{ name: 'new', keys: ['2'], show: ['2'], run: () => goView('new') },
	{ name: 'all', keys: ['3'], show: ['3'], run: () => goView('all') },
	{ name: 'emergency', keys: [], show: ['F9'], run: () => openScript() },
	{ name: 'help', keys: ['?'], show: ['?'], run: () => { help.value = true; } },
];

const TYPING = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';

/** @param {KeyboardEvent} event */
export function onKey(event) {
	const target = /** @type {HTMLElement} */ (event.target);
	if (event.key === 'F9') { /* no letter, so it works while typing and with single keys off */
		event.preventDefault();
		return openScript();
	}
	if (script.value.open) return;
	if (event.key === 'Escape') return escape(target);
	if (event.ctrlKey && event.key === 'Enter' && target.matches('.call textarea')) {
		return press('.call [value="reached"]');
	}
	if (!prefs.value.keys || help.value || slip.value || letter.value || event.ctrlKey || event.altKey || event.metaKey) return;
	if (target.matches('#q') && event.key === 'ArrowDown') {
		event.preventDefault();
		return move(1);
	}
	if (target.matches(TYPING) || (target.closest('.intake') && event.key.length === 1)) return; /* a form: letters are no orders */
	const arrows = event.key.startsWith('Arrow');
	if (arrows && !target.matches('[data-row]')) return;
	const row = KEYS.find((k) => k.keys.includes(event.key));
	if (!row) return;
	event.preventDefault();
	row.run();
}

/** Next caller: an empty field, from wherever the desk is. @param {HTMLElement} target */
function toSearch(target) {
	notice.value = null;
	if (target.matches('#q')) return findAddress('');
	if (place.value.item && !matchMedia('(min-width: 60rem)').matches) location.hash = hrefOf('addresses');
	focusOn('#q');
}

/** @param {HTMLElement} target */
function escape(target) {
	drawer.value = false;
	if (place.value.page === 'addresses' && !target.closest('.menu')) toSearch(target);
	else if (target.matches('#q')) target.blur();
	else if (notice.value) notice.value = null;
}
