/* Which page comes next: the first one whose answer is still missing. Changing an answer therefore
 * ends on the check page again by itself.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** @import { Draft } from "./types.js" */

const LEVELS = ['planned', 'normal', 'urgent', 'emergency'];

/** @param {string} phone @returns {boolean} ten Dutch digits, or an international number */
export function isPhone(phone) {
	const bare = phone.replace(/[\s().-]/g, '');
	return /^0[1-9]\d{8}$/.test(bare) || /^(\+|00)[1-9]\d{7,13}$/.test(bare);
}

/** @param {string} mail @returns {boolean} */
export function isMail(mail) {
	return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(mail.trim());
}

/** @param {Draft} draft */
export function isUrgent(draft) {
	return draft.urgency === 'urgent' || draft.urgency === 'emergency';
}

/** @param {any} doc catalogue @param {Draft} draft @returns {any} the fault chosen, or undefined */
export function faultOf(doc, draft) {
	if (draft.branch === 'surroundings') {
		const kinds = draft.source === 'people' ? doc.people : doc.things;
		return kinds.find((/** @type {any} */ kind) => kind.code === draft.kind);
	}
	const area = doc.areas.find((/** @type {any} */ one) => one.code === draft.area);
	const object = area?.objects.find((/** @type {any} */ one) => one.code === draft.object);
	return object?.faults.find((/** @type {any} */ one) => one.code === draft.fault);
}

/** The highest of the fault's own urgency and those of the answers. @param {any} doc @param {Draft} draft */
export function urgencyOf(doc, draft) {
	const fault = faultOf(doc, draft);
	let level = fault ? Math.max(LEVELS.indexOf(fault.urgency), 0) : LEVELS.indexOf('normal');
	for (const code of fault?.questions ?? []) {
		const question = doc.questions.find((/** @type {any} */ one) => one.code === code);
		const answer = question?.answers.find((/** @type {any} */ one) => one.code === draft.answers[code]);
		if (answer?.urgency) level = Math.max(level, LEVELS.indexOf(answer.urgency));
	}
	return LEVELS[level];
}

/** @param {Draft} draft @returns {string} path of a question still open, or "" */
export function openQuestion(draft) {
	return draft.questions.find((one) => !draft.answers[one.code])?.path ?? '';
}

/** What a question or complaint about energy still lacks words for: it named no symptom. @param {Draft} draft */
export function needsWords(draft) {
	return draft.ask !== '' && draft.fault === '';
}

/** Energy hangs on the home, not on its parking place. @template {{ kind: string }} T @param {Draft} draft @param {T[]} units @returns {T[]} */
export function unitsFor(draft, units) {
	const homes = units.filter((unit) => unit.kind === 'dwelling');
	return draft.ask && homes.length ? homes : units;
}

/** @typedef {[done: boolean, path: string, asked?: boolean]} Step is it answered, where, and is it asked at all */

/** @param {Draft} draft @returns {Step} */
function unitStep(draft) {
	return [draft.unit !== null, draft.units.length > 1 ? 'woning/object/' : 'woning/'];
}

/** @param {Draft} draft @returns {Step[]} */
function energySteps(draft) {
	return [
		unitStep(draft),
		[draft.object !== '' || draft.other, 'energie/over/'],
		[draft.fault !== '' || draft.other, draft.path, draft.object !== ''],
		[draft.again !== '', 'energie/eerder/'],
		[draft.again === 'no' || draft.trouble !== '', 'energie/moeite/', draft.again !== 'no'],
		[draft.through, 'energie/partij/'],
		[needsWords(draft) ? draft.words.trim() !== '' : draft.wordsAsked, 'energie/woorden/'],
	];
}

/** @param {Draft} draft @returns {Step[]} */
function outsideSteps(draft) {
	const own = draft.placeText.trim() !== '';
	return [
		[draft.source !== '', 'omgeving/'],
		[draft.kind !== '' || own, draft.source === 'people' ? 'omgeving/mensen/' : 'omgeving/dingen/'],
		[draft.place !== '' || own, draft.path || 'omgeving/plek/'],
		[draft.wordsAsked, 'omgeving/woorden/'],
	];
}

/** @param {Draft} draft @returns {Step[]} */
function repairSteps(draft) {
	return [
		unitStep(draft),
		[draft.area !== '', 'woning/ruimte/'],
		[draft.fault !== '' || draft.words.trim() !== '', draft.path || 'woning/ruimte/'],
		[openQuestion(draft) === '', openQuestion(draft), openQuestion(draft) !== ''],
		[draft.slots.length > 0 || draft.call || isUrgent(draft), 'dagdelen/', !isUrgent(draft)],
	];
}

/** @param {Draft} draft @returns {Step[]} */
function subjectSteps(draft) {
	if (draft.branch === 'surroundings') return outsideSteps(draft);
	return draft.ask ? energySteps(draft) : repairSteps(draft);
}

/** @param {Draft} draft @returns {Step[]} */
function steps(draft) {
	const urgent = isUrgent(draft);
	const phone = urgent || draft.via === 'phone';
	return [
		...subjectSteps(draft),
		[draft.name.trim() !== '', 'contact/naam/'],
		[urgent || draft.via !== '', 'contact/via/', !urgent],
		[!phone || isPhone(draft.phone), 'contact/telefoon/', urgent || draft.via !== 'mail'],
		[phone || isMail(draft.mail), 'contact/mail/', !phone],
	];
}

/** @param {Draft} draft @returns {string} path of the next page, the check page when nothing is missing */
export function nextPath(draft) {
	return steps(draft).find(([done]) => !done)?.[1] ?? 'controle/';
}

/** @param {Draft} draft @param {string} path @returns {string} the step asked before this one */
export function previousPath(draft, path) {
	const order = steps(draft);
	const mine = path === 'controle/' ? order.length : order.findIndex(([, where]) => where === path);
	if (mine < 0) return nextPath(draft);
	for (let i = mine - 1; i >= 0; i--) {
		const [, where, asked = true] = order[i];
		if (asked && where) return where;
	}
	return draft.ask ? 'energie/' : draft.path;
}

/** R5: was somebody told already, whom, and why does the tenant come back? @param {Draft} draft */
function toldBefore(draft) {
	if (!draft.ask || draft.again === 'no') return { first_contact: true };
	const party = draft.again === 'us' ? 'corporation' : draft.party || null;
	return { first_contact: false, before: { party, reason: draft.trouble } };
}

/** The draft as the report the API takes. @param {Draft} draft @param {string} lang @param {string} version @param {string} channel */
export function reportOf(draft, lang, version, channel) {
	const home = draft.branch === 'home';
	const urgent = isUrgent(draft);
	const own = draft.words.trim() || (draft.kind ? '' : draft.placeText.trim());
	return {
		schema: 1,
		id: draft.id,
		catalogue: version,
		channel,
		lang,
		actor: { kind: draft.actor, ref: draft.actor === 'tenant' ? draft.number : null },
		branch: home && draft.energy ? 'energy' : draft.branch,
		kind: draft.ask ? draft.ask : home ? 'repair' : draft.source === 'people' ? 'nuisance' : 'area',
		unit: draft.unit?.key ?? null,
		place: home ? null : { code: draft.place || null, text: draft.placeText.trim() || null },
		cause: home ? null : draft.source,
		room: (home && draft.area) || null,
		object: (home && draft.object) || null,
		fault: (home ? draft.fault : draft.kind) || null,
		words: own || null,
		suspect: !home || draft.ask || !draft.fault ? null : draft.suspect === 'WEET-NIET' || !draft.suspect ? 'unknown'
			: { code: draft.suspect },
		answers: draft.answers,
		when: { slots: urgent ? [] : draft.slots, call: home && !draft.ask && (draft.call || urgent) },
		contact: {
			name: draft.name.trim(),
			phone: draft.phone.trim() || null,
			mail: draft.mail.trim() || null,
			via: urgent ? 'phone' : draft.via || 'phone',
		},
		...toldBefore(draft),
		t: Date.now(),
	};
}
