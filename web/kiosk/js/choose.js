/* Pages of tiles: what their codes add to the draft, which rooms this home has, questions that
 * come between fault and payer.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { openDraft, saveDraft } from './draft.js';
import { isUrgent, nextPath, openQuestion, urgencyOf } from './flow.js';
import { all, catalogue, find, go, instead, page, pathOf, show } from './page.js';

/** @import { Draft } from "./types.js" */

const MOST = 8; /* rooms that fit without "more" */

/** A choice that changed takes what hung below it away. @param {Draft} draft @param {Partial<Draft>} choice */
function choose(draft, choice) {
	const order = /** @type {const} */ (['area', 'object', 'fault', 'suspect']);
	for (const [i, key] of order.entries()) {
		if (choice[key] === undefined || choice[key] === draft[key]) continue;
		draft[key] = choice[key];
		for (const below of order.slice(i + 1)) draft[below] = '';
		if (key !== 'suspect') Object.assign(draft, { questions: [], urgency: '', words: '' });
	}
}

/** The page's own codes into the draft. @param {Draft} draft */
export function recordPath(draft) {
	const { area, object, fault, suspect, source, kind } = page.data;
	choose(draft, { area, object, fault, suspect });
	if (source === 'people' || source === 'object') {
		if (draft.source !== source) Object.assign(draft, { source, kind: '', place: '' });
		if (kind && draft.kind !== kind) Object.assign(draft, { kind, placeText: '' });
	}
	draft.path = pathOf(location.href);
	saveDraft(draft);
}

/** Show which tile was chosen before. @param {string} code */
export function markChosen(code) {
	for (const tile of all('[data-tiles] [data-code]'))
		if (code && tile.dataset.code === code) tile.setAttribute('aria-current', 'true');
}

/** @param {Draft} draft */
export function startTiles(draft) {
	recordPath(draft);
	/** @type {Record<string, string>} */
	const chosen = { objects: draft.object, faults: draft.fault, suspects: draft.suspect, kinds: draft.kind, places: draft.place };
	markChosen(chosen[page.type] ?? '');
}

/** @param {Draft} draft */
export function startRooms(draft) {
	if (!draft.unit) return instead(draft.units.length > 1 ? 'woning/object/' : 'woning/');
	const { rooms, kind } = draft.unit;
	const has = (/** @type {HTMLElement|null} */ tile) => !rooms.length
		|| (tile?.dataset.common !== undefined && kind === 'dwelling') || rooms.includes(tile?.dataset.room ?? '');
	for (const tile of all('[data-tiles] [data-room]')) if (!has(tile)) tile.closest('li')?.remove();
	gatherRooms(has);
	markChosen(draft.area);
}

/** A home with few rooms shows them all at once, without "more". @param {(tile: HTMLElement|null) => boolean} has */
function gatherRooms(has) {
	const list = find('[data-tiles]');
	const more = find('.tile--more')?.closest('li');
	const kept = document.importNode(/** @type {HTMLTemplateElement} */ (find('template[data-rest]')).content, true);
	const rest = [...kept.children].filter((item) => has(find('[data-room]', item)));
	if (!list || !more || all('[data-tiles] [data-room]').length + rest.length > MOST) return;
	more.replaceWith(...rest);
}

/** Tiles outside carry the place. @param {Draft} draft */
export function startPlaces(draft) {
	startTiles(draft);
	for (const tile of all('[data-place]'))
		tile.addEventListener('click', () => {
			Object.assign(draft, { place: tile.dataset.place ?? '', placeText: '' });
			saveDraft(draft);
		});
}

/** Which pages an unknown kind outside leads to is a choice too. @param {Draft} draft */
export function startKinds(draft) {
	startTiles(draft);
	for (const tile of all('.tile--other'))
		tile.addEventListener('click', () => {
			draft.kind = '';
			saveDraft(draft);
		});
}

/** @param {Draft} draft */
export async function startPayer(draft) {
	recordPath(draft);
	draft.questions = all('[data-questions] [data-code]').map((link) => ({
		code: link.dataset.code ?? '',
		path: pathOf(/** @type {HTMLAnchorElement} */ (link).href),
	}));
	const asked = new Set(draft.questions.map((one) => one.code));
	for (const code of Object.keys(draft.answers)) if (!asked.has(code)) delete draft.answers[code];
	draft.urgency = '';
	saveDraft(draft);
	const open = openQuestion(draft);
	if (open) return instead(open);
	draft.urgency = urgencyOf(await catalogue(), draft);
	saveDraft(draft);
	show('[data-urgent]', isUrgent(draft));
	show('[data-subscription]', draft.subscription);
	find('[data-next]')?.addEventListener('click', (event) => {
		event.preventDefault();
		go(nextPath(draft));
	});
}

/** @param {Draft} draft */
export function startQuestion(draft) {
	const code = page.data.question ?? '';
	markChosen(draft.answers[code] ?? '');
	const back = find('[data-back]');
	if (back) /** @type {HTMLAnchorElement} */ (back).href = new URL(draft.path ? upOf(draft.path) : '', page.home).href;
	for (const tile of all('[data-tiles] a'))
		tile.addEventListener('click', (event) => {
			if (tile.classList.contains('tile--danger')) return;
			event.preventDefault();
			draft.answers[code] = tile.dataset.answer ?? tile.dataset.code ?? '';
			saveDraft(draft);
			go(openQuestion(draft) || draft.path || 'dagdelen/');
		});
}

/** @param {string} path @returns {string} the page above */
function upOf(path) {
	return path.replace(/[^/]+\/$/, '');
}

/** @param {"home"|"surroundings"} branch */
export function startEntry(branch) {
	const draft = openDraft(branch);
	markChosen(branch === 'surroundings' ? (draft.source === 'object' ? 'things' : draft.source) : '');
}
