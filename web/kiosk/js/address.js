/* Guest: street, then house number, then the addresses found; and the choice among what is rented.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { ask } from './api.js';
import { saveDraft } from './draft.js';
import { field, hideProblem, markField, showProblem } from './fields.js';
import { nextPath, unitsFor } from './flow.js';
import { fill, find, go, row, show } from './page.js';

/** @import { Draft, Unit } from "./types.js" */

/** @typedef {Unit & { units?: Unit[] }} Found */

const STREETS = 4; /* suggestions below the field */

/** @param {Draft} draft */
export function startAddress(draft) {
	const street = field('#straat');
	const house = field('#huisnummer');
	street.value = draft.street;
	house.value = draft.house;
	street.addEventListener('input', () => {
		keep(draft, 'street', street);
		suggest(draft);
	});
	house.addEventListener('input', () => {
		keep(draft, 'house', house);
		clearFound();
	});
	addEventListener('hashchange', () => showStep(draft));
	find('[data-back]')?.addEventListener('click', (event) => {
		if (location.hash !== '#nummer') return;
		event.preventDefault();
		location.hash = '';
	});
	find('[data-form]')?.addEventListener('submit', (event) => {
		event.preventDefault();
		if (location.hash !== '#nummer') return street.value.trim().length < 2 ? markField(street, true) : toNumber();
		if (!/^\d/.test(house.value.trim())) return markField(house, true);
		search(draft);
	});
	showStep(draft);
}

function toNumber() {
	location.hash = 'nummer';
}

/** @param {Draft} draft @param {"street"|"house"} key @param {HTMLInputElement} input */
function keep(draft, key, input) {
	draft[key] = input.value;
	markField(input, false);
	hideProblem();
	saveDraft(draft);
}

/** Streets this screen knows that begin so; one tap takes the street over. @param {Draft} draft */
async function suggest(draft) {
	const begin = draft.street.trim();
	const list = /** @type {HTMLElement} */ (find('[data-streets]'));
	const answer = begin.length < 1 ? null : await ask('GET', `dwellings?${new URLSearchParams({ street: begin })}`);
	if (begin !== draft.street.trim()) return;
	/** @type {string[]} */
	const streets = answer?.ok ? answer.data.streets ?? [] : [];
	list.replaceChildren(...streets.slice(0, STREETS).map((name) => {
		const item = row('template[data-row="street"]');
		fill('button', name, item);
		find('button', item)?.addEventListener('click', () => {
			draft.street = name;
			field('#straat').value = name;
			saveDraft(draft);
			toNumber();
		});
		return item;
	}));
}

/** @param {Draft} draft */
function showStep(draft) {
	const second = location.hash === '#nummer' && draft.street.trim() !== '';
	show('[data-step="street"]', !second);
	show('[data-step="number"]', second);
	fill('[data-fill="street"]', draft.street);
	if (!second) suggest(draft);
	clearFound();
	field(second ? '#huisnummer' : '#straat').focus();
}

function clearFound() {
	show('[data-found], [data-none]', false);
	show('[data-submit], [data-keyboard]', true);
	find('[data-found] [data-tiles]')?.replaceChildren();
}

/** @param {Draft} draft */
async function search(draft) {
	const query = new URLSearchParams({ street: draft.street.trim(), number: draft.house.trim() });
	const answer = await ask('GET', `dwellings?${query}`);
	if (!answer.ok) return showProblem(answer.problem ?? { code: 'internal' });
	/** @type {Found[]} */
	const found = answer.data.dwellings ?? [];
	show('[data-none]', found.length === 0);
	show('[data-found]', found.length > 0);
	show('[data-submit], [data-keyboard]', found.length === 0);
	const list = /** @type {HTMLElement} */ (find('[data-found] [data-tiles]'));
	list.replaceChildren(...found.map((one) => {
		const item = row('template[data-row="home"]');
		fill('.tile__label', one.label, item);
		find('button', item)?.addEventListener('click', () => choose(draft, one));
		return item;
	}));
	find('button', list)?.focus();
}

/** @param {Draft} draft @param {Found} found */
function choose(draft, found) {
	const { key, label, rooms } = found;
	const home = { key, kind: found.kind ?? 'dwelling', label, rooms: rooms ?? [] };
	draft.units = unitsFor(draft, [home, ...(found.units ?? []).filter((unit) => unit.key !== key)]);
	draft.through = false;
	draft.unit = draft.units.length === 1 ? home : null;
	saveDraft(draft);
	go(draft.unit ? nextPath(draft) : 'woning/object/');
}

/** Which rented object; skipped when there is one. @param {Draft} draft */
export function startUnits(draft) {
	const list = /** @type {HTMLElement} */ (find('[data-tiles]'));
	list.replaceChildren(...draft.units.map((unit) => {
		const item = row(`template[data-row="${unit.kind}"]`);
		fill('.tile__more', unit.label, item);
		const tile = /** @type {HTMLElement} */ (find('button', item));
		if (draft.unit?.key === unit.key) tile.setAttribute('aria-current', 'true');
		tile.addEventListener('click', () => {
			if (draft.unit?.key !== unit.key && draft.unit && !draft.ask) draft.area = '';
			Object.assign(draft, { unit, through: false });
			saveDraft(draft);
			go(nextPath(draft));
		});
		return item;
	}));
}
