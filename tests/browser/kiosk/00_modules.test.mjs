/* The kiosk's modules that need no screen, and what the bundles may weigh.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { addDays, dayName, easter, isHoliday, isWorkingDay, today, workingDays } from '../../../web/kiosk/js/calendar.js';
import { makeId } from '../../../web/kiosk/js/draft.js';
import { isMail, isPhone, nextPath, previousPath, reportOf, unitsFor, urgencyOf } from '../../../web/kiosk/js/flow.js';
import { stepsOf } from '../../../web/kiosk/js/promises.js';
import { check } from './lobby.mjs';

const dist = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

function draft(changes) {
	return {
		id: makeId(), branch: 'home', energy: false, actor: 'guest', number: '', street: '', house: '', units: [], unit: null,
		subscription: false, path: '', area: '', object: '', fault: '', suspect: '', questions: [], answers: {}, urgency: '',
		words: '', wordsAsked: false, source: '', kind: '', place: '', placeText: '', ask: '', other: false, again: '', trouble: '', party: '',
		through: false, slots: [], call: false, name: '', via: '',
		phone: '', mail: '', ...changes,
	};
}

check('[R39] working days leave out weekends and Dutch holidays', async () => {
	assert.deepEqual([easter(2026), easter(2027), easter(2038)], ['2026-04-05', '2027-03-28', '2038-04-25']);
	for (const day of ['2027-01-01', '2027-03-29', '2027-04-27', '2027-05-06', '2027-05-17', '2026-12-25'])
		assert.ok(isHoliday(day), day);
	assert.ok(isHoliday('2025-04-26'), "King's Day moves when it falls on a Sunday");
	assert.equal(isHoliday('2025-04-27'), false);
	assert.deepEqual(workingDays('2026-12-23', 3), ['2026-12-24', '2026-12-28', '2026-12-29']);
	assert.equal(isWorkingDay('2026-11-28'), false);
	assert.equal(addDays('2026-02-28', 1), '2026-03-01');
	assert.equal(dayName('2026-11-30', 'nl'), 'Maandag 30 nov');
});

check('[R39 R60] today is the day in Amsterdam, whatever the clock of the machine says', async () => {
	assert.equal(today(Date.parse('2026-11-21T23:30:00Z')), '2026-11-22');
	assert.equal(today(Date.parse('2026-07-01T22:30:00Z')), '2026-07-02');
	assert.equal(today(Date.parse('2026-07-01T21:30:00Z')), '2026-07-01');
});

check('[R1 R41 R42 R54] the receipt dates what this corporation promises, and nothing of its own', async () => {
	const words = Object.fromEntries(['now', 'confirm_phone', 'confirm_mail', 'confirm_urgent', 'fitter', 'fitter_urgent', 'planned', 'outside', 'energy']
		.map((key) => [`receipt.${key}`, key]));
	const promises = { confirm_days: 1, fitter_days: 3, planned_days: 20, outside_days: 4, urgent_hours: 6 };
	const t = Date.parse('2026-11-26T13:05:00Z'); /* a Thursday, 14:05 in Amsterdam */
	const steps = (/** @type {object} */ changes) =>
		stepsOf({ receipt: '', follow: null, urgency: 'normal', t, via: 'phone', fitter: true, ...changes }, promises, words, 'nl').map((step) => step.join(' '));
	const now = 'Do 26 nov 14:05 now';
	assert.deepEqual(steps({}), [now, 'Vr 27 nov confirm_phone', 'Di 1 dec fitter']);
	assert.deepEqual(steps({ via: 'mail', urgency: 'planned' }), [now, 'Vr 27 nov confirm_mail', 'Do 24 dec planned']);
	assert.deepEqual(steps({ fitter: false }), [now, 'Vr 27 nov confirm_phone', 'Wo 2 dec outside']);
	assert.deepEqual(steps({ fitter: false, energy: true }), [now, 'Vr 27 nov confirm_phone', 'Wo 2 dec energy']);
	assert.deepEqual(steps({ urgency: 'urgent' }), [now, 'Do 26 nov 20:05 confirm_urgent', 'Do 26 nov fitter_urgent']);
	assert.deepEqual(stepsOf({ receipt: '', follow: null, urgency: 'normal', t, via: 'phone', fitter: true }, undefined, words, 'nl').length, 1);
});

check('[R40] an id is a UUIDv7 of its moment', async () => {
	const id = makeId(0x0198c0de1234);
	assert.match(id, /^0198c0de-1234-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	assert.notEqual(makeId(1), makeId(1));
});

check('[R41] telephone numbers and addresses are judged kindly', async () => {
	for (const good of ['0612345678', '06 12 34 56 78', '010-1234567', '+31612345678', '0031 10 123 45 67', '+48 22 123 45 67'])
		assert.ok(isPhone(good), good);
	for (const bad of ['', '12', '061234567', '06123456789', '112', 'bel mij']) assert.equal(isPhone(bad), false, bad);
	assert.ok(isMail(' a.b@voorbeeld.nl '));
	for (const bad of ['a@b', 'a b@c.nl', '@c.nl', 'a@c.']) assert.equal(isMail(bad), false, bad);
});

check('[R42 R43] the highest urgency of fault and answers counts; urgent skips days and asks a phone', async () => {
	const doc = {
		areas: [{ code: 'BAD', objects: [{ code: 'K', faults: [{ code: 'LEK', urgency: 'normal', questions: ['Q'] }] }] }],
		questions: [{ code: 'Q', answers: [{ code: 'JA', urgency: 'urgent' }, { code: 'NEE', urgency: null }] }],
	};
	const one = draft({ area: 'BAD', object: 'K', fault: 'LEK', unit: { key: 'x' }, answers: { Q: 'JA' }, name: 'A', via: 'mail', mail: 'a@b.nl' });
	assert.equal(urgencyOf(doc, one), 'urgent');
	assert.equal(urgencyOf(doc, { ...one, answers: { Q: 'NEE' } }), 'normal');
	one.urgency = 'urgent';
	assert.equal(nextPath(one), 'contact/telefoon/');
	one.phone = '0612345678';
	assert.equal(nextPath(one), 'controle/');
	const report = reportOf(one, 'nl', '2026.1', 'kiosk');
	assert.deepEqual([report.contact.via, report.when.call, report.when.slots.length], ['phone', true, 0]);
});

check('[R40] the next page is the first answer that is missing; Back goes the same road', async () => {
	const one = draft({ branch: 'surroundings' });
	const road = [];
	const answers = [
		{ source: 'people' }, { kind: 'GEL', path: 'omgeving/mensen/geluid/' }, { place: 'PORTIEK' }, { wordsAsked: true }, { name: 'A. de Vries' },
		{ via: 'phone' }, { phone: '0612345678' },
	];
	for (const answer of answers) {
		road.push(nextPath(one));
		Object.assign(one, answer);
	}
	assert.equal(nextPath(one), 'controle/');
	assert.deepEqual(road, ['omgeving/', 'omgeving/mensen/', 'omgeving/mensen/geluid/', 'omgeving/woorden/', 'contact/naam/',
		'contact/via/', 'contact/telefoon/']);
	assert.equal(previousPath(one, 'controle/'), 'contact/telefoon/');
	assert.equal(previousPath(one, 'contact/naam/'), 'omgeving/woorden/');
});

check('[R4 R5 R40] a question about energy asks its own things, and a return contact says whom and why', async () => {
	const one = draft({ energy: true, ask: 'question' });
	const road = [];
	const answers = [
		{ units: [{ key: 'N-1', kind: 'dwelling' }], unit: { key: 'N-1', kind: 'dwelling' } }, { area: 'TRI', object: 'MONITORING', path: 'energie/over/x/' },
		{ fault: 'GEEN-DATA' }, { again: 'party', party: 'meet' }, { trouble: 'dissatisfied' }, { through: true }, { wordsAsked: true }, { name: 'A. de Vries' },
		{ via: 'phone' }, { phone: '0612345678' },
	];
	for (const answer of answers) {
		road.push(nextPath(one));
		Object.assign(one, answer);
	}
	assert.deepEqual(road, ['woning/', 'energie/over/', 'energie/over/x/', 'energie/eerder/', 'energie/moeite/', 'energie/partij/', 'energie/woorden/',
		'contact/naam/', 'contact/via/', 'contact/telefoon/']);
	assert.equal(nextPath(one), 'controle/');
	assert.equal(previousPath(one, 'energie/partij/'), 'energie/moeite/');
	assert.equal(previousPath({ ...one, again: 'no' }, 'energie/partij/'), 'energie/eerder/');
	const again = reportOf(one, 'nl', '2026.1', 'kiosk');
	assert.deepEqual([again.branch, again.kind, again.first_contact, again.before, again.suspect],
		['energy', 'question', false, { party: 'meet', reason: 'dissatisfied' }, null]);
	const first = reportOf({ ...one, ask: 'complaint', again: 'no' }, 'nl', '2026.1', 'kiosk');
	assert.deepEqual([first.kind, first.first_contact, first.before], ['complaint', true, undefined]);
	assert.equal(reportOf({ ...one, again: 'us' }, 'nl', '2026.1', 'kiosk').before.party, 'corporation');
});

check('[R40 R36] what is not in the list needs words, and a parking place has no meters', async () => {
	const one = draft({ energy: true, ask: 'complaint', unit: { key: 'x' }, other: true, again: 'no', through: true, wordsAsked: true });
	assert.equal(nextPath(one), 'energie/woorden/');
	assert.equal(nextPath({ ...one, words: 'te duur' }), 'contact/naam/');
	const units = [{ key: 'a', kind: 'dwelling' }, { key: 'b', kind: 'parking' }];
	assert.deepEqual(unitsFor(one, units), [units[0]]);
	assert.deepEqual(unitsFor(draft({}), units), units);
});

check('[R26] what a kiosk page loads stays within its budget', async () => {
	const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
	const weight = (/** @type {string} */ name) => gzipSync(readFileSync(join(dist, manifest[name])), { level: 9 }).length;
	assert.ok(weight('kiosk.js') <= 15_000, `kiosk.js ${weight('kiosk.js')}`);
	assert.ok(weight('early.js') <= 700, `early.js ${weight('early.js')}: it holds up drawing`);
	assert.ok(weight('keyboard.js') <= 36_000, `keyboard.js ${weight('keyboard.js')}`);
	assert.ok(weight('kiosk.css') <= 36_000, `kiosk.css ${weight('kiosk.css')}`);
});

check('[R67 R68] both languages say everything, in short sentences', async () => {
	const words = (/** @type {string} */ lang) => JSON.parse(
		readFileSync(fileURLToPath(new URL(`../../../web/kiosk/messages.${lang}.json`, import.meta.url)), 'utf8'));
	const [nl, en] = [words('nl'), words('en')];
	assert.deepEqual(Object.keys(en).sort(), Object.keys(nl).sort());
	for (const [lang, list] of [['nl', nl], ['en', en]])
		for (const [key, text] of Object.entries(list))
			for (const sentence of String(text).split(/[.?!;]\s/)) {
				const most = key.endsWith('.question') ? 8 : 12;
				assert.ok(sentence.split(/\s+/).length <= most, `${lang} ${key}: ${sentence}`);
			}
});
