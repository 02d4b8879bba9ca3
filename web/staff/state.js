/* What the page knows, in signals: who is logged in, where we are, the lists, the open case, the line.
 * Only session, inbox, load, go, acts, steps, letters, bulk, leaders, phrases, figures, whatif, looking, intake, emergency, persons, texts and admin write here, and views their own filters; views read. A list keeps the last rows it had while it reloads or the
 * line is down, and says how old they are.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { computed, signal } from '@preact/signals-core';

/** @template T @typedef {import('@preact/signals-core').Signal<T>} Signal */
/** @typedef {import('./types/office.js').Me} Me */
/** @typedef {import('./types/case.js').Row} Row */
/** @typedef {import('./types/case.js').View} View */
/** @typedef {import('./types/case.js').Case} Case */
/** @typedef {import('./types/office.js').Alarm} Alarm */

/**
 * @template T
 * @typedef {object} Loaded
 * @property {"idle"|"loading"|"ready"|"error"} state
 * @property {T} data
 * @property {string} error code of the refusal, "" for none
 * @property {number} stamp when the data was true
 */

/**
 * @template T
 * @param {T} data
 * @returns {Loaded<T>}
 */
export function blank(data) {
	return { state: 'idle', data, error: '', stamp: 0 };
}

/** null: not asked yet; false: nobody. @type {Signal<Me|false|null>} */
export const me = signal(null);
/** @type {Signal<{ busy: boolean, error: string, retry: number, expired: boolean }>} */
export const login = signal({ busy: false, error: '', retry: 0, expired: false });

/** Name on the top bar, "" until known. */
export const corporation = signal('');
/** page: key of PAGES in router.js; view: key of a case view; item: number, address or party opened. */
export const place = signal({ page: 'cases', view: 'late', item: '' });
/** @type {Signal<View[]>} */
export const views = signal([]);
export const filter = signal({ q: '', urgency: '', channel: '', unread: false });

/** @type {Signal<Loaded<{ rows: Row[], more: boolean }>>} */
export const list = signal(blank({ rows: /** @type {Row[]} */ ([]), more: false }));
/** The lists that are not cases, by page: alarms, calls, exceptions, quarantine, reception, outgoing, devices. */
/** @type {Signal<Record<string, Loaded<any[]>>>} */
export const tables = signal({});
/** @type {Signal<Loaded<Case|null>>} */
export const open = signal(blank(/** @type {Case|null} */ (null)));
/** Addresses found for what the phone desk types. */
/** @type {Signal<{ q: string, state: "idle"|"loading"|"ready"|"error", rows: import('./types/register.js').Dwelling[], error: string }>} */
export const lookup = signal({ q: '', state: 'idle', rows: [], error: '' });
/** The address that is open. @type {Signal<Loaded<import('./types/register.js').Home|null>>} */
export const home = signal(blank(/** @type {import('./types/register.js').Home|null} */ (null)));
/** What is wrong in the register. @type {Signal<Loaded<import('./types/register.js').Faults>>} */
export const faults = signal(blank({ faults: /** @type {import('./types/register.js').Fault[]} */ ([]), count: 0, more: false, next: '' }));
/** The party that is being mended. @type {Signal<Loaded<import('./types/register.js').PartyPage|null>>} */
export const party = signal(blank(/** @type {import('./types/register.js').PartyPage|null} */ (null)));
/** Field of a form that central refused, with the form's name: "contact-0.phone". */
export const refused = signal('');
/** Who a case can go to; asked for once, when a form needs it. @type {Signal<import('./types/register.js').Party[]>} */
export const parties = signal([]);
/** Who works here; asked for once. @type {Signal<{ name: string, role_label?: string }[]>} */
export const colleagues = signal([]);
/** Catalogues by version, as pickers need them. @type {Signal<Record<string, import('./types/sets.js').Catalogue>>} */
export const catalogues = signal({});
/** The form of a step, per case, kept while moving between cases. @type {Signal<Record<string, import('./types/steps.js').Draft>>} */
export const drafts = signal({});
/** Is the menu of steps open? */
export const stepsOpen = signal(false);
/** The picker somebody types in: its id, the text typed, the option marked. @type {Signal<{ id: string, q: string, at: number, typed?: boolean } | null>} */
export const picking = signal(null);
/** Is the card of the referral on screen, to be printed? */
export const slip = signal(false);
/** What the step that is being filled in would send. @type {Signal<import('./types/steps.js').Preview>} */
export const preview = signal({ state: 'idle', key: '', letters: [], error: '' });
/** The letter on screen, to be read or printed. @type {Signal<(import('./types/steps.js').Letter & { message: import('./types/steps.js').Message }) | null>} */
export const letter = signal(null);
/** Standard texts filled for the open case. @type {Signal<{ key: string, rows: import('./types/steps.js').Phrase[] }>} */
export const phrases = signal({ key: '', rows: [] });
/** The field a standard text is being chosen for: its id. */
export const phraseAt = signal('');
/** Telephone of the corporation, for that card. */
export const corporationPhone = signal('');
/** Colleagues on the open case. @type {Signal<{ nr: number, who: { name: string, typing?: boolean }[] }>} */
export const looking = signal({ nr: 0, who: [] });
/** Cases chosen in the list. @type {Signal<Set<number>>} */
export const picked = signal(new Set());
/** The act on all of them: its form, and what came of it per case. @type {Signal<import('./types/steps.js').Bulk>} */
export const bulk = signal({ action: '', values: {}, errors: {}, busy: false, results: {} });
/** Who leads each department, as the page of leaders edits it. @type {Signal<import('./types/sets.js').Leaders>} */
export const leaders = signal({ state: 'idle', error: '', rows: [], choices: [], forms: {}, problems: {} });

/** The standard texts, as their page edits them. @type {Signal<import('./types/steps.js').Phrases>} */
export const phraseBook = signal({ state: 'idle', error: '', rows: [], subjects: [], holes: [], forms: {}, problems: {} });
/** The pages of administration, as central last told them. @type {Signal<Record<string, Loaded<any>>>} */
export const admin = signal({});
/** What of the audit is shown. */
export const auditFilter = signal({ who: '', kind: '', from: '', until: '' });
/** A start password just made, told once. @type {Signal<{ name: string, password: string } | null>} */
export const gift = signal(null);
/** A file of rules or deadlines being considered. @type {Signal<import('./types/sets.js').SetDraft | null>} */
export const setDraft = signal(null);
/** The letter that is open. @type {Signal<Loaded<import('./types/admin.js').TextOpen | null>>} */
export const textOpen = signal(blank(/** @type {import('./types/admin.js').TextOpen | null} */ (null)));
/** What somebody is asked to confirm, "" for nothing. */
export const confirming = signal('');
/** The code of a new device, told once. @type {Signal<{ label: string, code: string, hours: number } | null>} */
export const invitation = signal(null);
/** Somebody wants another password of his own; what was wrong with the new one. */
export const changing = signal(false);
export const newPassword = signal({ field: '', code: '' });
/** What the form of a new report is made of; null until asked. @type {Signal<import('./types/intake.js').IntakeForm|null>} */
export const form = signal(null);
/** Why there is no form, "" for none. */
export const formError = signal('');
/** The report that is being taken; null: none. @type {Signal<import('./types/intake.js').Intake|null>} */
export const intake = signal(null);
/** What central says of it so far. @type {Signal<import('./types/intake.js').Verdict|null>} */
export const verdict = signal(null);
/** Whom this home calls first about its energy. @type {Signal<import('./types/intake.js').EnergyAnswer|null>} */
export const energy = signal(null);
/** What was saved just now, to be read out. @type {Signal<import('./types/intake.js').Saved|null>} */
export const saved = signal(null);
/** A step to open when its case is there: the number of the case and the step. */
export const wanted = signal({ nr: '', action: '' });
/** Emergency signs, kept from the start: they must be there when nothing else is. @type {Signal<import('./types/intake.js').Sign[]>} */
export const signs = signal([]);
/** The script of emergencies: is it open, which sign, about this address or none, what became of the alarm. */
export const script = signal({ open: false, sign: '', here: true, state: /** @type {"idle"|"busy"|"told"|"failed"} */ ('idle'), t: 0 });

/** Whom the page of persons is about. @type {Signal<import('./types/admin.js').PersonAsked>} */
export const person = signal({ by: 'tenant', value: '', found: null, wrong: false });
/** What central counted, and for which period. @type {Signal<Loaded<{ period: import('./types/figures.js').Period, tables: import('./types/figures.js').FigureTable[] }>>} */
export const figures = signal(blank({ period: /** @type {import('./types/figures.js').Period} */ ({ from: '', until: '', by: 'month' }), tables: /** @type {import('./types/figures.js').FigureTable[]} */ ([]) }));

/** What if the ladder or the rules were others: the question and what came of it. @type {Signal<Record<"ladder"|"rules", import('./types/sets.js').WhatIf>>} */
export const whatIf = signal({ ladder: noQuestion(), rules: noQuestion() });

/** @returns {import('./types/sets.js').WhatIf} */
function noQuestion() {
	return { csv: '', name: '', from: '', to: '', state: 'idle', error: '', field: '', found: null };
}

/** Is there a server to send mail with? */
export const mailServer = signal(true);
/** @type {Signal<Alarm[]>} */
export const alarms = signal([]);

/** @type {Signal<{ live: "on"|"connecting"|"off", http: boolean, retryAt: number, stamp: number }>} */
export const line = signal({ live: 'connecting', http: true, retryAt: 0, stamp: 0 });
export const now = signal(Date.now());

/** How far this machine's clock is from central's; small differences are the line's own delay. */
const clock = { ahead: 0 };

/** @param {number} t central's clock */
export function setClock(t) {
	const off = t - Date.now();
	clock.ahead = Math.abs(off) > 60_000 ? off : 0;
	tick();
}

export function tick() {
	now.value = Date.now() + clock.ahead;
}
/** Rows that came in while the page was looking, shown as new for a while. @type {Signal<Set<number>>} */
export const fresh = signal(new Set());

/** Cases that came in but belong beyond the loaded rows. @type {Signal<Row[]>} */
export const arrived = signal([]);

/** What a screen reader hears: one sentence, politely. */
export const heard = signal('');
/** Result of the last act: { kind, text } under the header of the case. */
/** @type {Signal<{ kind: "ok"|"error"|"conflict", text: string } | null>} */
export const notice = signal(null);
export const help = signal(false);
export const drawer = signal(false);
export const busy = signal('');

const STORE = 'portiek.office';

/** @returns {{ keys: boolean, sound: boolean }} */
function readPrefs() {
	try {
		return { keys: true, sound: true, ...JSON.parse(localStorage.getItem(STORE) ?? '{}') };
	} catch {
		return { keys: true, sound: true };
	}
}

export const prefs = signal(readPrefs());

/** @param {Partial<{ keys: boolean, sound: boolean }>} change */
export function setPrefs(change) {
	prefs.value = { ...prefs.value, ...change };
	try {
		localStorage.setItem(STORE, JSON.stringify(prefs.value));
	} catch { /* a browser without storage simply forgets */ }
}

export const openAlarms = computed(() => alarms.value.filter((a) => !a.accepted));

/** Rows of the list after the filters that the server does not know. */
export const shown = computed(() => {
	const f = filter.value;
	const far = f.q ? [] : arrived.value.filter((row) => !list.value.data.rows.some((known) => known.nr === row.nr));
	return [...far, ...list.value.data.rows].filter((row) => (!f.urgency || row.urgency === f.urgency)
		&& (!f.channel || row.channel === f.channel) && (!f.unread || row.unread));
});
