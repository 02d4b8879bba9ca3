/* Choices so far, on pages whose address does not carry them.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { catalogue, find, linkTo, messages, page, textOf } from './page.js';

/** @import { Draft } from "./types.js" */

/** Pages of the energy door, and those it shares, whose chips the answers decide. */
const ENERGY = ['who', 'number', 'code', 'address', 'units', 'topics', 'before', 'trouble', 'party', 'self', 'energy_words',
	'name', 'phone', 'mail', 'via'];
const WITH = ['days', 'name', 'phone', 'mail', 'via', 'question', 'outside_words'];

/** @param {Draft} draft */
export async function startChips(draft) {
	const list = find('[data-fill="chips"]');
	if (!list || !(draft.ask ? ENERGY : WITH).includes(page.type)) return;
	const [words, doc] = await Promise.all([messages(), catalogue()]);
	const chips = draft.ask ? energyChips(draft, doc, words) : draft.branch === 'home' ? homeChips(draft, doc, words) : outsideChips(draft, doc, words);
	list.replaceChildren(...chips.map(([label, path]) => {
		const item = document.createElement('li');
		const link = document.createElement('a');
		link.className = 'chip';
		link.href = linkTo(path);
		link.textContent = label;
		item.append(link);
		return item;
	}));
}

/** @param {Draft} draft @param {any} doc @param {Record<string, string>} words @returns {[string, string][]} */
function homeChips(draft, doc, words) {
	const parts = draft.path.split('/');
	/** @type {[string, string][]} */
	const chips = [[words['crumb.home'], 'woning/']];
	if (draft.area) chips.push([textOf(doc, `home.${draft.area}`), 'woning/ruimte/']);
	if (draft.object) chips.push([textOf(doc, `home.${draft.area}.${draft.object}`), `${parts.slice(0, 2).join('/')}/`]);
	if (draft.fault)
		chips.push([textOf(doc, `home.${draft.area}.${draft.object}.${draft.fault}`), `${parts.slice(0, 3).join('/')}/`]);
	return chips;
}

/** @param {Draft} draft @param {any} doc @param {Record<string, string>} words @returns {[string, string][]} */
function outsideChips(draft, doc, words) {
	/** @type {[string, string][]} */
	const chips = [[words['crumb.outside'], 'omgeving/']];
	const folder = draft.source === 'people' ? 'omgeving/mensen/' : 'omgeving/dingen/';
	const group = draft.source === 'people' ? 'people' : 'thing';
	if (draft.kind) chips.push([textOf(doc, `${group}.${draft.kind}`), folder]);
	if (draft.place) chips.push([textOf(doc, `place.${draft.place}`), draft.path]);
	return chips;
}

/** @param {Draft} draft @param {any} doc @param {Record<string, string>} words @returns {[string, string][]} */
function energyChips(draft, doc, words) {
	const name = `home.${draft.area}.${draft.object}`;
	/** @type {[string, string][]} */
	const chips = [[words['crumb.energy'], 'energie/']];
	if (draft.object) chips.push([textOf(doc, name), 'energie/over/']);
	if (draft.fault) chips.push([textOf(doc, `${name}.${draft.fault}`), draft.path]);
	return chips;
}
