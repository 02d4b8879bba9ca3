/* "Wat als": the question on the left, what would have been otherwise beside it (D4, D5).
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { clean, day } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { now, place, whatIf } from '../state.js';
import { ask, change, kindOf, readFile, whatIfHref } from '../whatif.js';
import { count, say } from '../words.js';
import { at, maybe, own, quiet, warn } from './parts.js';
import { below, table } from './wide.js';

/** @typedef {import('../whatif.js').Kind} Kind */
/** @typedef {import('../types/sets.js').WhatIf} WhatIf */
/** @typedef {import('../types/sets.js').Found} Found */
/** @typedef {import('../types/sets.js').LadderFigured} Figured */

export function whatIfPane() {
	const kind = kindOf(place.value.item);
	const one = whatIf.value[kind];
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head"><div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.whatif')}</h2>
			<nav class="tabs" aria-label=${say('whatif.kinds')}>${tab('ladder', kind)}${tab('rules', kind)}</nav></div>
			<p class="list__lead">${say(`whatif.lead.${kind}`)}</p></div>
		<div class="list__body whatif">${question(kind, one)}
			<div class="whatif__outcome" aria-busy=${one.state === 'asking' ? 'true' : 'false'}>
				<p class="quiet" role="status">${one.state === 'asking' ? say('whatif.asking') : ''}</p>
				${maybe(one.state === 'asking' ? null : one.found, (found) => outcome(kind, found))}</div></div></section>`;
}

/** @param {Kind} kind @param {Kind} open */
function tab(kind, open) {
	return html`<a class="tab" href=${whatIfHref(kind)} aria-current=${kind === open ? 'page' : nothing}>${say(`whatif.kind.${kind}`)}</a>`;
}

/* ---- the question ------------------------------------------------------------------------------ */

/** @param {Kind} kind @param {WhatIf} one */
function question(kind, one) {
	const submit = (/** @type {Event} */ e) => {
		e.preventDefault();
		void ask(kind);
	};
	const chosen = (/** @type {Event} */ e) => void readFile(kind, /** @type {HTMLInputElement} */ (e.target).files?.[0]);
	const typed = (/** @type {Event} */ e) => change(kind, { csv: /** @type {HTMLTextAreaElement} */ (e.target).value, name: '', error: '', field: '' });
	const wrong = one.field === 'csv';
	return html`<form class="card whatif__question" novalidate @submit=${submit} aria-labelledby="whatif-question">
		<h3 class="card__title" id="whatif-question">${say('whatif.question')}</h3>
		<div class="whatif__file"><label class="utrecht-button utrecht-button--secondary-action upload">${icon('external')}${say('whatif.file')}<input
				type="file" class="upload__input" accept=".csv,text/csv" @change=${chosen}></label>
			<span role="status">${one.name ? quiet(say('whatif.loaded', { name: clean(one.name) })) : ''}</span></div>
		<div class="field"><label class="utrecht-form-label" for="whatif-csv">${say('whatif.text')}</label>
			<textarea class="utrecht-textarea whatif__csv" id="whatif-csv" rows="10" spellcheck="false" autocomplete="off" wrap="off" .value=${one.csv}
				aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${wrong ? 'whatif-error' : nothing} @input=${typed}></textarea></div>
		<div class="leader__fields">${date(kind, one, 'from')}${date(kind, one, 'to')}</div>
		<p class="quiet" id="whatif-period">${say('whatif.period')}</p>
		${maybe(one.state === 'error' && one.error, (error) => html`<p class="step__error" role="alert" id="whatif-error" tabindex="-1">${clean(error)}</p>`)}
		<div class="buttons"><button class="utrecht-button utrecht-button--primary-action" aria-disabled=${one.state === 'asking' ? 'true' : nothing}
			>${icon('check')}${say('whatif.ask')}</button></div></form>`;
}

/** @param {Kind} kind @param {WhatIf} one @param {"from"|"to"} name */
function date(kind, one, name) {
	const changed = (/** @type {Event} */ e) => change(kind, { [name]: /** @type {HTMLInputElement} */ (e.target).value, error: '', field: '' });
	const wrong = one.field === 'from';
	return html`<div class="field"><label class="utrecht-form-label" for="whatif-${name}">${say(`whatif.${name}`)}</label>
		<input class="utrecht-textbox" type="date" id="whatif-${name}" .value=${one[name]} aria-invalid=${wrong ? 'true' : nothing}
			aria-describedby=${wrong ? 'whatif-error' : 'whatif-period'} @input=${changed}></div>`;
}

/* ---- the outcome ------------------------------------------------------------------------------ */

/** @param {Kind} kind @param {Found} found */
function outcome(kind, found) {
	if (found.problems) return problems(found.problems);
	const holes = { from: day(found.from, now.value), until: day(found.until, now.value), version: found.active_version };
	return html`<h3 class="whatif__title" id="whatif-outcome" tabindex="-1">${kind === 'ladder'
		? count('whatif.differ', found.differ?.cases ?? 0) : count('whatif.moved', found.moved ?? 0)}</h3>
		<p>${count('whatif.of', found.cases, holes)}</p>${kind === 'ladder' ? ladder(found) : rules(found)}`;
}

/** @param {{ line: number, text: string }[]} list */
function problems(list) {
	return html`<h3 class="whatif__title" id="whatif-outcome" tabindex="-1">${icon('triangle')}${say('whatif.problems')}</h3>
		<ul class="set__problems">${list.map((p) => html`<li><strong>${say('whatif.problem', { line: p.line })}</strong> ${own(p.text)}</li>`)}</ul>`;
}

/** A sentence about some of the cases, when there are any. @param {string} key @param {number|undefined} n */
function some(key, n) {
	return maybe(n, (many) => html`<p>${count(`whatif.${key}`, many)}</p>`);
}

/** @param {number} nr @param {string} receipt */
function caseLink(nr, receipt) {
	return html`<a class="utrecht-link receipt" href=${hrefOf('all', nr)}>${clean(receipt)}</a>`;
}

/* ---- deadlines --------------------------------------------------------------------------------- */

/** @param {Found} found */
function ladder(found) {
	const kinds = (found.differ?.kinds ?? []).filter((kind) => kind.clocks);
	return html`${some('unclear', found.unclear)}${kinds.map(differing)}${perRule(found)}`;
}

/** @param {import('../types/sets.js').Differing} kind @param {number} i */
function differing(kind, i) {
	const ran = (/** @type {import('../types/sets.js').Ran|null} */ run) => (run
		? html`${at(run.due)} ${maybe(run.late, () => warn(say('whatif.late')))}` : quiet(say('whatif.none')));
	const rows = kind.cases.map((one) => ({ cells: [caseLink(one.nr, one.receipt), own(one.label), ran(one.was), ran(one.now)] }));
	return html`<details class="whatif__kind" ?open=${i === 0}><summary>${say('whatif.kind', { label: clean(kind.label), n: kind.clocks })}</summary>
		${maybe(kind.clocks > rows.length, () => html`<p class="quiet">${say('whatif.shown', { n: rows.length })}</p>`)}
		${table('whatif.differs', ['case', 'clock', 'was', 'now'], rows, 'whatif.outcome')}</details>`;
}

/** @param {Found} found */
function perRule(found) {
	const key = (/** @type {Figured} */ r) => `${r.rank} ${r.clock}`;
	const was = new Map((found.active?.rules ?? []).map((r) => [key(r), r]));
	const will = new Map((found.changed?.rules ?? []).map((r) => [key(r), r]));
	const all = [...new Set([...was.keys(), ...will.keys()])].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
	const used = all.filter((k) => was.get(k)?.started || will.get(k)?.started);
	const rows = used.map((k) => ({ cells: ruleCells(was.get(k), will.get(k)) }));
	return html`<h3 class="whatif__title">${say('whatif.perrule')}</h3>
		${rows.length ? table('whatif.ladder', ['clock', 'started', 'met', 'late', 'running', 'told', 'left'], rows, 'whatif.perrule') : nothing}
		${some('unused', all.length - used.length)}`;
}

/** @param {Figured|undefined} was @param {Figured|undefined} will */
function ruleCells(was, will) {
	const known = /** @type {Figured} */ (will ?? was);
	const number = (/** @type {"started"|"met"|"late"|"running"} */ name) => pair(String(was?.[name] ?? 0), String(will?.[name] ?? 0));
	return [html`${own(known.label)}${below(quiet(html`${known.rank}: ${reasons(was, will)}`))}`,
		number('started'), number('met'), number('late'), number('running'), html`<span class="whatif__roomy">${
			pair(told(was), told(will))}</span>`, html`<span class="whatif__roomy">${pair(spare(was), spare(will))}</span>`];
}

/** @param {Figured|undefined} was @param {Figured|undefined} will */
function reasons(was, will) {
	return was && will && was.reason !== will.reason ? html`<s>${own(was.reason)}</s> ${own(will.reason)}` : own((will ?? was)?.reason);
}

/** Now and then, once when they are the same. @param {string} was @param {string} will */
function pair(was, will) {
	const lines = (/** @type {string} */ text) => text.split('\n').map((line, i) => html`${i ? html`<br>` : nothing}${line}`);
	if (was === will) return html`<span class="numbers">${lines(was)}</span>`;
	return html`<span class="pair"><span class="quiet">${say('whatif.now')}</span> <span class="numbers">${lines(was)}</span></span><span
		class="pair"><span class="quiet">${say('whatif.then')}</span> <strong class="numbers">${lines(will)}</strong></span>`;
}

/** Who was told, how often; "–" for nobody. @param {Figured|undefined} row */
function told(row) {
	if (!row) return '–';
	const rungs = row.rungs.filter((r) => r.fired).map((r) => `${r.who.map((one) => say(`whatif.who.${one}`)).join(' + ')}: ${r.fired}`);
	return [...(row.warned ? [say('whatif.warned', { n: row.warned })] : []), ...rungs].join('\n') || '–';
}

/** @param {Figured|undefined} row */
function spare(row) {
	if (!row || row.spare_median_s === null || row.spare_p90_s === null) return '–';
	return `${say('whatif.half', { span: length(row.spare_median_s) })}\n${say('whatif.nine', { span: length(row.spare_p90_s) })}`;
}

/** A span in its largest unit. @param {number} seconds */
function length(seconds) {
	const h = Math.abs(seconds) / 3600;
	const text = h >= 48 ? say('whatif.days', { d: Math.round(h / 24) }) : h >= 1 ? say('whatif.hours', { h: Math.round(h) })
		: say('whatif.minutes', { m: Math.round(h * 60) });
	return seconds < 0 ? say('whatif.short', { span: text }) : text;
}

/* ---- routing -------------------------------------------------------------------------------------- */

/** @param {Found} found */
function rules(found) {
	const name = (/** @type {{ rank: number, rule: string }} */ r) => (r.rank ? say('whatif.rule', { rank: r.rank, rule: clean(r.rule) }) : say('whatif.norule'));
	const moves = (found.moves ?? []).map((m) => ({ cells: [
		html`${own(m.from_label)} ${icon('arrowRight')}<span class="visually-hidden">${say('whatif.towards')}</span> <strong>${own(m.to_label)}</strong>`,
		pair(name(m.was), name(m.now)), html`<span class="numbers">${m.cases}</span>`,
		html`<span class="whatif__examples">${m.shown.map((one) => caseLink(one.nr, one.receipt))}</span>`] }));
	const used = (found.rules ?? []).filter((r) => r.cases);
	const counted = used.map((r) => ({ cells: [say('whatif.rule', { rank: r.rank, rule: clean(r.rule) }), own(r.party_label),
		html`<span class="numbers">${r.cases}</span>`] }));
	return html`<p class="quiet">${say('whatif.facts')}</p>${some('unread', found.unread)}${some('skipped', found.skipped)}${some('since', found.since)}
		${moves.length ? table('whatif.moves', ['way', 'rules', 'cases', 'examples'], moves, 'whatif.outcome') : nothing}${some('more', found.more)}
		<h3 class="whatif__title">${say('whatif.perrule')}</h3>
		${counted.length ? table('whatif.rules', ['rule', 'party', 'cases'], counted, 'whatif.perrule') : nothing}
		${some('unused', (found.rules?.length ?? 0) - used.length)}`;
}
