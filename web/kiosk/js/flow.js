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

/** @param {Draft} draft @returns {[boolean, string][]} is it answered, and where it is asked */
function subjectSteps(draft) {
	if (draft.branch === 'surroundings') {
		const own = draft.placeText.trim() !== '';
		return [
			[draft.source !== '', 'omgeving/'],
			[draft.kind !== '' || own, draft.source === 'people' ? 'omgeving/mensen/' : 'omgeving/dingen/'],
			[draft.place !== '' || own, draft.path || 'omgeving/plek/'],
			[draft.wordsAsked, 'omgeving/woorden/'],
		];
	}
	return [
		[draft.unit !== null, draft.units.length > 1 ? 'woning/object/' : 'woning/'],
		[draft.area !== '', 'woning/ruimte/'],
		[draft.fault !== '' || draft.words.trim() !== '', draft.path || 'woning/ruimte/'],
		[openQuestion(draft) === '', openQuestion(draft)],
		[draft.slots.length > 0 || draft.call || isUrgent(draft), 'dagdelen/'],
	];
}

/** @param {Draft} draft @returns {[boolean, string][]} */
function steps(draft) {
	const phone = isUrgent(draft) || draft.via === 'phone';
	return [
		...subjectSteps(draft),
		[draft.name.trim() !== '', 'contact/naam/'],
		[isUrgent(draft) || draft.via !== '', 'contact/via/'],
		[!phone || isPhone(draft.phone), 'contact/telefoon/'],
		[phone || isMail(draft.mail), 'contact/mail/'],
	];
}

/** @param {Draft} draft @returns {string} path of the next page, the check page when nothing is missing */
export function nextPath(draft) {
	return steps(draft).find(([done]) => !done)?.[1] ?? 'controle/';
}

/** @param {Draft} draft @param {string} path @returns {string} the step asked before this one */
export function previousPath(draft, path) {
	const order = steps(draft).map(([, where]) => where);
	const mine = path === 'controle/' ? order.length : order.indexOf(path);
	if (mine < 0) return nextPath(draft);
	for (let i = mine - 1; i >= 0; i--) {
		if (order[i] === 'contact/mail/' && (isUrgent(draft) || draft.via === 'phone')) continue;
		if (order[i] === 'contact/telefoon/' && !isUrgent(draft) && draft.via === 'mail') continue;
		if (order[i] === 'contact/via/' && isUrgent(draft)) continue;
		if (order[i] === 'dagdelen/' && isUrgent(draft)) continue;
		if (order[i]) return order[i];
	}
	return draft.path;
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
		kind: home ? 'repair' : draft.source === 'people' ? 'nuisance' : 'area',
		unit: draft.unit?.key ?? null,
		place: home ? null : { code: draft.place || null, text: draft.placeText.trim() || null },
		cause: home ? null : draft.source,
		room: home ? draft.area : null,
		object: (home && draft.object) || null,
		fault: (home ? draft.fault : draft.kind) || null,
		words: own || null,
		suspect: !home || !draft.fault ? null : draft.suspect === 'WEET-NIET' || !draft.suspect ? 'unknown'
			: { code: draft.suspect },
		answers: draft.answers,
		when: { slots: urgent ? [] : draft.slots, call: home && (draft.call || urgent) },
		contact: {
			name: draft.name.trim(),
			phone: draft.phone.trim() || null,
			mail: draft.mail.trim() || null,
			via: urgent ? 'phone' : draft.via || 'phone',
		},
		first_contact: true,
		t: Date.now(),
	};
}
