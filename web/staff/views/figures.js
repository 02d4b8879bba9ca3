/* Cijfers: choice of a period, four large numbers, and per subject a chart with its table right below.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { drawChart } from '../chart.js';
import { choosePeriod, loadFigures, periodHref, periodOf, presets, queryOf } from '../figures.js';
import { civilDay, clean } from '../format.js';
import { icon } from '../icons.js';
import { hrefOf } from '../router.js';
import { figures, now, place } from '../state.js';
import { say } from '../words.js';
import { bones, maybe, oldNews, own, paneError } from './parts.js';

/** @typedef {import('../types/figures.js').FigureTable} FigureTable */
/** @typedef {import('../types/figures.js').FigureColumn} FigureColumn */
/** @typedef {(string|number|null)[]} Cells */

const whole = new Intl.NumberFormat('nl-NL');
const tenth = new Intl.NumberFormat('nl-NL', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const euro = new Intl.NumberFormat('nl-NL', { style: 'currency', currency: 'EUR' });
const roundEuro = new Intl.NumberFormat('nl-NL', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
const monthName = new Intl.DateTimeFormat('nl-NL', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** "2026-11" as "nov 2026", "2026-W48" as "week 48". @param {string} label */
function periodName(label) {
	const week = /^(\d{4})-W(\d\d)$/.exec(label);
	if (week) return say('figures.week', { week: Number(week[2]), year: Number(week[1]) });
	const t = Date.parse(`${label}-01T00:00:00Z`);
	return Number.isNaN(t) ? clean(label) : monthName.format(t).replace('.', '');
}

/** @param {string} type @param {string|number|null} cell */
function print(type, cell) {
	if (cell === null || cell === '') return '–';
	const n = Number(cell);
	if (type === 'share') return `${tenth.format(n / 10)}%`;
	if (type === 'tenths') return tenth.format(n / 10);
	if (type === 'euro') return euro.format(n / 100);
	if (type === 'yes') return say(n ? 'yes' : 'no');
	return whole.format(n);
}

const WORDS = ['text', 'period', 'yes'];
/* A table with more columns takes the whole width. */
const MANY = 7;

/* A number that has a view of the inbox leads there. */
const LEADS = /** @type {Record<string, Record<string, string>>} */ ({
	kinds: { open: 'all', late: 'late' }, parties: { open: 'all', late: 'late' },
	suppliers: { referrals: 'referred' }, contact: { running: 'leader' },
});

/** @param {FigureTable} table @param {FigureColumn} column @param {Cells} cells @param {number} i @param {boolean} total */
function cell(table, column, cells, i, total) {
	const value = cells[i] ?? null;
	if (column.type === 'text') return own(value ?? '');
	if (column.type === 'period') return total ? own(value) : periodName(String(value));
	if (column.type === 'case') {
		return maybe(value, (nr) => html`<a class="utrecht-link" href=${hrefOf('all', nr)}>${say('case.title', { nr })}</a>`);
	}
	const view = total ? LEADS[table.key]?.[column.key] : undefined;
	const text = print(column.type, value);
	return view && value ? html`<a class="utrecht-link" href=${hrefOf(view)}>${text}<span class="visually-hidden"> ${
		say('figures.tolist')}</span></a>` : text;
}

/** @param {FigureTable} table @param {Cells} cells @param {boolean} total */
function tableRow(table, cells, total) {
	return html`<tr role="row" class=${total ? 'figure__total' : ''}>${table.columns.map((column, i) => {
		const text = WORDS.includes(column.type);
		const inside = html`<span class="cell__label" aria-hidden="true">${clean(column.label)}</span><span class="cell">${cell(table, column, cells, i, total)}</span>`;
		return i ? html`<td role="cell" class=${text ? '' : 'figure__number'}>${inside}</td>` : html`<th scope="row" role="rowheader">${inside}</th>`;
	})}</tr>`;
}

/** @param {FigureTable} table */
function twin(table) {
	const many = table.columns.length > MANY;
	return html`<div class="figure__scroll"><table class="figure__table ${many ? 'figure__table--many' : ''}" role="table" id="table-${table.key}">
		<caption class="visually-hidden">${clean(table.title)}</caption>
		<thead role="rowgroup"><tr role="row">${table.columns.map((column) => html`<th scope="col" role="columnheader"
			class=${WORDS.includes(column.type) ? '' : 'figure__number'}>${clean(column.label)}</th>`)}</tr></thead>
		<tbody role="rowgroup">${table.rows.map((cells) => tableRow(table, cells, false))}${
		maybe(table.total, (cells) => tableRow(table, cells, true))}</tbody></table></div>`;
}

/* ---- charts ---- */

/* Which columns of a table are drawn, in which tone; the first column names the bars. */
const CHARTS = /** @type {Record<string, { columns: [string, string][], most?: number }>} */ ({
	work: { columns: [['reported', 'accent'], ['ended', 'fine']] },
	contact: { columns: [['in_time', 'fine'], ['too_late', 'danger']] },
	kinds: { columns: [['open', 'accent'], ['late', 'danger']] },
	suppliers: { columns: [['refused', 'danger'], ['dissatisfied', 'amber']], most: 8 },
	dark: { columns: [['at_risk', 'danger']], most: 8 },
	hits: { columns: [['suspected', 'accent'], ['correct', 'fine']], most: 8 },
});

/** @param {FigureTable} table @returns {import('../chart.js').ChartSpec|null} */
function specOf(table) {
	const chart = CHARTS[table.key];
	const rows = table.rows.slice(0, chart?.most ?? table.rows.length);
	if (!chart || !rows.length) return null;
	const money = table.columns.some((column) => column.type === 'euro');
	return {
		labels: rows.map((cells) => (table.columns[0]?.type === 'period' ? periodName(String(cells[0])) : clean(cells[0]))),
		print: (n) => (money ? roundEuro.format(n) : whole.format(n)),
		series: chart.columns.map(([key, tone]) => {
			const at = table.columns.findIndex((column) => column.key === key);
			return { label: clean(table.columns[at]?.label), tone, values: rows.map((cells) => Number(cells[at] ?? 0) / (money ? 100 : 1)) };
		}),
	};
}

/** @param {FigureTable} table */
function picture(table) {
	const spec = specOf(table);
	if (!spec) return nothing;
	const what = spec.series.map((one) => one.label).join(', ');
	return html`<ul class="figure__legend" aria-hidden="true">${spec.series.map((one, i) => html`<li><span class="swatch swatch--${one.tone} ${
		i ? 'swatch--hatched' : ''}"></span>${one.label}</li>`)}</ul>
		<div class="chart" role="img" aria-label=${say('figures.chart', { title: clean(table.title), what })} ${
			ref((host) => void drawChart(host, spec))}></div>`;
}

/* ---- the page ---- */

/** @param {FigureTable[]} tables @param {string} key @param {string} column of its total, or of its only row */
function totalOf(tables, key, column) {
	const table = tables.find((one) => one.key === key);
	const at = table?.columns.findIndex((one) => one.key === column) ?? -1;
	return (table?.total ?? table?.rows[0])?.[at] ?? null;
}

/** @param {FigureTable[]} tables */
function tiles(tables) {
	const all = /** @type {[string, string, string|number|null, string][]} */ ([
		['open', 'count', totalOf(tables, 'kinds', 'open'), 'all'], ['late', 'count', totalOf(tables, 'kinds', 'late'), 'late'],
		['in_time', 'share', totalOf(tables, 'contact', 'in_time_share'), ''], ['at_risk', 'euro', totalOf(tables, 'dark', 'at_risk') ?? 0, ''],
	]);
	return html`<dl class="tiles">${all.map(([key, type, value, view]) => {
		const text = print(type, value);
		return html`<div class="tile"><dt>${say(`figures.tile.${key}`)}</dt><dd>${view ? html`<a class="utrecht-link" href=${hrefOf(view)}>${text}<span class="visually-hidden"> ${
			say('figures.tolist')}</span></a>` : text}</dd></div>`;
	})}</dl>`;
}

/** @param {FigureTable} table */
function card(table) {
	const { period } = figures.value.data;
	const wide = table.columns.length > MANY;
	const href = `api/v1/figures.csv?table=${table.key}&${queryOf(period)}`;
	const body = table.rows.length ? html`${picture(table)}${twin(table)}` : html`<p class="quiet">${say('figures.none')}</p>`;
	return html`<section class="card figure ${wide ? 'figure--wide' : ''}" aria-labelledby="figure-${table.key}">
		<h3 class="card__title" id="figure-${table.key}">${clean(table.title)}</h3>
		<p class="quiet">${clean(table.lead)}</p>${body}
		${maybe(table.more, () => html`<p class="warn">${say('figures.more')}</p>`)}
		<p><a class="utrecht-link with-icon" href=${href} download>${icon('download')}${say('figures.csv')}<span class="visually-hidden">: ${clean(table.title)}</span></a></p>
	</section>`;
}

function periodForm() {
	const period = periodOf(place.value.item, now.value);
	const same = (/** @type {import('../types/figures.js').Period} */ p) => p.from === period.from && p.until === period.until && p.by === period.by;
	const field = (/** @type {"from"|"until"} */ name) => html`<div class="field"><label class="utrecht-form-label" for="f-${name}">${
		say(`figures.${name}`)}</label><input class="utrecht-textbox" type="date" id="f-${name}" .value=${period[name]}
		@change=${(/** @type {Event} */ e) => choosePeriod({ [name]: /** @type {HTMLInputElement} */ (e.target).value })}></div>`;
	return html`<div class="period"><ul class="period__named" aria-label=${say('figures.named')}>${presets(now.value).map((one) => html`<li><a
		class="utrecht-button utrecht-button--secondary-action ${same(one.period) ? 'period__here' : ''}" href=${periodHref(one.period)}
		aria-current=${same(one.period) ? 'true' : nothing}>${say(`figures.preset.${one.key}`)}</a></li>`)}</ul>
		<form class="period__own" aria-label=${say('figures.own')} @submit=${(/** @type {Event} */ e) => e.preventDefault()}>${field('from')}${field('until')}
			<div class="field"><label class="utrecht-form-label" for="f-by">${say('figures.by')}</label>
			<select class="utrecht-select" id="f-by" .value=${period.by} @change=${(/** @type {Event} */ e) => choosePeriod({ by: /** @type {any} */ (e.target).value })}>${
				['month', 'week'].map((by) => html`<option value=${by} ?selected=${by === period.by}>${say(`figures.by.${by}`)}</option>`)}</select></div></form></div>`;
}

export function figuresPane() {
	const { state, error, data } = figures.value;
	const period = periodOf(place.value.item, now.value);
	const body = state === 'error' ? paneError(error, () => void loadFigures(place.value.item))
		: !data.tables.length ? bones(12)
			: html`${oldNews(figures.value)}${tiles(data.tables)}<div class="figures" aria-busy=${state === 'loading' ? 'true' : 'false'}>${data.tables.map(card)}</div>`;
	return html`<section class="list list--wide" id="list" aria-labelledby="list-title">
		<div class="list__head"><div class="list__title"><h2 class="utrecht-heading-1" id="list-title" tabindex="-1">${say('view.figures')}</h2>
			<p class="quiet">${say('figures.span', { from: civilDay(period.from), until: civilDay(period.until) })}</p></div>${periodForm()}</div>
		<div class="list__body">${body}</div></section>`;
}
