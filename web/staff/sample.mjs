/* Invented cases for the design tool: believable addresses, LEDO subjects, parties, languages, a few
 * hostile ones. Deterministic but for the clock it is given.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/* room, object, fault, urgency, party, foreign labels (tr) */
const FAULTS = [
	['Badkamer', 'Douchekraan', 'Lekt', 'normal', 'Loodgieter Van Vliet'],
	['Woonkamer', 'Plafond', 'Lekt', 'urgent', 'Bouwbedrijf Hendriks'],
	['Keuken', 'Afvoer', 'Loopt over', 'urgent', 'RRS Rioolservice'],
	['Toilet', 'Pot', 'Verstopt', 'urgent', 'RRS Rioolservice'],
	['Slaapkamer', 'Buitenwand', 'Schimmel', 'planned', 'Bouwbedrijf Hendriks'],
	['Hal', 'Voordeur', 'Slot is kapot', 'urgent', 'Sleutelservice Maas'],
	['Zolder', 'Warmtepomp', 'Geen warm water', 'urgent', 'Zonnewarm Energie'],
	['Woonkamer', 'Radiator', 'Wordt niet warm', 'normal', 'Installatie De Boer'],
	['Keuken', 'Kraan', 'Druppelt', 'normal', 'Loodgieter Van Vliet'],
	['Portiek', 'Lift', 'Staat stil', 'urgent', 'Liftservice Delta'],
	['Portiek', 'Verlichting', 'Brandt niet', 'normal', 'Complexbeheer'],
	['Hal', 'Groepenkast', 'Deel zonder stroom', 'urgent', 'Elektro Kaya'],
	['Badkamer', 'Ventilatie', 'Zuigt niet', 'planned', 'Zonnewarm Energie'],
	['Omgeving', 'Geluidsoverlast', 'Harde muziek', 'normal', 'Team Leefbaarheid'],
	['Omgeving', 'Vuilnis', 'Zakken naast de container', 'normal', 'Gemeente Rotterdam'],
	['Omgeving', 'Riool', 'Put ligt open', 'urgent', 'Gemeente Rotterdam'],
	['Berging', 'Deur', 'Klemt', 'normal', 'Bouwbedrijf Hendriks'],
	['Keuken', 'Keukenkast', 'Deurtje hangt los', 'normal', 'Bouwbedrijf Hendriks'],
];
const STREETS = ['Lindestraat', 'Meidoornhof', 'Elzenlaan', 'Kastanjeplein', 'Berkenpad'];
const NAMES = ['J. de Boer', 'Fatma Yıldız', 'Piotr Kowalski', 'أمينة الحسن', 'Mevr. A. van den Heuvel-Schrijvers', 'S. Jansen', 'Оксана Шевченко', 'R. Ramdin', 'K. Bakker', 'M. Ouali'];
const LANGS = ['nl', 'nl', 'tr', 'nl', 'ar', 'nl', 'nl', 'pl', 'nl', 'uk', 'nl', 'en'];
const OWNERS = ['Samira El Amrani', null, 'Joost Vermeer', null, null, 'Samira El Amrani', null, 'Wendy Tromp'];
const LETTERS = '23456789BCDFGHJKMNPQRTVWXYZ';

const FOREIGN = /** @type {Record<string, Record<string, string>>} */ ({
	tr: { Ruimte: 'Oturma odası', Object: 'Tavan', Gebrek: 'Sızdırıyor', words: 'Üst kattaki banyodan su geliyor. Kovayı günde üç kez boşaltıyoruz.' },
	ar: { Ruimte: 'غرفة المعيشة', Object: 'السقف', Gebrek: 'يتسرب منه الماء', words: 'الماء يقطر من السقف منذ مساء أمس. عندي طفل صغير في البيت.' },
	pl: { Ruimte: 'Kuchnia', Object: 'Odpływ', Gebrek: 'Przelewa się', words: 'Woda nie schodzi ze zlewu od dwóch dni.' },
	uk: { Ruimte: 'Ванна', Object: 'Кран', Gebrek: 'Протікає', words: 'Кран у душі не закривається до кінця.' },
	en: { Ruimte: 'Bathroom', Object: 'Shower tap', Gebrek: 'Leaks', words: 'The tap keeps running, I put a towel under it.' },
	nl: { words: 'Er hangt een grote natte plek boven de bank. Vannacht kwam er water uit. Ik heb er een emmer onder gezet.' },
});

/** @param {number} now */
export function makeWorld(now) {
	const world = {
		now, newest: 1000, sessions: new Set(), down: 0, slow: false,
		cases: /** @type {any[]} */ ([]), alarms: /** @type {any[]} */ ([]),
		quarantine: [
			{ n: 2, id: '0193a7c2-11aa-7000-8000-0a1b2c3d4e5f', code: 'unknown_catalogue', path: 'catalogue', label: 'Onbekende catalogus', device: 'd2', received: now - 5 * HOUR },
			{ n: 1, id: '0193a7c2-22bb-7000-8000-0a1b2c3d4e5f', code: 'bad_field', path: 'contact/phone', label: 'Een veld klopt niet', device: 'd1', received: now - 2 * DAY },
		],
		reception: [
			{ kind: 'parked', id: '0193a7c2-33cc-7000-8000-0a1b2c3d4e5f', parent: '0193a7c2-44dd-7000-8000-0a1b2c3d4e5f', place: 'Zuil Lindehof, Lindestraat 2', device: 'd1', number: 14, received: now - 9 * DAY, told: now - 2 * DAY },
			{ kind: 'quarantined', id: '0193a7c2-11aa-7000-8000-0a1b2c3d4e5f', code: 'unknown_catalogue', path: 'catalogue', label: 'Onbekende catalogus', place: 'Zuil Meidoornhof, portiek A', device: 'd2', number: 31, received: now - 5 * HOUR, told: 0 },
			{ kind: 'void', id: '0193a7c2-55ee-7000-8000-0a1b2c3d4e5f', code: 'lost', label: 'De zuil is het kwijt', place: 'Zuil Meidoornhof, portiek A', device: 'd2', number: 30, received: now - 6 * HOUR, told: 0 },
			{ kind: 'stray', id: '0193a7c2-66ff-7000-8000-0a1b2c3d4e5f', code: 'other_number', label: '', place: '', device: '', number: 3, received: now - 2 * DAY, told: 0 },
		],
		devices: [
			{ device: 'd1', kind: 'kiosk', label: 'Zuil Lindehof, Lindestraat 2', prefix: 'K7QD', state: 'active', last_contact: now - 40_000, pending: 0, dead: 0, oldest_s: 0, disk_free: 9e9, software: '0.1.0' },
			{ device: 'd2', kind: 'kiosk', label: 'Zuil Meidoornhof, portiek A', prefix: 'K8RT', state: 'active', last_contact: now - 3 * HOUR, pending: 4, dead: 1, oldest_s: 9800, disk_free: 4e8, software: '0.1.0' },
			{ device: 'd3', kind: 'kiosk', label: 'Zuil Kastanjeplein 40', prefix: 'K9XW', state: 'new', last_contact: 0, software: '' },
		],
		outgoing: () => world.cases.map((c) => ({ ...c.confirmation, nr: c.nr, receipt: c.receipt, subject: c.subject, name: c.contact.name, urgency: c.urgency })),
		calls: () => world.cases.filter((c) => c.confirmation.kind === 'call' && c.confirmation.state !== 'reached')
			.map((c) => ({ ...c.confirmation, nr: c.nr, receipt: c.receipt, subject: c.subject, name: c.contact.name, urgency: c.urgency, phone: c.contact.phone, lang: c.lang === 'nl' ? 'Nederlands' : 'Turks' }))
			.sort((a, b) => a.due - b.due),
		parties: ['Loodgieter Van Vliet', 'Bouwbedrijf Hendriks', 'RRS Rioolservice', 'Elektro Kaya', 'Afdeling wonen'].map((name, i) => ({ key: `P${i}`, name, kind: 'supplier', phone: '0101234567' })),
	};
	for (let i = 0; i < 60; i += 1) world.cases.unshift(makeCase(world, ++world.newest, { age: 90 - i * 1.5 }));
	hostile(world.cases[7]);
	return world;
}

/** @param {any} c */
function hostile(c) {
	c.contact.name = '<img src=x onerror="document.title=1">\u202egnahc ‮evil';
	c.words = `<script>alert(1)</script> ${'heellangwoord'.repeat(40)} \u202etxet desrever\u202c einde`;
	c.report.words = c.words;
	c.lang = 'nl';
	c.address.label = `${'Aaaaaaaaaa'.repeat(12)} 12<b>vet</b>`;
}

/** @param {any} world @param {number} nr @param {{ urgency?: string, age?: number }} wish */
export function makeCase(world, nr, wish) {
	const i = nr - 1000;
	const [room, object, fault, usual, usualParty] = /** @type {string[]} */ (FAULTS[(i * 7) % FAULTS.length]);
	const urgency = wish.urgency ?? (i === 51 ? 'emergency' : usual);
	const captured = Date.now() - (wish.age ?? 1) * HOUR;
	const due = captured + ({ emergency: 2, urgent: 24, normal: 10 * 24, planned: 42 * 24 }[urgency ?? 'normal'] ?? 240) * HOUR * (i % 9 === 0 ? 0.1 : 1);
	const lang = LANGS[i % LANGS.length] ?? 'nl';
	const foreign = FOREIGN[lang] ?? {};
	const party = i % 13 === 4 ? '' : usualParty;
	const name = NAMES[i % NAMES.length];
	const street = STREETS[i % STREETS.length];
	const receipt = `K7QD-${[3, 5, 7, 11, 13].map((k) => LETTERS[(i * k) % LETTERS.length]).join('')}-${i % 10}`;
	const call = urgency === 'urgent' || urgency === 'emergency' || i % 3 === 0;
	const confirmation = call
		? { id: nr, kind: 'call', why: 'confirmation', state: i % 4 === 3 ? 'reached' : i % 5 === 2 ? 'not_reached' : 'waiting', due: captured + 24 * HOUR, attempts: i % 5 === 2 ? 1 : 0, done: i % 4 === 3 ? captured + HOUR : 0, note: '', by: '' }
		: { id: nr, kind: 'mail', why: 'confirmation', state: i % 7 === 5 ? 'waiting' : 'sent', attempts: i % 7 === 5 ? 3 : 1, due: captured + 60_000, done: i % 7 === 5 ? 0 : captured + 60_000, error: i % 7 === 5 ? '451 mailbox tijdelijk niet bereikbaar' : '', note: '', by: '' };
	return {
		nr, receipt, urgency, subject: `${room} › ${object} › ${fault}`, party, lang, captured, received: i % 8 === 6 ? captured + 30 * HOUR : captured + 4000,
		due, late_s: Math.max(0, Math.round((Date.now() - due) / 1000)),
		state: party ? (i > 46 || i % 6 === 1 ? 'new' : 'seen') : 'exception', channel: ['kiosk', 'kiosk', 'kiosk', 'phone', 'tablet'][i % 5], kiosk: 'Zuil Lindehof', unread: i > 46 || i % 6 === 1, owner: OWNERS[i % OWNERS.length],
		address: { key: `DL-${1000 + i}`, label: `${street} ${2 + i}${i % 3 ? '' : '-B'}, Rotterdam`, postcode: '3072 AB', city: 'Rotterdam', complex: 'Lindehof', riser: `Portiek ${'ABC'[i % 3]}`, type: 'Portiekwoning', nom: i % 6 === 0, provider: i % 6 === 0 ? 'Zonnewarm Energie' : '', supplier: i % 6 === 0 ? 'Pompfabriek NL' : '' },
		contact: { name, phone: i % 2 ? `06${String(12345678 + i * 7919).slice(-8)}` : '0104567890', mail: 'm.ouali@voorbeeld.nl', via: confirmation.kind === 'mail' ? 'mail' : 'phone', number: `3${40000 + i}` },
		answers: [
			{ question: 'Ruimte', answer: room, original: foreign.Ruimte ?? room }, { question: 'Object', answer: object, original: foreign.Object ?? object },
			{ question: 'Gebrek', answer: fault, original: foreign.Gebrek ?? fault }, { question: 'Waar komt het vandaan?', answer: 'Badkamer erboven' },
			{ question: 'Is er water bij elektra?', answer: 'Nee' }, { question: 'Wie betaalt?', answer: 'De verhuurder (Besluit kleine herstellingen)' },
		],
		words: i % 2 ? foreign.words : '', payer: 'De verhuurder', catalogue: '2026.11.1',
		report: { lang, words: i % 2 ? foreign.words : '', unit: `DL-${1000 + i}`, actor: { kind: i % 4 ? 'tenant' : 'guest', ref: null }, first_contact: i % 3 !== 0, when: { slots: i % 4 === 1 ? [] : [['2026-11-25', 'OCH'], ['2026-11-27', 'MID']], call: i % 4 === 1 }, t: captured, catalogue: '2026.11.1' },
		route: party ? { rule: `${object} in de woning`, rank: 120, party, party_label: party, party_phone: '0101234567', reason: `${party} heeft het contract voor ${String(object).toLowerCase()} in complex Lindehof.`, tried: [{ rank: 10, rule: 'Noodgeval', why_not: 'Urgentie is geen noodgeval.' }, { rank: 40, rule: 'NOM-installatie', why_not: 'Deze woning is niet nul op de meter.' }, { rank: 90, rule: 'Lift in complex Meidoornhof', why_not: 'Complex is Lindehof.' }] }
			: { reason: 'Geen contract voor dit object in dit complex.', tried: [{ rank: 10, rule: 'Noodgeval', why_not: 'Urgentie is geen noodgeval.' }] },
		events: [
			{ n: 1, t: captured, who: 'tenant', what: party ? 'file' : 'strand', text: 'Melding binnengekomen', detail: { party } },
			...(i % 6 === 1 || !party ? [] : [{ n: 2, t: captured + HOUR, who: 'Samira El Amrani', what: 'see', text: 'Geopend', detail: {} }]),
		],
		confirmation,
	};
}
